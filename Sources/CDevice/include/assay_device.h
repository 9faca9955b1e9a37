/* The interface between Assay and a device that is a shared library.
 *
 * A library exports assay_device_abi and assay_device_run, and whatever it likes of the others:
 *
 *     cc -O2 -shared -fPIC -o libdevice.so device.c
 *     assay verify cast --from float32 --to float8_e4m3fn --library ./libdevice.so
 *
 * It is loaded into a process of its own, which asks it for one operation, batch after batch, from
 * one thread. Several such processes may be at work at once. What the library prints on standard
 * output goes to standard error.
 *
 * Codes are unsigned integers in the byte order of the machine, of the 1, 2, 4 or 8 bytes that hold
 * a code of the format; bits above those of the format are 0, and must be 0 in results.
 *
 * This file may be copied. Later versions of the interface only add functions and, at the ends of
 * the structures, members.
 */
#ifndef ASSAY_DEVICE_H
#define ASSAY_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the interface that this file describes. */
#define ASSAY_DEVICE_ABI 1

/* Codes of one format that follow each other in a case. */
typedef struct assay_run {
  /* The format's name, such as "float8_e4m3fn"; "bit" for the bytes 0 and 1 of a mask. */
  const char *format;
  /* The bits of a code, 1 to 64, and the bytes that it takes here: 1, 2, 4 or 8. */
  uint32_t bits;
  uint32_t bytes;
  /* How many of them a case has: 1 for an operand of an operation on numbers. */
  uint32_t count;
} assay_run;

/* What is to be computed. */
typedef struct assay_operation {
  /* "cast", "add", "sub", "mul", "div", "sqrt", "fma", "faa", ... or, on blocks, "mask",
   * "estimator", "dot", "encode-block", ...: the first part of the id that a verdict shows. */
  const char *kind;
  /* On blocks what follows it in the id: the name of the mask, estimator, accumulator, block format or
   * pattern; otherwise "". */
  const char *name;
  /* How results are rounded, "nearest-even" or "stochastic-8", and what becomes of those outside the
   * range, "sat-none"; named as on the command line. */
  const char *rounding;
  const char *overflow;
  /* The operands: one run each for an operation on numbers. A dot product has one run of both its
   * vectors, one behind the other; a matrix is a run, row by row. And the results, in the same
   * way. */
  const assay_run *operands;
  const assay_run *results;
  uint32_t operand_count;
  uint32_t result_count;
  /* The random words of a case that are given, 32 bits each; 0 for most operations. */
  uint32_t words;
  /* The rows and columns of a matrix; otherwise 0. */
  uint32_t rows;
  uint32_t columns;
} assay_operation;

/* Required: ASSAY_DEVICE_ABI. */
int assay_device_abi(void);

/* Required: computes the operation for `count` cases.
 *
 *   operands[r]  the codes of run r, case after case: its `count` codes of the first case, of the
 *                second, and so on
 *   words        the random words, case after case; NULL where the operation takes none, or where the
 *                library is judged with --random-inside and draws its own
 *   results[r]   room for the results of run r, laid out in the same way
 *
 * Returns how many cases were answered, from the first on, or a negative number where it failed;
 * assay_device_error may then say why. Nothing but the state of a generator of its own may be kept
 * from one call to the next: cases are asked again, in other batches. */
int64_t assay_device_run(const assay_operation *operation, const void *const *operands,
                         const uint32_t *words, void *const *results, size_t count);

/* Optional: a name for reports. */
const char *assay_device_name(void);

/* Optional: called once before the first run. Returns NULL if the operation can be computed, or one
 * line that says why not. */
const char *assay_device_prepare(const assay_operation *operation);

/* Optional: one line about the last failure of assay_device_run. */
const char *assay_device_error(void);

/* Optional: called once behind the last run. */
void assay_device_release(void);

#ifdef __cplusplus
}
#endif

#endif
