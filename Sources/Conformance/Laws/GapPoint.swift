import Descriptors
import ExactArithmetic
import Harness
import Reference

/// A number in a gap between two neighbouring values of a format, at a place that matters.
struct GapPoint: Sendable {
  /// Where in the gap.
  enum Place: Int, CaseIterable, Sendable {
    case exact, justAbove, quarter, belowTie, tie, aboveTie, threeQuarters, belowHigh
  }

  /// The number of the side on the bench, and whether that side is below zero.
  let side: Int
  let negative: Bool
  /// The rung at or below the number.
  let rung: UInt64
  let place: Place
  /// The magnitudes of the two rungs, of the tie between them and of the number.
  let low, high, tie, magnitude: Rational

  /// "Just" beside: less than any format or any 33-bit fraction of the gap can tell apart.
  static let whisker = Rational.powerOfTwo(-40)

  init(_ bench: FormatBench, side: Int, rung: UInt64, place: Place) {
    let ladder = bench.sides[side]
    self.side = side
    self.rung = rung
    self.place = place
    negative = ladder.negative
    low = ladder.magnitude(rung)
    high = ladder.magnitude(rung + 1)
    tie = Self.tie(low, high, isPosit: bench.isPosit)
    let step = (high - low) * Self.whisker
    magnitude =
      switch place {
      case .exact: low
      case .justAbove: low + step
      case .quarter: (low + tie).scaled(byPowerOfTwo: -1)
      case .belowTie: tie - step
      case .tie: tie
      case .aboveTie: tie + step
      case .threeQuarters: (tie + high).scaled(byPowerOfTwo: -1)
      case .belowHigh: high - step
      }
  }

  /// Halfway; for posits whose neighbours lie a factor of 4 or more apart the geometric mean, since
  /// the bit that posit rounding cuts off is then one of the exponent (Posit Standard 2022, 4.1).
  private static func tie(_ low: Rational, _ high: Rational, isPosit: Bool) -> Rational {
    if isPosit, low.signum > 0, high >= low.scaled(byPowerOfTwo: 2) {
      return low.scaled(byPowerOfTwo: (high / low).floorLog2 / 2)
    }
    return (low + high).scaled(byPowerOfTwo: -1)
  }

  /// The number with its sign.
  var value: Rational { negative ? -magnitude : magnitude }

  /// The number as a datum; on the side below zero, zero is -0.
  var datum: Datum { magnitude.isZero && negative ? .negativeZero : .finite(value) }

  /// The two neighbours with their signs, the one nearer to zero first.
  var neighbours: (low: Rational, high: Rational) { negative ? (-low, -high) : (low, high) }
}

extension FormatBench {
  /// Draws a point of a gap, the topmost gaps left out as `margin` says; with `margin` 0 the gap
  /// above the largest value is one of them.
  func drawPoint(
    _ choices: inout Choices, margin: UInt64, places: [GapPoint.Place] = GapPoint.Place.allCases
  ) throws(Discard) -> GapPoint {
    let side = drawSide(&choices)
    let rung = try drawRung(&choices, side: side, margin: margin)
    let place = choices.draw(from: places)
    let point = GapPoint(self, side: side, rung: rung, place: place)
    // A lone value of a table has no gap above it.
    try choices.require(place == .exact || point.low < point.high)
    choices.describe("\(place) between \(point.neighbours.low) and \(point.neighbours.high)")
    return point
  }

  /// Whether a posit's rounding never stops at the lower end of the point's gap.
  func isClampedPosit(_ point: GapPoint) -> Bool {
    isPosit && point.rung == 0 && point.place != .exact
  }

  /// The code at the lower or at the upper end of a point's gap.
  func code(_ point: GapPoint, away: Bool) -> UInt64 {
    sides[point.side].code(point.rung + (away ? 1 : 0))
  }
}
