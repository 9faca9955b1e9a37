// A test bench for Verilator: asks the unit case after case and writes what it answers.
//
//     ./bench              a case a line of two hexadecimal fields, answered with the fields
//                          repeated and the result behind them
//     ./bench --frames     raw fields, little-endian, in 1, 2, 4 or 8 bytes; a raw result each
//
// Whatever has come is answered at once. Exit code 2: the input is not made of whole cases.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "Vunit.h"

using First = std::remove_reference_t<decltype(Vunit::first)>;
using Second = std::remove_reference_t<decltype(Vunit::second)>;
using Result = std::remove_reference_t<decltype(Vunit::result)>;

// Ports are written as wholes and then evaluated: nothing is left to the scheduler.
static Result ask(Vunit &unit, First first, Second second) {
  unit.first = first;
  unit.second = second;
  unit.eval();
  return unit.result;
}

static bool put(const char *bytes, size_t count) {
  while (count > 0) {
    const ssize_t some = write(1, bytes, count);
    if (some <= 0) return false;
    bytes += some;
    count -= static_cast<size_t>(some);
  }
  return true;
}

static bool wider(unsigned long long field, int bits) { return bits < 64 && field >> bits != 0; }

// The cases among some bytes, with their answers; returns how many bytes were taken, -1 for rubbish.
static ptrdiff_t lines(Vunit &unit, const char *bytes, size_t count, std::vector<char> &answer) {
  size_t taken = 0;
  while (const void *end = memchr(bytes + taken, '\n', count - taken)) {
    unsigned long long first, second;
    char more[2], row[80];
    const std::string line(bytes + taken, static_cast<const char *>(end));
    if (sscanf(line.c_str(), "%llx %llx%1s", &first, &second, more) != 2) return -1;
    if (wider(first, FIRST) || wider(second, SECOND)) return -1;
    taken += line.size() + 1;
    const int length = snprintf(
        row, sizeof row, "%0*llx %0*llx %0*llx\n", (FIRST + 3) / 4, first, (SECOND + 3) / 4, second,
        (RESULT + 3) / 4,
        static_cast<unsigned long long>(
            ask(unit, static_cast<First>(first), static_cast<Second>(second))));
    answer.insert(answer.end(), row, row + length);
  }
  return static_cast<ptrdiff_t>(taken);
}

static ptrdiff_t frames(Vunit &unit, const char *bytes, size_t count, std::vector<char> &answer) {
  constexpr size_t size = sizeof(First) + sizeof(Second);
  const size_t cases = count / size;
  answer.resize(cases * sizeof(Result));
  for (size_t index = 0; index < cases; index++) {
    First first;
    Second second;
    memcpy(&first, bytes + index * size, sizeof first);
    memcpy(&second, bytes + index * size + sizeof first, sizeof second);
    const Result result = ask(unit, first, second);
    memcpy(answer.data() + index * sizeof result, &result, sizeof result);
  }
  return static_cast<ptrdiff_t>(cases * size);
}

int main(int count, char **arguments) {
  const bool is_raw = count > 1 && strcmp(arguments[1], "--frames") == 0;
  // A context of our own: the shared one may be gone before the unit is.
  VerilatedContext context;
  Vunit unit{&context};
  std::vector<char> bytes(1 << 18), answer;
  size_t have = 0;
  for (;;) {
    const ssize_t got = read(0, bytes.data() + have, bytes.size() - have);
    if (got <= 0) break;
    have += static_cast<size_t>(got);
    answer.clear();
    const ptrdiff_t taken = (is_raw ? frames : lines)(unit, bytes.data(), have, answer);
    if (taken < 0 || (taken == 0 && have == bytes.size())) {
      fputs("bench: a case is not two hexadecimal fields of the unit's widths\n", stderr);
      return 2;
    }
    if (!put(answer.data(), answer.size())) return 1;
    have -= static_cast<size_t>(taken);
    memmove(bytes.data(), bytes.data() + taken, have);
  }
  unit.final();
  return have == 0 ? 0 : 2;
}
