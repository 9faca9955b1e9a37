import Descriptors
import ExactArithmetic
import Production
import Reference
import Testing

@Suite("the rounding stage of the relaxed masks")
struct TsenorTests {
  /// A float as the rational that it is.
  private func exact(_ value: Float) -> Rational {
    guard value != 0 else { return .zero }
    let significand = Int64(value.significandBitPattern | 1 << 23)
    return Rational(significand, exponent: Int(value.exponent) - 23)
  }

  @Test(
    "is what the exact rule makes of the same fractions", arguments: ["1:2", "2:4", "4:8", "8:16"])
  func rounding(name: String) throws {
    let pattern = try #require(BlockPattern(named: name))
    let side = pattern.of
    var state: UInt64 = 7
    for tile in 0..<60 {
      let values = (0..<side * side).map { _ -> Float in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // Small integers on every other tile, so that ties occur.
        return tile % 2 == 0 ? Float(state >> 61) : Float(Int64(state >> 40)) / 65536
      }
      let tsenor = try Tsenor(
        pattern, rows: side, columns: side, iterations: tile % 3 == 0 ? 1 : 60)
      let fractions = tsenor.fractions(values)
      let expected = FractionalRounding.mask(
        fractions: Matrix(rows: side, columns: side, fractions.map(exact)),
        weights: Matrix(rows: side, columns: side, values.map { exact($0).magnitude }), pattern)
      let mask = tsenor.round(fractions, of: values)
      #expect(mask.map { $0 == 1 } == expected.kept, "tile \(tile)")
    }
  }
}
