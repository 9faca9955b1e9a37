// Sums of products, a lane for each sum: the chain along k is sequential by definition, so sums stand
// side by side. Dot32.c, Dot64.c and DotInteger.c include this behind the arithmetic of their lanes:
//
//   lanes, scalar      a vector of values and a value; `each` values in a vector
//   load               a vector from floats
//   step, joined       a running sum with one product more, with another sum
//   closed             the sum of the chunks so far with that of a chunk
//   ASSAY_IS_ALIGNED   whether a kind takes several products at a time; aligned is then its chain
//   ASSAY_KINDS        calls a macro with the kind as a constant
//   ASSAY_NAME         the name of a function of this file

enum { width = assay_dot_width, vectors = width / each, deepest = 48 };

// Kahan's chain: what an addition lost is taken off the next product.
ASSAY_INLINE lanes compensated(lanes *lost, lanes sum, lanes x, lanes w, const struct assay_dot *d,
                               int kind) {
  lanes term = step(-*lost, x, w, d, kind);
  lanes next = joined(sum, term, d, kind);
  *lost = joined(joined(next, -sum, d, kind), -term, d, kind);
  return next;
}

// `rows` rows of x against one block of w; with `own`, x has a row of lanes for each k as w has.
ASSAY_INLINE void block(const float *x, size_t stride, const float *w, double *out, size_t pitch,
                        const struct assay_dot *d, const struct assay_dot_segment *segments, int kind,
                        int rows, int own) {
  lanes total[2][vectors], pending[deepest][2][vectors];
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) total[r][v] = (lanes)(0);
  int top = 0;
  size_t k = 0;
  for (const struct assay_dot_segment *s = segments; s < segments + d->segment_count; ++s) {
    size_t end = k + s->terms;
    lanes sum[2][vectors];
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v) sum[r][v] = (lanes)((scalar)d->start);
    if (ASSAY_IS_ALIGNED(kind)) {
      for (int r = 0; r < rows; ++r)
        for (int v = 0; v < vectors; ++v)
          sum[r][v] = aligned(sum[r][v], own ? x + k * width + each * v : x + r * stride + k,
                              w + k * width + each * v, s->terms, d, own);
      k = end;
    } else if (d->compensated) {
      lanes lost[2][vectors];
      for (int r = 0; r < rows; ++r)
        for (int v = 0; v < vectors; ++v) lost[r][v] = (lanes)(0);
      for (; k < end; ++k)
        for (int v = 0; v < vectors; ++v) {
          lanes weights = load(w + k * width + each * v);
          for (int r = 0; r < rows; ++r) {
            lanes value =
                own ? load(x + k * width + each * v) : (lanes)((scalar)x[r * stride + k]);
            sum[r][v] = compensated(&lost[r][v], sum[r][v], value, weights, d, kind);
          }
        }
    } else {
      for (; k < end; ++k)
        for (int v = 0; v < vectors; ++v) {
          lanes weights = load(w + k * width + each * v);
          for (int r = 0; r < rows; ++r) {
            lanes value =
                own ? load(x + k * width + each * v) : (lanes)((scalar)x[r * stride + k]);
            sum[r][v] = step(sum[r][v], value, weights, d, kind);
          }
        }
    }
    for (int merge = 0; merge < s->merges; ++merge) {
      --top;
      for (int r = 0; r < rows; ++r)
        for (int v = 0; v < vectors; ++v)
          sum[r][v] = joined(pending[top][r][v], sum[r][v], d, kind);
    }
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v) {
        if (!s->ends) pending[top][r][v] = sum[r][v];
        else total[r][v] = d->chunked ? closed(total[r][v], sum[r][v], d, kind) : sum[r][v];
      }
    if (!s->ends) ++top;
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) store(out + r * pitch + each * v, total[r][v], d);
}

ASSAY_INLINE void product_of(const float *x, size_t rows, const float *w, size_t blocks, double *out,
                             const struct assay_dot *d, const struct assay_dot_segment *segments,
                             int kind) {
  size_t pitch = blocks * width;
  for (size_t b = 0; b < blocks; ++b) {
    const float *weights = w + b * d->depth * width;
    double *to = out + b * width;
    size_t r = 0;
    for (; r + 2 <= rows; r += 2)
      block(x + r * d->depth, d->depth, weights, to + r * pitch, pitch, d, segments, kind, 2, 0);
    if (r < rows)
      block(x + r * d->depth, d->depth, weights, to + r * pitch, pitch, d, segments, kind, 1, 0);
  }
}

ASSAY_INLINE void dots_of(const float *x, const float *w, size_t blocks, double *out,
                          const struct assay_dot *d, const struct assay_dot_segment *segments, int kind) {
  size_t size = d->depth * width;
  for (size_t b = 0; b < blocks; ++b)
    block(x + b * size, 0, w + b * size, out + b * width, 0, d, segments, kind, 1, 1);
}

#define ASSAY_LEVEL(LEVEL, TARGET)                                                               \
  TARGET static void product_##LEVEL(const float *x, size_t rows, const float *w, size_t blocks, \
                                     double *out, const struct assay_dot *d,                     \
                                     const struct assay_dot_segment *segments) {                 \
    ASSAY_KINDS(ASSAY_PRODUCT)                                                                   \
  }                                                                                              \
  TARGET static void dots_##LEVEL(const float *x, const float *w, size_t blocks, double *out,    \
                                  const struct assay_dot *d,                                     \
                                  const struct assay_dot_segment *segments) {                    \
    ASSAY_KINDS(ASSAY_DOTS)                                                                      \
  }
#define ASSAY_PRODUCT(KIND) product_of(x, rows, w, blocks, out, d, segments, KIND)
#define ASSAY_DOTS(KIND) dots_of(x, w, blocks, out, d, segments, KIND)

ASSAY_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
#define ASSAY_AVX2_FMA __attribute__((target("avx2,bmi2,fma")))
ASSAY_LEVEL(avx2, ASSAY_AVX2_FMA)
ASSAY_LEVEL(avx512, ASSAY_AVX512)
#endif

void ASSAY_NAME(product)(int level, const float *x, size_t rows, const float *w, size_t blocks,
                         double *out, const struct assay_dot *d,
                         const struct assay_dot_segment *segments) {
#if ASSAY_HAS_LEVELS
  if (level == 2) return product_avx512(x, rows, w, blocks, out, d, segments);
  if (level == 1) return product_avx2(x, rows, w, blocks, out, d, segments);
#endif
  product_plain(x, rows, w, blocks, out, d, segments);
}

void ASSAY_NAME(dots)(int level, const float *x, const float *w, size_t blocks, double *out,
                      const struct assay_dot *d,
                      const struct assay_dot_segment *segments) {
#if ASSAY_HAS_LEVELS
  if (level == 2) return dots_avx512(x, w, blocks, out, d, segments);
  if (level == 1) return dots_avx2(x, w, blocks, out, d, segments);
#endif
  dots_plain(x, w, blocks, out, d, segments);
}
