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

// A chain of `count` products on from `sum`; with `own`, x has a row of lanes for each k as w has.
ASSAY_INLINE void chain(lanes (*sum)[vectors], const float *x, size_t stride, const float *w,
                        size_t count, const struct assay_dot *d, int kind, int rows, int own) {
  if (ASSAY_IS_ALIGNED(kind)) {
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v)
        sum[r][v] = aligned(sum[r][v], own ? x + each * v : x + r * stride, w + each * v, count, d, own);
    return;
  }
  for (size_t k = 0; k < count; ++k)
    for (int v = 0; v < vectors; ++v) {
      lanes weights = load(w + k * width + each * v);
      for (int r = 0; r < rows; ++r) {
        lanes value = own ? load(x + k * width + each * v) : (lanes)((scalar)x[r * stride + k]);
        sum[r][v] = step(sum[r][v], value, weights, d, kind);
      }
    }
}

// Kahan's chain: what an addition lost is taken off the next product.
ASSAY_INLINE void compensated(lanes *sum, const float *x, const float *w, size_t count,
                              const struct assay_dot *d, int kind, int own) {
  lanes lost[vectors];
  for (int v = 0; v < vectors; ++v) lost[v] = (lanes)(0);
  for (size_t k = 0; k < count; ++k)
    for (int v = 0; v < vectors; ++v) {
      lanes value = own ? load(x + k * width + each * v) : (lanes)((scalar)x[k]);
      lanes term = step(-lost[v], value, load(w + k * width + each * v), d, kind);
      lanes next = joined(sum[v], term, d, kind);
      lost[v] = joined(joined(next, -sum[v], d, kind), -term, d, kind);
      sum[v] = next;
    }
}

// `rows` rows of x against one block of w, where every segment is a chunk and nothing is compensated.
ASSAY_INLINE void chunks(const float *x, size_t stride, const float *w, double *out, size_t pitch,
                         const struct assay_dot *d, const struct assay_dot_segment *s, int kind,
                         int rows, int own) {
  lanes total[2][vectors];
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) total[r][v] = (lanes)(0);
  for (size_t i = 0, k = 0; i < d->segment_count; k += s[i++].terms) {
    lanes sum[2][vectors];
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v) sum[r][v] = (lanes)(0);
    chain(sum, x + (own ? k * width : k), stride, w + k * width, s[i].terms, d, kind, rows, own);
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v)
        total[r][v] = d->chunked ? closed(total[r][v], sum[r][v], d, kind) : sum[r][v];
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) store(out + r * pitch + each * v, total[r][v], d);
}

// The same for one row in any order: sums wait for those that take them in.
ASSAY_INLINE void tree(const float *x, const float *w, double *out, const struct assay_dot *d,
                       const struct assay_dot_segment *s, int kind, int own) {
  lanes total[vectors], pending[deepest][vectors];
  for (int v = 0; v < vectors; ++v) total[v] = (lanes)(0);
  int top = 0;
  for (size_t i = 0, k = 0; i < d->segment_count; k += s[i++].terms) {
    lanes sum[1][vectors];
    for (int v = 0; v < vectors; ++v) sum[0][v] = (lanes)((scalar)d->start);
    const float *values = x + (own ? k * width : k);
    if (d->compensated) compensated(sum[0], values, w + k * width, s[i].terms, d, kind, own);
    else chain(sum, values, 0, w + k * width, s[i].terms, d, kind, 1, own);
    for (int merge = 0; merge < s[i].merges; ++merge) {
      --top;
      for (int v = 0; v < vectors; ++v) sum[0][v] = joined(pending[top][v], sum[0][v], d, kind);
    }
    if (s[i].ends) {
      for (int v = 0; v < vectors; ++v)
        total[v] = d->chunked ? closed(total[v], sum[0][v], d, kind) : sum[0][v];
    } else {
      for (int v = 0; v < vectors; ++v) pending[top][v] = sum[0][v];
      ++top;
    }
  }
  for (int v = 0; v < vectors; ++v) store(out + each * v, total[v], d);
}

ASSAY_INLINE void product_of(const float *x, size_t rows, const float *w, size_t blocks, double *out,
                             const struct assay_dot *d, const struct assay_dot_segment *s, int kind) {
  size_t pitch = blocks * width, depth = d->depth;
  for (size_t b = 0; b < blocks; ++b) {
    const float *weights = w + b * depth * width;
    double *to = out + b * width;
    size_t r = 0;
    if (d->is_tree) {
      for (; r < rows; ++r) tree(x + r * depth, weights, to + r * pitch, d, s, kind, 0);
      continue;
    }
    for (; r + 2 <= rows; r += 2)
      chunks(x + r * depth, depth, weights, to + r * pitch, pitch, d, s, kind, 2, 0);
    if (r < rows) chunks(x + r * depth, depth, weights, to + r * pitch, pitch, d, s, kind, 1, 0);
  }
}

ASSAY_INLINE void dots_of(const float *x, const float *w, size_t blocks, double *out,
                          const struct assay_dot *d, const struct assay_dot_segment *s, int kind) {
  size_t size = d->depth * width;
  for (size_t b = 0; b < blocks; ++b) {
    if (d->is_tree) tree(x + b * size, w + b * size, out + b * width, d, s, kind, 1);
    else chunks(x + b * size, 0, w + b * size, out + b * width, 0, d, s, kind, 1, 1);
  }
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
