#include "CResources.h"

// Of C23, which clang has in every mode. An array in Swift of as many bytes takes the optimiser
// half a minute, and the program time at its start.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char formats_yaml[] = {
#embed "../../Specs/formats.yaml"
, 0};

static const char dialects_yaml[] = {
#embed "../../Specs/dialects.yaml"
, 0};

static const char masks_yaml[] = {
#embed "../../Specs/masks.yaml"
, 0};

static const char estimators_yaml[] = {
#embed "../../Specs/estimators.yaml"
, 0};

static const char accumulators_yaml[] = {
#embed "../../Specs/accumulators.yaml"
, 0};

static const char blocks_yaml[] = {
#embed "../../Specs/blocks.yaml"
, 0};

static const char profiles_yaml[] = {
#embed "../../Specs/profiles.yaml"
, 0};

static const char quantizers_yaml[] = {
#embed "../../Specs/quantizers.yaml"
, 0};

static const char corpus_yaml[] = {
#embed "../../Specs/corpus.yaml"
, 0};

static const char peer_py[] = {
#embed "../../Sources/Devices/Peers/peer.py"
, 0};

static const char experiment_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/experiment.mustache"
, 0};

static const char index_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/index.mustache"
, 0};

static const char head_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/head.mustache"
, 0};

static const char table_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/table.mustache"
, 0};

static const char comparison_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/comparison.mustache"
, 0};

static const char figure_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/figure.mustache"
, 0};

static const char history_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/history.mustache"
, 0};

static const char verdict_mustache[] = {
#embed "../../Sources/Reporting/Page/Templates/verdict.mustache"
, 0};

static const char verdict_css[] = {
#embed "../../Sources/Reporting/Page/Templates/verdict.css"
, 0};

static const char page_css[] = {
#embed "../../Sources/Reporting/Page/Templates/page.css"
, 0};

static const char charts_js[] = {
#embed "../../Sources/Reporting/Page/Templates/charts.js"
, 0};

const char *assay_formats_yaml(void) { return formats_yaml; }
const char *assay_dialects_yaml(void) { return dialects_yaml; }
const char *assay_masks_yaml(void) { return masks_yaml; }
const char *assay_estimators_yaml(void) { return estimators_yaml; }
const char *assay_accumulators_yaml(void) { return accumulators_yaml; }
const char *assay_blocks_yaml(void) { return blocks_yaml; }
const char *assay_profiles_yaml(void) { return profiles_yaml; }
const char *assay_quantizers_yaml(void) { return quantizers_yaml; }
const char *assay_corpus_yaml(void) { return corpus_yaml; }
const char *assay_peer_py(void) { return peer_py; }
const char *assay_experiment_mustache(void) { return experiment_mustache; }
const char *assay_index_mustache(void) { return index_mustache; }
const char *assay_head_mustache(void) { return head_mustache; }
const char *assay_table_mustache(void) { return table_mustache; }
const char *assay_comparison_mustache(void) { return comparison_mustache; }
const char *assay_figure_mustache(void) { return figure_mustache; }
const char *assay_history_mustache(void) { return history_mustache; }
const char *assay_verdict_mustache(void) { return verdict_mustache; }
const char *assay_verdict_css(void) { return verdict_css; }
const char *assay_page_css(void) { return page_css; }
const char *assay_charts_js(void) { return charts_js; }
