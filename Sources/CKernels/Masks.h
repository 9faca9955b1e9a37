#pragma once

#include "CKernels.h"

#include "Levels.h"

// Vectors of 64 bytes at every level: the compiler splits them where registers are narrower. A
// vector never crosses a function that is not inlined, whose convention would depend on the level.
typedef int64_t assay_v8 __attribute__((vector_size(64)));
typedef int32_t assay_v16 __attribute__((vector_size(64)));
typedef int16_t assay_v32 __attribute__((vector_size(64)));
typedef _Bool assay_b8 __attribute__((ext_vector_type(8)));
typedef _Bool assay_b16 __attribute__((ext_vector_type(16)));
typedef _Bool assay_b32 __attribute__((ext_vector_type(32)));

#define ASSAY_LOAD(v, p) __builtin_memcpy(&(v), (p), sizeof(v))
#define ASSAY_STORE(p, v) __builtin_memcpy((p), &(v), sizeof(v))
#define ASSAY_MAX(a, b) __builtin_elementwise_max(a, b)
#define ASSAY_MIN(a, b) __builtin_elementwise_min(a, b)

// The lanes of b where a mask of all ones or zeros has zeros, of a where it has ones.
#define ASSAY_CHOOSE(mask, a, b) ((__typeof__(a))(((mask) & (a)) | (~(mask) & (b))))

// One bit per lane of a mask of all ones or zeros.
#define ASSAY_BITS8(mask)                                             \
  ({                                                                  \
    const assay_b8 lanes_ = __builtin_convertvector((mask), assay_b8); \
    uint8_t bits_;                                                    \
    __builtin_memcpy(&bits_, &lanes_, 1);                             \
    (uint64_t)bits_;                                                  \
  })
