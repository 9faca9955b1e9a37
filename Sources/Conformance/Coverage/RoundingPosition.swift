import Descriptors
import ExactArithmetic
import Reference

/// Where an exact result lay on the grid of its format, and what rounding did there.
///
/// Between two neighbours the exact value is below half way, a tie with the even neighbour below or
/// above, or above half way. Rounding may then carry into the next binade, from the subnormals into
/// the normals, beyond the largest value, or down to zero. Everything else has a name of its own.
struct RoundingPosition: Hashable, Sendable {
  /// The place of the position in `names`.
  let index: Int

  /// The parts of a gap.
  private static let fractions = ["below half", "tie, even below", "tie, even above", "above half"]
  /// What rounding did.
  private static let events = ["", ", carry", ", carry to normal", ", overflow", ", to zero"]
  /// Positions that are not between two neighbours.
  private static let others = [
    "exact", "zero", "outside the range", "infinite", "NaN", "below the smallest",
    "negative, unsigned", "flushed", "wrapped",
  ]

  /// All positions.
  static let names = others + fractions.flatMap { fraction in events.map { fraction + $0 } }

  /// Whether the exact value was between two neighbours.
  var isBetween: Bool { index >= Self.others.count }

  /// The fraction's place in `below half`, `tie, even below`, `tie, even above`, `above half`;
  /// `nil` outside of gaps.
  var fraction: Int? {
    isBetween ? (index - Self.others.count) / Self.events.count : nil
  }

  /// What rounding did, as an index into nothing, carry, carry to normal, overflow, to zero.
  var event: Int? {
    isBetween ? (index - Self.others.count) % Self.events.count : nil
  }

  init(index: Int) { self.index = index }

  private init(_ name: String) { index = Self.others.firstIndex(of: name) ?? 0 }

  private init(fraction: Int, event: Int) {
    index = Self.others.count + fraction * Self.events.count + event
  }

  private static let exact = RoundingPosition("exact")
  private static let zero = RoundingPosition("zero")
  private static let outside = RoundingPosition("outside the range")
  private static let infinite = RoundingPosition("infinite")
  private static let nan = RoundingPosition("NaN")
  private static let belowSmallest = RoundingPosition("below the smallest")
  private static let negative = RoundingPosition("negative, unsigned")
  private static let flushed = RoundingPosition("flushed")
  private static let wrapped = RoundingPosition("wrapped")

  /// The position of a result.
  ///
  /// - Parameter smallestNormal: of the result's format, where it has subnormals.
  init(_ exact: ExactResult, _ projection: Projection, smallestNormal: Rational?, hasBinades: Bool)
  {
    switch projection.reason {
    case .nan: self = Self.nan
    case .infinity: self = Self.infinite
    case .negative: self = Self.negative
    case .flushed: self = Self.flushed
    case .wrapped: self = Self.wrapped
    case .belowSmallest, .withoutZero: self = Self.belowSmallest
    case .exact: self = Self.exact
    case .zero, .rounded, .overflow:
      guard let place = projection.place else {
        self = projection.reason == .overflow ? Self.outside : Self.zero
        return
      }
      let order: Int
      switch exact {
      case .datum(let datum):
        order = (datum.number?.magnitude ?? .zero).compare(to: place.tie)
      case .root(let root): order = root.compare(to: place.tie)
      }
      let fraction = order < 0 ? 0 : order > 0 ? 3 : place.lowIsEven ? 1 : 2
      let event: Int
      if projection.reason == .overflow {
        event = 3
      } else if projection.reason == .zero {
        event = 4
      } else if place.away, place.high == smallestNormal {
        event = 2
      } else if place.away, hasBinades, place.low >= smallestNormal ?? .zero, !place.low.isZero,
        place.high.floorLog2 > place.low.floorLog2
      {
        event = 1
      } else {
        event = 0
      }
      self.init(fraction: fraction, event: event)
    }
  }
}
