#include "Masks.h"

// Two of every four: an element is pruned where at least two of the three others come before it.
// Lane i sees the others by rotating each four lanes; one that precedes it in the block also comes
// first when it is equal, so that its key counts one more.

typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint8_t bytes32 __attribute__((vector_size(32)));

#define ASSAY_R1(b) b + 1, b + 2, b + 3, b
#define ASSAY_R2(b) b + 2, b + 3, b, b + 1
#define ASSAY_R3(b) b + 3, b, b + 1, b + 2
#define ASSAY_Q4(r) r(0), r(4), r(8), r(12)
#define ASSAY_Q8(r) r(0), r(4), r(8), r(12), r(16), r(20), r(24), r(28)

static const assay_v16 first16[3] = {
    {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1},
    {0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1},
};
static const assay_v32 first32[3] = {
    {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1,
     0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1,
     0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1},
    {0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1,
     0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1},
};

// The mask of pruned lanes of x; `top` collects the largest magnitude.
#define ASSAY_PRUNED(type, lanes, low, infinity, x, top, pruned)                                \
  do {                                                                                          \
    type k_ = (x) & (low);                                                                      \
    top = ASSAY_MAX(top, k_);                                                                   \
    k_ = ASSAY_MIN(k_, (type){} + ((infinity) + 1));                                            \
    const type a_ =                                                                             \
        __builtin_shufflevector(k_, k_, ASSAY_Q##lanes(ASSAY_R1)) + first##lanes##s[0] > k_;     \
    const type b_ =                                                                             \
        __builtin_shufflevector(k_, k_, ASSAY_Q##lanes(ASSAY_R2)) + first##lanes##s[1] > k_;     \
    const type c_ =                                                                             \
        __builtin_shufflevector(k_, k_, ASSAY_Q##lanes(ASSAY_R3)) + first##lanes##s[2] > k_;     \
    pruned = (a_ & b_) | (c_ & (a_ | b_));                                                      \
  } while (0)

#define first4s first16
#define first8s first32

// What a kernel writes.
enum { write_mask, write_pruned, write_compressed };

// The two kept positions of a block by its four mask bits, the first in the low two bits.
static const uint8_t positions[16] = {0, 0, 0, 0x4, 0, 0x8, 0x9, 0, 0, 0xC, 0xD, 0, 0xE, 0, 0, 0};

ASSAY_INLINE int32_t two_of_four32(int what, const uint8_t *in, uint8_t *out, uint8_t *indices,
                                   ptrdiff_t count) {
  assay_v16 top = {};
  for (ptrdiff_t i = 0; i < count; i += 16) {
    assay_v16 x, pruned;
    ASSAY_LOAD(x, in + 4 * i);
    ASSAY_PRUNED(assay_v16, 4, 0x7FFFFFFF, 0x7F800000, x, top, pruned);
    if (what == write_mask) {
      const bytes16 bytes = __builtin_convertvector(pruned + 1, bytes16);
      ASSAY_STORE(out + i, bytes);
    } else if (what == write_pruned) {
      x &= ~pruned;
      ASSAY_STORE(out + 4 * i, x);
    } else {
      const assay_b16 kept = __builtin_convertvector(~pruned, assay_b16);
      uint16_t bits;
      __builtin_memcpy(&bits, &kept, 2);
      uint32_t packed = 0;
      for (int block = 0; block < 4; block++) {
        const uint32_t p = positions[bits >> 4 * block & 15];
        __builtin_memcpy(out + 2 * i + 8 * block, in + 4 * (i + 4 * block + (p & 3)), 4);
        __builtin_memcpy(out + 2 * i + 8 * block + 4, in + 4 * (i + 4 * block + (p >> 2)), 4);
        packed |= p << 4 * block;
      }
      indices[i / 8] = (uint8_t)packed;
      indices[i / 8 + 1] = (uint8_t)(packed >> 8);
    }
  }
  return __builtin_reduce_max(top) >= 0x7F800000;
}

ASSAY_INLINE int32_t two_of_four16(int what, const uint8_t *in, uint8_t *out, uint8_t *indices,
                                   ptrdiff_t count) {
  assay_v32 top = {};
  for (ptrdiff_t i = 0; i < count; i += 32) {
    assay_v32 x, pruned;
    ASSAY_LOAD(x, in + 2 * i);
    ASSAY_PRUNED(assay_v32, 8, 0x7FFF, 0x7F80, x, top, pruned);
    if (what == write_mask) {
      const bytes32 bytes = __builtin_convertvector(pruned + 1, bytes32);
      ASSAY_STORE(out + i, bytes);
    } else if (what == write_pruned) {
      x &= ~pruned;
      ASSAY_STORE(out + 2 * i, x);
    } else {
      const assay_b32 kept = __builtin_convertvector(~pruned, assay_b32);
      uint32_t bits, packed = 0;
      __builtin_memcpy(&bits, &kept, 4);
      for (int block = 0; block < 8; block++) {
        const uint32_t p = positions[bits >> 4 * block & 15];
        __builtin_memcpy(out + i + 4 * block, in + 2 * (i + 4 * block + (p & 3)), 2);
        __builtin_memcpy(out + i + 4 * block + 2, in + 2 * (i + 4 * block + (p >> 2)), 2);
        packed |= p << 4 * block;
      }
      __builtin_memcpy(indices + i / 8, &packed, 4);
    }
  }
  return __builtin_reduce_max(top) >= 0x7F80;
}

// Whole vectors in place, the rest through a vector of zeros.
ASSAY_INLINE int32_t two_of_four(int bits, int what, const uint8_t *in, uint8_t *out,
                                 uint8_t *indices, ptrdiff_t count) {
  const ptrdiff_t lanes = 512 / bits, whole = count / lanes * lanes, rest = count - whole;
  int32_t special = bits == 32 ? two_of_four32(what, in, out, indices, whole)
                               : two_of_four16(what, in, out, indices, whole);
  if (rest == 0) return special;
  const ptrdiff_t bytes = bits / 8;
  uint8_t from[64] = {0}, to[64], packed[8];
  __builtin_memcpy(from, in + whole * bytes, (size_t)(rest * bytes));
  special |= bits == 32 ? two_of_four32(what, from, to, packed, lanes)
                        : two_of_four16(what, from, to, packed, lanes);
  const ptrdiff_t scale = what == write_mask ? 2 : what == write_pruned ? 2 * bytes : bytes;
  __builtin_memcpy(out + whole * scale / 2, to, (size_t)(rest * scale / 2));
  if (what == write_compressed)
    __builtin_memcpy(indices + whole / 8, packed, (size_t)((rest + 7) / 8));
  return special;
}

#define ASSAY_KERNEL(level, target, bits, what)                                                 \
  target static int32_t level##_##bits##_##what(const uint8_t *in, uint8_t *out,                \
                                                uint8_t *indices, ptrdiff_t count) {            \
    return two_of_four(bits, what, in, out, indices, count);                                    \
  }
#define ASSAY_DEFINE(level, target)                  \
  ASSAY_KERNEL(level, target, 32, write_mask)        \
  ASSAY_KERNEL(level, target, 32, write_pruned)      \
  ASSAY_KERNEL(level, target, 32, write_compressed)  \
  ASSAY_KERNEL(level, target, 16, write_mask)        \
  ASSAY_KERNEL(level, target, 16, write_pruned)      \
  ASSAY_KERNEL(level, target, 16, write_compressed)
#define ASSAY_ROW(level)                                                              \
  {                                                                                   \
    {level##_32_write_mask, level##_32_write_pruned, level##_32_write_compressed}, {  \
      level##_16_write_mask, level##_16_write_pruned, level##_16_write_compressed     \
    }                                                                                 \
  }

ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static int32_t (*const kernels[][2][3])(const uint8_t *, uint8_t *, uint8_t *, ptrdiff_t) = {
    ASSAY_ROW(plain),
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2),
    ASSAY_ROW(avx512),
#endif
};

// Elements looked at once the largest magnitude of a stretch says that some are not finite.
static ptrdiff_t special_blocks(int32_t bytes, const uint8_t *in, ptrdiff_t count) {
  ptrdiff_t found = 0;
  for (ptrdiff_t i = 0; i < count; i += 4) {
    int any = 0;
    for (ptrdiff_t j = i; j < i + 4; j++) {
      const uint32_t high = (uint32_t)(in[j * bytes + bytes - 2] | in[j * bytes + bytes - 1] << 8);
      any |= (high & 0x7F80) == 0x7F80;
    }
    found += any;
  }
  return found;
}

static ptrdiff_t run(int32_t level, int32_t code_bytes, int what, const uint8_t *in, uint8_t *out,
                     uint8_t *indices, ptrdiff_t count) {
  const ptrdiff_t stretch = 1 << 14;
  const ptrdiff_t scale = what == write_mask     ? 2
                          : what == write_pruned ? 2 * code_bytes
                                                 : code_bytes;
  ptrdiff_t special = 0;
  for (ptrdiff_t start = 0; start < count; start += stretch) {
    const ptrdiff_t length = count - start < stretch ? count - start : stretch;
    const uint8_t *from = in + start * code_bytes;
    if (kernels[ASSAY_HAS_LEVELS ? level : 0][code_bytes == 2][what](
            from, out + start * scale / 2, indices + (indices ? start / 8 : 0), length))
      special += special_blocks(code_bytes, from, length);
  }
  return special;
}

ptrdiff_t assay_two_of_four_mask(int32_t level, int32_t code_bytes, const void *in, void *mask,
                                 ptrdiff_t count) {
  return run(level, code_bytes, write_mask, in, mask, 0, count);
}

ptrdiff_t assay_two_of_four_prune(int32_t level, int32_t code_bytes, const void *in, void *out,
                                  ptrdiff_t count) {
  return run(level, code_bytes, write_pruned, in, out, 0, count);
}

ptrdiff_t assay_two_of_four_compress(int32_t level, int32_t code_bytes, const void *in,
                                     void *values, void *indices, ptrdiff_t count) {
  return run(level, code_bytes, write_compressed, in, values, indices, count);
}

ptrdiff_t assay_two_of_four_lookup(int32_t level, int32_t code_bytes, int32_t width,
                                   const uint32_t *values, const void *in, void *mask,
                                   ptrdiff_t count) {
  enum { stretch = 2048 };
  uint32_t read[stretch];
  ptrdiff_t special = 0;
  for (ptrdiff_t start = 0; start < count; start += stretch) {
    const ptrdiff_t length = count - start < stretch ? count - start : stretch;
    assay_lookup((const uint8_t *)in + start * code_bytes, code_bytes, width, values, read, 4,
                 length);
    special += assay_two_of_four_mask(level, 4, read, (uint8_t *)mask + start, length);
  }
  return special;
}
