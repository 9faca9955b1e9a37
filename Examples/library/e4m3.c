// A device for Assay that is a shared library: converts binary32 to float8_e4m3fn, to nearest even,
// overflow to NaN.
//
//     cc -O2 -shared -fPIC -I ../../Sources/CDevice/include -o libe4m3.so e4m3.c
//     assay verify cast --from float32 --to float8_e4m3fn --library ./libe4m3.so
//
// Replace convert() and what assay_device_prepare says by yours.
#include <string.h>

#include "assay_device.h"

int assay_device_abi(void) { return ASSAY_DEVICE_ABI; }

const char *assay_device_name(void) { return "example"; }

const char *assay_device_prepare(const assay_operation *operation) {
  if (strcmp(operation->kind, "cast") != 0 ||
      strcmp(operation->operands[0].format, "float32") != 0 ||
      strcmp(operation->results[0].format, "float8_e4m3fn") != 0)
    return "it converts float32 to float8_e4m3fn only";
  if (strcmp(operation->rounding, "nearest-even") != 0 ||
      strcmp(operation->overflow, "sat-none") != 0)
    return "it knows nearest-even and sat-none only";
  return NULL;
}

static uint8_t convert(uint32_t bits) {
  const uint8_t sign = (uint8_t)(bits >> 24 & 0x80);
  const uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude >= 0x7f800000u) return 0x7f;
  uint32_t code;
  if (magnitude < 0x3c800000u) {
    // Below 2^-6 the values are multiples of 2^-9: a float addition rounds to them.
    float value;
    memcpy(&value, &magnitude, sizeof value);
    value += 16384.0f;
    uint32_t sum;
    memcpy(&sum, &value, sizeof sum);
    code = sum - 0x46800000u;
  } else {
    const uint32_t odd = magnitude >> 20 & 1;
    code = ((magnitude + 0x7ffffu + odd) >> 20) - (120u << 3);
  }
  return code > 0x7e ? 0x7f : sign | (uint8_t)code;
}

int64_t assay_device_run(const assay_operation *operation, const void *const *operands,
                         const uint32_t *words, void *const *results, size_t count) {
  const uint32_t *from = operands[0];
  uint8_t *to = results[0];
  (void)operation;
  (void)words;
  for (size_t i = 0; i < count; i++) to[i] = convert(from[i]);
  return (int64_t)count;
}
