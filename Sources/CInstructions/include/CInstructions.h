// One function per conversion instruction of this CPU, and nothing else.
//
// Every function converts `count` codes from `in` to `out` with the one instruction that it is
// named for. On a CPU without it, `assay_has_*` answers 0 and the function must not be called;
// on another architecture all answer 0 and the functions do nothing.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The rounding that an instruction is told to use: the encodings of the x86 immediate.
enum assay_rounding {
  assay_nearest_even = 0,
  assay_down = 1,
  assay_up = 2,
  assay_toward_zero = 3,
};

/// F16C: VCVTPS2PH and VCVTPH2PS.
int assay_has_f16c(void);
/// AVX512-BF16 with AVX512-VL: VCVTNEPS2BF16.
int assay_has_avx512_bf16(void);
/// AVX: the 256-bit forms of VCVTPD2PS and VCVTPS2PD.
int assay_has_avx(void);

/// binary32 to binary16 by VCVTPS2PH with the rounding in its immediate.
void assay_vcvtps2ph(const uint32_t *in, uint16_t *out, size_t count, int rounding);
/// binary16 to binary32 by VCVTPH2PS.
void assay_vcvtph2ps(const uint16_t *in, uint32_t *out, size_t count);
/// binary32 to bfloat16 by VCVTNEPS2BF16, which always rounds to nearest even.
void assay_vcvtneps2bf16(const uint32_t *in, uint16_t *out, size_t count);
/// binary64 to binary32 by VCVTPD2PS with the rounding in MXCSR, which is put back.
void assay_vcvtpd2ps(const uint64_t *in, uint32_t *out, size_t count, int rounding);
/// binary32 to binary64 by VCVTPS2PD.
void assay_vcvtps2pd(const uint32_t *in, uint64_t *out, size_t count);

// Dot products. A case is `length` codes of x, then `length` codes of w; every case has a sum of its own
// that begins as +0 and goes from one instruction to the next. Where `length` is no multiple of what the
// instruction takes at once, the rest is padded with products that leave every sum as it is.

/// AVX512-BF16 with AVX512-VL: VDPBF16PS.
int assay_has_vdpbf16ps(void);
/// AVX512-VNNI with AVX512-VL: VPDPWSSD and VPDPWSSDS.
int assay_has_avx512_vnni(void);

/// Sums of products of bfloat16 in binary32 by VDPBF16PS, two products at a time.
void assay_vdpbf16ps(const uint16_t *in, uint32_t *out, size_t count, size_t length);
/// Sums of products of 16-bit integers in 32-bit integers by VPDPWSSD, two products at a time.
void assay_vpdpwssd(const uint16_t *in, uint32_t *out, size_t count, size_t length);
/// The same by VPDPWSSDS, whose sums saturate.
void assay_vpdpwssds(const uint16_t *in, uint32_t *out, size_t count, size_t length);

#pragma clang assume_nonnull end
