// A device for Assay that draws its own random numbers: converts binary32 to float8_e4m3fn with
// stochastic rounding on 8 random bits (stochastic-8), overflow to NaN.
//
//     cc -O2 -o device random_e4m3.c -lm
//     assay verify cast --from float32 --to float8_e4m3fn --rounding stochastic-8 \
//       --exec ./device --random-inside
//     assay verify ... --exec "./device --frames" --frames --random-inside
//
// Replace convert() by what you want to have judged.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// xorshift64*: another sequence at every start, taken from the system.
static uint64_t state;

static uint32_t random_bits(int bits) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)(state * 0x2545f4914f6cdd1dull >> (64 - bits));
}

static uint8_t convert(uint32_t bits) {
  const uint8_t sign = (uint8_t)(bits >> 24 & 0x80);
  const uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude >= 0x7f800000u) return 0x7f;
  float value;
  memcpy(&value, &magnitude, sizeof value);
  uint32_t code;
  double fraction;
  if (magnitude < 0x3c800000u) {
    // Below 2^-6 the values are multiples of 2^-9.
    const double scaled = (double)value * 512;
    code = (uint32_t)scaled;
    fraction = scaled - code;
  } else {
    code = (magnitude >> 20) - (120u << 3);
    fraction = (magnitude & 0xfffffu) * 0x1p-20;
  }
  // The dropped fraction in 256ths, to nearest even, plus the random bits: a carry rounds away.
  code += (uint32_t)nearbyint(fraction * 256) + random_bits(8) >= 256;
  return code > 0x7e ? 0x7f : sign | (uint8_t)code;
}

// A case a line: the operand in hex. The answer is a line with the result in hex.
static int lines(void) {
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    unsigned operand;
    if (sscanf(line, "%x", &operand) != 1) return 2;
    printf("%02X\n", convert(operand));
    // Answer when asked: whoever asks may wait for it before asking again.
    fflush(stdout);
  }
  return 0;
}

// Four bytes a case, little-endian; a byte for the answer. Whatever has come is answered at once.
static int frames(void) {
  static uint32_t operands[1 << 16];
  static uint8_t results[1 << 16];
  size_t have = 0;
  for (;;) {
    const ssize_t got = read(0, (char *)operands + have, sizeof operands - have);
    if (got <= 0) return have == 0 && got == 0 ? 0 : 2;
    have += (size_t)got;
    const size_t cases = have / 4;
    for (size_t i = 0; i < cases; i++) results[i] = convert(operands[i]);
    for (size_t done = 0; done < cases;) {
      const ssize_t put = write(1, results + done, cases - done);
      if (put <= 0) return 1;
      done += (size_t)put;
    }
    have -= 4 * cases;
    memmove(operands, (char *)operands + 4 * cases, have);
  }
}

int main(int count, char **arguments) {
  FILE *system = fopen("/dev/urandom", "rb");
  if (!system || fread(&state, sizeof state, 1, system) != 1) return 1;
  fclose(system);
  state |= 1;
  return count > 1 && strcmp(arguments[1], "--frames") == 0 ? frames() : lines();
}
