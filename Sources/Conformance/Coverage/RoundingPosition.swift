import Descriptors
import ExactArithmetic
import Reference

/// Where an exact result lay on the grid of its format, and what rounding did there.
///
/// Between two neighbours the exact value is below half way, a tie with the even neighbour below or
/// above, or above half way. Rounding may then carry into the next binade, from the subnormals into
/// the normals, beyond the largest value, or down to zero. Everything else has a name of its own.
enum RoundingPosition: Hashable, Sendable {
  case exact, zero
  /// Beyond the step after the largest value.
  case outside
  case infinite, nan
  /// Nearer to zero than the smallest value of a format without zero.
  case belowSmallest
  /// Below zero, in a format without values there.
  case negative
  case flushed, wrapped
  /// Between two neighbours.
  case between(Fraction, Event)

  /// The part of a gap that the exact value lies in.
  enum Fraction: Int, CaseIterable, Sendable {
    case belowHalf, tieEvenBelow, tieEvenAbove, aboveHalf

    /// Whether it is the tie.
    var isTie: Bool { self == .tieEvenBelow || self == .tieEvenAbove }

    fileprivate var name: String {
      ["below half", "tie, even below", "tie, even above", "above half"][rawValue]
    }
  }

  /// What rounding did besides choosing a neighbour.
  enum Event: Int, CaseIterable, Sendable {
    case nothing, carry, carryToNormal, overflow, toZero

    fileprivate var name: String {
      ["", ", carry", ", carry to normal", ", overflow", ", to zero"][rawValue]
    }
  }

  /// Positions that are not between two neighbours.
  private static let others: [RoundingPosition] = [
    .exact, .zero, .outside, .infinite, .nan, .belowSmallest, .negative, .flushed, .wrapped,
  ]

  /// All positions, in the order of their indices.
  private static let all =
    others
    + Fraction.allCases.flatMap { fraction in Event.allCases.map { .between(fraction, $0) } }

  /// The names of all positions.
  static let names = all.map(\.name)

  private var name: String {
    switch self {
    case .exact: "exact"
    case .zero: "zero"
    case .outside: "outside the range"
    case .infinite: "infinite"
    case .nan: "NaN"
    case .belowSmallest: "below the smallest"
    case .negative: "negative, unsigned"
    case .flushed: "flushed"
    case .wrapped: "wrapped"
    case .between(let fraction, let event): fraction.name + event.name
    }
  }

  /// The place of the position in `names`.
  var index: Int {
    guard case .between(let fraction, let event) = self else {
      return Self.others.firstIndex(of: self) ?? 0
    }
    return Self.others.count + fraction.rawValue * Event.allCases.count + event.rawValue
  }

  /// The position of an index into `names`.
  init(index: Int) { self = Self.all[index] }

  /// Whether the exact value was between two neighbours.
  var isBetween: Bool { fraction != nil }

  /// The part of the gap; `nil` outside of gaps.
  var fraction: Fraction? { if case .between(let fraction, _) = self { fraction } else { nil } }

  /// What rounding did; `nil` outside of gaps.
  var event: Event? { if case .between(_, let event) = self { event } else { nil } }

  /// Whether the exact value is rounded, or lies beyond what can be rounded to.
  var isRounded: Bool { isBetween || self == .outside }

  /// Whether the exact value is zero, or no number.
  var isNoNumber: Bool { [.zero, .infinite, .nan].contains(self) }

  /// The position of a result.
  ///
  /// - Parameter smallestNormal: of the result's format, where it has subnormals.
  init(_ exact: ExactResult, _ projection: Projection, smallestNormal: Rational?, hasBinades: Bool)
  {
    switch projection.reason {
    case .nan: self = .nan
    case .infinity: self = .infinite
    case .negative: self = .negative
    case .flushed: self = .flushed
    case .wrapped: self = .wrapped
    case .belowSmallest, .withoutZero: self = .belowSmallest
    case .exact: self = .exact
    case .zero, .rounded, .overflow:
      guard let place = projection.place else {
        self = projection.reason == .overflow ? .outside : .zero
        return
      }
      let order: Int
      switch exact {
      case .datum(let datum):
        order = (datum.number?.magnitude ?? .zero).compare(to: place.tie)
      case .root(let root): order = root.compare(to: place.tie)
      }
      let fraction: Fraction =
        order < 0
        ? .belowHalf : order > 0 ? .aboveHalf : place.lowIsEven ? .tieEvenBelow : .tieEvenAbove
      let event: Event
      if projection.reason == .overflow {
        event = .overflow
      } else if projection.reason == .zero {
        event = .toZero
      } else if place.away, place.high == smallestNormal {
        event = .carryToNormal
      } else if place.away, hasBinades, place.low >= smallestNormal ?? .zero, !place.low.isZero,
        place.high.floorLog2 > place.low.floorLog2
      {
        event = .carry
      } else {
        event = .nothing
      }
      self = .between(fraction, event)
    }
  }
}
