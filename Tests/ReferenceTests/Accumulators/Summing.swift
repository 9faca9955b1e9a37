import Descriptors
import ExactArithmetic
import Reference

/// LBA's grid with the defaults of the paper.
func grid(_ significand: Int, _ exponent: Int, _ bias: Int) -> FloatGrid {
  FloatGrid(significandBits: significand, exponentBits: exponent, bias: bias)
}

/// An accumulator of two grids, chunks of 16 unless told.
func fmaq(_ product: FloatGrid, _ sum: FloatGrid, chunk: Int? = 16) throws -> Accumulator {
  Accumulator(
    name: "fmaq", product: .grid(product), sum: .grid(sum),
    chunk: chunk.map { Accumulator.Chunk(length: $0, outer: .grid(sum)) },
    result: try format("float32").descriptor)
}

/// A sum of products over one format, whose results have the format too.
func dot(_ accumulator: Accumulator, _ length: Int, _ name: String = "float32") throws
  -> DotEvaluator
{
  try DotEvaluator(
    Operation(.dot(accumulator, length: length), format: try format(name).descriptor))
}

/// The codes of values in a format; values that the format does not have are rounded.
func codes(_ data: [Datum], _ name: String = "float32") throws -> [UInt64] {
  let format = try format(name)
  return data.map { format.encode($0) }
}

/// The codes of rationals.
func codes(_ values: [Rational], _ name: String = "float32") throws -> [UInt64] {
  try codes(values.map { Datum.finite($0) }, name)
}
