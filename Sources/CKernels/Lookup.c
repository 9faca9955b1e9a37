#include "CKernels.h"

typedef uint16_t __attribute__((aligned(1))) u16;
typedef uint32_t __attribute__((aligned(1))) u32;
typedef uint64_t __attribute__((aligned(1))) u64;

#define ASSAY_LOOKUP(code_type, entry_type)                                   \
  do {                                                                        \
    const code_type *restrict source = codes;                                 \
    const entry_type *restrict entries = table;                               \
    entry_type *restrict target = out;                                        \
    for (ptrdiff_t i = 0; i < count; i++) target[i] = entries[source[i] & mask]; \
  } while (0)

#define ASSAY_LOOKUP_ENTRIES(code_type)                      \
  do {                                                       \
    switch (entry_bytes) {                                   \
      case 1: ASSAY_LOOKUP(code_type, uint8_t); break;       \
      case 2: ASSAY_LOOKUP(code_type, u16); break;           \
      case 4: ASSAY_LOOKUP(code_type, u32); break;           \
      default: ASSAY_LOOKUP(code_type, u64); break;          \
    }                                                        \
  } while (0)

void assay_lookup(const void *codes, int32_t code_bytes, int32_t width, const void *table,
                  void *out, int32_t entry_bytes, ptrdiff_t count) {
  const uint32_t mask = (1u << width) - 1;
  if (code_bytes == 1)
    ASSAY_LOOKUP_ENTRIES(uint8_t);
  else
    ASSAY_LOOKUP_ENTRIES(u16);
}

#define ASSAY_LOOKUP_COLUMNS(entry_type)                                                     \
  do {                                                                                       \
    const entry_type *restrict entries = table;                                              \
    entry_type *restrict target = out;                                                       \
    for (ptrdiff_t i = 0; i < count; i++) {                                                  \
      const uint32_t tail = third ? third[i] & z_mask : 0;                                   \
      const uint32_t index =                                                                 \
          ((first[i] & x_mask) << y_width | (second[i] & y_mask)) << z_width | tail;         \
      target[i] = entries[index];                                                            \
    }                                                                                        \
  } while (0)

void assay_lookup_columns(const void *x, const void *y, const void *_Nullable z, int32_t x_width,
                          int32_t y_width, int32_t z_width, const void *table, void *out,
                          int32_t entry_bytes, ptrdiff_t count) {
  const uint8_t *first = x, *second = y, *third = z;
  const uint32_t x_mask = (1u << x_width) - 1, y_mask = (1u << y_width) - 1;
  const uint32_t z_mask = (1u << z_width) - 1;
  switch (entry_bytes) {
    case 1: ASSAY_LOOKUP_COLUMNS(uint8_t); break;
    case 2: ASSAY_LOOKUP_COLUMNS(u16); break;
    case 4: ASSAY_LOOKUP_COLUMNS(u32); break;
    default: ASSAY_LOOKUP_COLUMNS(u64); break;
  }
}
