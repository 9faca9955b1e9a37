#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// How many instruction levels this machine can run: 1 plain, 2 with AVX2, 3 with AVX-512.
int32_t assay_level_count(void);

// The four output words of one Philox4x32-10 counter (low and high 64 bits) under one key.
void assay_philox_block(uint64_t counter_low, uint64_t counter_high, uint64_t key, uint32_t *out);

// The words of the elements first ..< first + count: word i % 4 of the counter (i / 4, stream).
void assay_philox_words(int32_t level, uint64_t seed, uint64_t stream, uint64_t first,
                        uint32_t *out, ptrdiff_t count);

// out[i] = table[codes[i] & mask], codes of code_bytes (1, 2) and entries of entry_bytes
// (1, 2, 4, 8).
void assay_lookup(const void *codes, int32_t code_bytes, int32_t width, const void *table,
                  void *out, int32_t entry_bytes, ptrdiff_t count);

// out[i] = table[x[i] : y[i] : z[i]], columns of one byte per code; z may be null (width 0).
void assay_lookup_columns(const void *x, const void *y, const void *_Nullable z, int32_t x_width,
                          int32_t y_width, int32_t z_width, const void *table, void *out,
                          int32_t entry_bytes, ptrdiff_t count);

#pragma clang assume_nonnull end
