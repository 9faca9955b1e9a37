#pragma once

// One body per kernel, compiled once per instruction level. A body is an always-inline function
// that a thin function per level inlines. On other architectures the compiler's baseline is the
// only level, and every row of a table holds it.
#if defined(__x86_64__)
#define ASSAY_PLAIN
#define ASSAY_AVX2 __attribute__((target("avx2,bmi2")))
#define ASSAY_AVX512 __attribute__((target("avx2,bmi2,avx512f,avx512bw,avx512vl,avx512dq")))
#define ASSAY_HAS_LEVELS 1
#else
#define ASSAY_PLAIN
#define ASSAY_HAS_LEVELS 0
#endif

// Calls the function that is compiled for `level`, a variable where this stands.
#if ASSAY_HAS_LEVELS
#define ASSAY_AT_LEVEL(name, ...)            \
  (level == 2   ? name##_avx512(__VA_ARGS__) \
   : level == 1 ? name##_avx2(__VA_ARGS__)   \
                : name##_plain(__VA_ARGS__))
#else
#define ASSAY_AT_LEVEL(name, ...) ((void)level, name##_plain(__VA_ARGS__))
#endif

#define ASSAY_INLINE static inline __attribute__((always_inline))
