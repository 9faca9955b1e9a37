import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("float grids")
struct GridTests {
  /// The values of a grid from its definition, ascending, zero first.
  func values(_ grid: FloatGrid) -> [Rational] {
    [.zero]
      + (grid.lowestExponent...grid.highestExponent).flatMap { exponent in
        (0..<(1 << grid.significandBits)).map {
          Rational($0 + (1 << grid.significandBits), exponent: exponent - grid.significandBits)
        }
      }
  }

  @Test("rounding is a search among the listed values", arguments: RoundingRule.deterministic)
  func search(_ rule: RoundingRule) {
    for (significand, bias) in [(0, 1), (1, 2), (2, 2)] {
      let grid = FloatGrid(
        significandBits: significand, exponentBits: 2, bias: bias, rounding: rule)
      let values = values(grid)
      let smallest = values[1]
      for k in 0...160 {
        let x = smallest * Rational(k, over: 16)
        for negative in [false, true] {
          let got = grid.round(.finite(negative ? -x : x))
          let index = values.lastIndex { $0 <= x } ?? 0
          var expected = values[index]
          if x < smallest {
            expected = .zero
          } else if index + 1 < values.count, expected != x {
            let (low, high) = (values[index], values[index + 1])
            // The significand of rung 1 is even unless it has no bit.
            let unit = Rational.powerOfTwo(low.floorLog2 - significand)
            let lowIsOdd = (low / unit).isOddInteger
            let distance = (x - low) - (high - x)
            expected =
              switch rule {
              case .towardZero, .stochastic: low
              case .up: negative ? low : high
              case .down: negative ? high : low
              case .toOdd: lowIsOdd ? low : high
              case .toNearestOrEven:
                distance.isZero ? (lowIsOdd ? high : low) : distance.signum < 0 ? low : high
              case .toNearestOrAway: distance.signum < 0 ? low : high
              case .toNearestOrZero: distance.signum <= 0 ? low : high
              }
          }
          #expect(got == .finite(negative ? -expected : expected), "\(rule.name) \(x)")
        }
      }
    }
  }

  @Test("truncation of integers is a mask of their bits")
  func masks() {
    let grid = FloatGrid(significandBits: 3, exponentBits: 5, bias: 10)
    for x in 1...4096 {
      let low = Int.bitWidth - x.leadingZeroBitCount - 4
      let kept = low > 0 ? (x >> low) << low : x
      #expect(grid.round(.finite(Rational(x))) == .finite(Rational(kept)))
    }
  }

  @Test("specials, and grids without ends")
  func ends() {
    var grid = FloatGrid(significandBits: 2, exponentBits: 2, bias: 2)
    #expect(grid.round(.infinity(negative: true)).isNaN)
    #expect(grid.round(.negativeZero) == .finite(0))
    #expect(grid.round(.finite(-100)) == .finite(Rational(-7, over: 2)))
    (grid.flushes, grid.saturates) = (false, false)
    #expect(grid.round(.finite(-100)) == .finite(-96))
    #expect(grid.round(.finite(Rational(9, exponent: -40))) == .finite(Rational(8, exponent: -40)))
  }
}
