#pragma once

// One body per kernel, compiled once per instruction level. A body is an always-inline function;
// ASSAY_LEVELS names the three functions that inline it. On other architectures the compiler's
// baseline is the only level.
#if defined(__x86_64__)
#define ASSAY_AVX2 __attribute__((target("avx2,bmi2,fma")))
#define ASSAY_AVX512 \
  __attribute__((target("avx2,bmi2,fma,avx512f,avx512bw,avx512vl,avx512dq,prefer-256-bit")))
#define ASSAY_HAS_LEVELS 1
#else
#define ASSAY_HAS_LEVELS 0
#endif

#define ASSAY_INLINE static inline __attribute__((always_inline))
