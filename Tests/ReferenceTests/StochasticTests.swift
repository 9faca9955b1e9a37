import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("stochastic rounding")
struct StochasticTests {
  /// Mean and largest bias `P(away) - d` over `256 + 64 d` in float8_e5m2, `d = j/64`, `j` in
  /// 1...63, found by trying every word.
  private func bias(_ variant: StochasticVariant, bits: Int) throws -> (Rational, Rational) {
    let target = try format("float8_e5m2")
    let dialect = Dialect(rounding: .stochastic(bits: bits, variant: variant))
    var sum = Rational.zero
    var largest = Rational.zero
    for j in 1...63 {
      let value = Datum.finite(Rational(256 + j))
      let away = (0..<UInt32(1) << UInt32(bits)).count { word in
        target.decode(target.encode(value, dialect: dialect, word: word)) == .finite(320)
      }
      let bias = Rational(away, over: 1 << bits) - Rational(j, over: 64)
      sum += bias
      largest = max(largest, bias.magnitude)
    }
    return (sum / 63, largest)
  }

  /// IEEE P3109 v4.0: A loses up to a word's worth, B is off by half of its last bit,
  /// C is balanced.
  @Test(
    "biases of the three variants",
    arguments: [
      (StochasticVariant.c, 2, "0", "1/8"), (.c, 3, "0", "1/16"), (.c, 5, "0", "1/64"),
      (.b, 2, "1/126", "1/8"), (.b, 3, "1/126", "1/16"), (.b, 5, "1/126", "1/64"),
      (.a, 2, "-5/42", "15/64"), (.a, 3, "-1/18", "7/64"), (.a, 5, "-1/126", "1/64"),
    ])
  func biases(_ row: (StochasticVariant, Int, String, String)) throws {
    let (mean, largest) = try bias(row.0, bits: row.1)
    #expect(mean == exact(row.2))
    #expect(largest == exact(row.3))
  }

  @Test("roots are decided without approximation")
  func roots() throws {
    // sqrt(2) = 1.0110101...b lies between 1.25 and 1.5 in float8_e5m2, at 0.65685 of the gap.
    let target = try format("float8_e5m2")
    let root = SquareRoot(of: 2)
    let away = (0..<UInt32(256)).count { word in
      let dialect = Dialect(rounding: .stochastic(bits: 8, variant: .a))
      return target.project(root, negative: false, dialect: dialect, word: word).code
        == target.encode(.finite(exact("3/2")))
    }
    // floor(0.65685 * 256) = 168.
    #expect(away == 168)
  }
}
