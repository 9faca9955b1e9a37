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

#define ASSAY_INLINE static inline __attribute__((always_inline))
