#ifndef ASSAY_CRESOURCES_H
#define ASSAY_CRESOURCES_H

/// Texts that are part of the program. The files are the source: the compiler takes them in as they
/// are, and builds anew when one of them changes. Each text ends in a zero, as C has it.

const char *assay_formats_yaml(void);
const char *assay_dialects_yaml(void);
const char *assay_masks_yaml(void);
const char *assay_estimators_yaml(void);
const char *assay_accumulators_yaml(void);
const char *assay_blocks_yaml(void);
const char *assay_profiles_yaml(void);
const char *assay_quantizers_yaml(void);
const char *assay_corpus_yaml(void);
const char *assay_peer_py(void);
const char *assay_experiment_mustache(void);
const char *assay_index_mustache(void);
const char *assay_head_mustache(void);
const char *assay_table_mustache(void);
const char *assay_comparison_mustache(void);
const char *assay_figure_mustache(void);
const char *assay_history_mustache(void);
const char *assay_verdict_mustache(void);
const char *assay_verdict_css(void);
const char *assay_page_css(void);
const char *assay_charts_js(void);

#endif
