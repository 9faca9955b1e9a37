// One conversion loop per instruction level, rule, flavour and output width, and their table.
// The includer defines the source type `source` and the types of the outputs.

typedef void kernel(const ASSAY_NAME(plan) *p, const void *in, const uint32_t *words, void *out,
                    ptrdiff_t count);

#define ASSAY_KERNEL(level, target, rule, flavour, output)                                     \
  target static void convert_##level##_##rule##_##flavour##_##output(                          \
      const ASSAY_NAME(plan) *p, const void *in, const uint32_t *words, void *out,             \
      ptrdiff_t count) {                                                                       \
    const ASSAY_NAME(plan) plan = *p;                                                          \
    const source *restrict x = in;                                                             \
    const uint32_t *restrict drawn = words;                                                    \
    output *restrict y = out;                                                                  \
    for (ptrdiff_t i = 0; i < count; i++)                                                      \
      y[i] = (output)ASSAY_NAME(convert)(                                                      \
          &plan, x[i], (rule) >= assay_stochastic_a ? drawn[i] : 0, rule, flavour);            \
  }

// Runs a loop over `count` values. Long runs come from memory, where a hardware prefetcher stops at
// the end of a page and runs only a few lines ahead; so each block asks for the values of a later
// one first.
static void ASSAY_NAME(run)(kernel *convert, const ASSAY_NAME(plan) *p, const void *in,
                            const uint32_t *words, void *out, int32_t out_bytes,
                            ptrdiff_t count) {
  const ptrdiff_t block = 512, lead = 4 * block, long_run = 1 << 18;
  if (count < long_run) {
    convert(p, in, words, out, count);
    return;
  }
  const source *x = in;
  uint8_t *y = out;
  for (ptrdiff_t start = 0; start < count; start += block) {
    const ptrdiff_t left = count - start;
    const ptrdiff_t ahead = left < lead + block ? left : lead + block;
    for (ptrdiff_t i = lead; i < ahead; i += (ptrdiff_t)(64 / sizeof(source)))
      __builtin_prefetch(x + start + i);
    convert(p, x + start, words ? words + start : words, y + start * out_bytes,
            left < block ? left : block);
  }
}

#define ASSAY_RULES(do_rule, ...)                 \
  do_rule(__VA_ARGS__, assay_to_nearest_or_even)  \
  do_rule(__VA_ARGS__, assay_to_nearest_or_away)  \
  do_rule(__VA_ARGS__, assay_to_nearest_or_zero)  \
  do_rule(__VA_ARGS__, assay_toward_zero)         \
  do_rule(__VA_ARGS__, assay_directed)            \
  do_rule(__VA_ARGS__, assay_to_odd)              \
  do_rule(__VA_ARGS__, assay_stochastic_a)        \
  do_rule(__VA_ARGS__, assay_stochastic_b)        \
  do_rule(__VA_ARGS__, assay_stochastic_c)

#define ASSAY_DEFINE(level, target, flavour, output, rule) \
  ASSAY_KERNEL(level, target, rule, flavour, output)
#define ASSAY_NAME_OF(level, flavour, output, rule) \
  convert_##level##_##rule##_##flavour##_##output,
#define ASSAY_NAMES(level, flavour, output) {ASSAY_RULES(ASSAY_NAME_OF, level, flavour, output)}
