public import Descriptors
public import ExactArithmetic

/// A second definition of rounding for formats of 16 bits or fewer, used only to check the first.
///
/// Every code is decoded and the finite values are sorted on one line, negative ones included.
/// A value is rounded by walking to the nearest entry with distances as rational numbers: no
/// ladders, no bisection by magnitude, no knowledge of how codes are laid out.
public struct SortedTable: Sendable {
  /// The finite values in rising order with their codes; zeros appear once.
  public let entries: [(value: Rational, code: UInt64)]
  /// The code of zero as it is met from below, where it is another one than from above.
  private let negativeZero: UInt64?
  /// Whether the format is a float layout of one bit of precision.
  private let isPowersOfTwo: Bool

  /// Sorts the finite values of a format.
  ///
  /// - Precondition: the format has at most 16 bits.
  public init(_ format: NumberFormat) {
    precondition(format.bits <= 16, "the sorted table is for 16 bits or fewer")
    if case .float(let layout) = format.descriptor.encoding {
      isPowersOfTwo = layout.trailingBits == 0
    } else {
      isPowersOfTwo = false
    }
    negativeZero = format.specials.negativeZero
    var found: [Rational: UInt64] = [:]
    for code in (0...format.lastCode).reversed() {
      if case .finite(let value) = format.decode(code) { found[value] = code }
    }
    if found[.zero] == nil, let zero = format.specials.negativeZero { found[.zero] = zero }
    entries = found.map { (value: $0.key, code: $0.value) }.sorted { $0.value < $1.value }
  }

  /// The value that a deterministic rule gives strictly between two neighbouring entries, and the
  /// value itself where it is an entry; `nil` outside the table.
  ///
  /// Nearest rules compare distances, so this holds for every format whose ties lie halfway,
  /// posits excluded.
  public func round(_ x: Rational, _ rule: RoundingRule, tieParity: Dialect.TieParity) -> Rational?
  {
    var (upper, end) = (0, entries.count)
    while upper < end {
      let middle = (upper + end) / 2
      if entries[middle].value < x { upper = middle + 1 } else { end = middle }
    }
    guard upper < entries.count else { return nil }
    if entries[upper].value == x { return x }
    guard upper > 0 else { return nil }
    let (below, above) = (entries[upper - 1], entries[upper])
    var nearZero = x.signum < 0 ? above : below
    if x.signum < 0, nearZero.value.isZero, let negativeZero { nearZero.code = negativeZero }
    let farther = x.signum < 0 ? below : above
    let distances = (x - below.value, above.value - x)
    switch rule {
    case .up: return above.value
    case .down: return below.value
    case .towardZero: return nearZero.value
    case .toOdd:
      let odd = [farther, nearZero].first { $0.code % 2 == 1 }
      return (odd ?? farther).value
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero:
      if distances.0 != distances.1 { return (distances.0 < distances.1 ? below : above).value }
      if rule == .toNearestOrAway { return farther.value }
      if rule == .toNearestOrZero { return nearZero.value }
      if tieParity == .significand, isPowersOfTwo, !nearZero.value.isZero { return farther.value }
      let even = [nearZero, farther].first { $0.code % 2 == 0 }
      return (even ?? nearZero).value
    case .stochastic: return nil
    }
  }
}
