import ExactArithmetic
import Reference
import Specs
import Testing

@testable import Drift

@Suite("Measures of error")
struct MeasureTests {
  private func scale(_ name: String) throws -> ResultScale {
    ResultScale(try Catalog.builtIn().format(named: name))
  }

  @Test("Units in the last place of e4m3fn: binades, subnormals, beyond the largest value")
  func units() throws {
    let scale = try scale("float8_e4m3fn")
    let cases: [(String, String)] = [
      ("1", "1/8"), ("15/16", "1/16"), ("-3", "1/4"), ("0", "1/512"), ("1/1000", "1/512"),
      ("1000000", "32"),
    ]
    for (value, unit) in cases {
      #expect(scale.unitInLastPlace(at: try Rational(parsing: value)) == Rational(unit))
    }
  }

  @Test("Value steps of e4m3fn, across zero and at specials")
  func steps() throws {
    let scale = try scale("float8_e4m3fn")
    func steps(_ got: Datum, _ exact: String) throws -> Rational? {
      scale.steps(from: got, to: .finite(try Rational(parsing: exact)))
    }
    #expect(try steps(.finite(.one), "1") == 0)
    // 1 and 5/4 have one value between them; 1.03 is nearest to 1.
    #expect(try steps(.finite(Rational(5, over: 4)), "103/100") == 2)
    #expect(try steps(.finite(Rational(1, over: 512)), "-1/512") == 2)
    #expect(try steps(.negativeZero, "0") == 0)
    #expect(try steps(.nan, "1") == nil)
    #expect(scale.steps(from: .nan, to: .nan) == 0)
  }

  @Test("A tally by hand: 9/8 for 1 and 2 for 3")
  func tally() throws {
    let scale = try scale("float8_e4m3fn")
    var tally = ErrorTally()
    tally.add(
      CaseError(got: .finite(Rational(9, over: 8)), exact: 1, magnitudes: 2, scale: scale))
    tally.add(CaseError(got: .finite(2), exact: 3, magnitudes: 3, scale: scale))
    tally.add(CaseError(got: .nan, exact: 3, magnitudes: 3, scale: scale))
    #expect(tally.bias == Rational(-7, over: 16))
    // (1/64 + 1) / (1 + 9), (9/8 + 6) / 10
    #expect(tally.noise == Rational(65, over: 640))
    #expect(tally.shrink == Rational(57, over: 80))
    #expect(tally.notNumbers == 1 && tally.exactCount == 0)
    #expect(tally.worst?.place == 1 && tally.worst?.error == Rational(1, over: 3))
    #expect(ErrorTally.quantile([1, 2, 3, 4], 1, 2) == 2)
    #expect(ErrorTally.quantile([1, 2, 3], 99, 100) == 3)
  }

  @Test("Sums without rounding, with products of any size")
  func exact() {
    let dot = ExactDot([0x1p100, 1, -0x1p100, 0x1p-120], [1, 0x1p-60, 1, 0x1p-20])
    #expect(dot.value == Rational.powerOfTwo(-60) + .powerOfTwo(-140))
    #expect(dot.absolute == dot.value + .powerOfTwo(101))
  }

  @Test("Normal deviates: the moments of 20000")
  func normal() {
    var source = NormalSource(seed: 1, label: "moments")
    let values = (0..<20_000).map { _ in Double(source.next()) * 0x1p-48 }
    let mean = values.reduce(0, +) / 20_000
    let square = values.reduce(0) { $0 + $1 * $1 } / 20_000
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 20_000
    #expect(abs(mean) < 0.04 && abs(square - 1) < 0.05 && abs(fourth - 3) < 0.4)
  }
}
