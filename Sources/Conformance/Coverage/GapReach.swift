import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Which results each position of an exact value can give, found by rounding a few values of every
/// kind.
///
/// What rounding does depends on the gap that the exact value lies in only through the fraction, on
/// which end is even, and on whether an end is zero, begins a binade, or is the last value; and so
/// does the class of the result. So gaps of every such kind, with fractions on either side of the
/// tie, stand for all others. Of short formats all gaps are tried.
struct GapReach: Sendable {
  /// The positions of each class of results.
  private var positions: [Set<RoundingPosition>]
  private let results: [CodeClass]
  private let knowsNaN, wraps: Bool

  /// All that it depends on: not the operation, and not the operands.
  private struct Key: Hashable {
    var result: FormatDescriptor
    var dialect: Dialect
  }

  private static let known = SharedValues<Key, GapReach?>(capacity: 128)

  /// What holds for the results of an operation, found once for all that end in the same format and
  /// dialect; `nil` where nothing is known.
  static func shared(_ model: CoverageModel) -> GapReach? {
    let operation = model.evaluator.operation
    return known(Key(result: operation.result, dialect: operation.dialect)) { _ in GapReach(model) }
  }

  /// `nil` where nothing is known.
  init?(_ model: CoverageModel) {
    let evaluator = model.evaluator
    let dialect = evaluator.operation.dialect
    let result = evaluator.result
    switch result.descriptor.encoding {
    case .float, .fixedPoint, .posit: break
    case .hiFloat8, .table: if result.bits > 8 { return nil }
    }
    results = model.results.classes
    positions = Array(repeating: [], count: results.count)
    wraps = dialect.wraps
    // A NaN with a payload may give any NaN.
    knowsNaN = dialect.nan == .canonical || result.specials.nan == nil
    let bits = evaluator.operation.dialect.rounding.wordBits
    let mask: UInt32 = bits == 0 ? 0 : .max >> UInt32(32 - bits)
    let words: Set<UInt32> = [0, mask, mask / 2, mask / 2 + (bits == 0 ? 0 : 1), mask == 0 ? 0 : 1]
    var data: [Datum] = [
      .finite(.zero), .negativeZero, .infinity(negative: false), .infinity(negative: true), .nan,
    ]
    for ladder in [result.positive, result.negative].compactMap(\.self) {
      for value in Self.values(ladder, result, isShort: words.count == 1) {
        data += [.finite(value), .finite(-value)]
      }
    }
    for datum in data {
      for word in words {
        let (row, position) = model.place(.datum(datum), word: word)
        positions[row].insert(position)
      }
    }
  }

  /// Whether a result of a class can come from a position.
  func reaches(_ row: Int, _ position: RoundingPosition) -> Bool {
    switch position {
    case .nan where !knowsNaN: results[row].isNaN
    // What is beyond the range may become anything in it.
    case .wrapped: wraps
    default: positions[row].contains(position)
    }
  }

  /// Values and middles of gaps of every kind, with what is close to them.
  private static func values(
    _ ladder: Ladder, _ format: NumberFormat, isShort: Bool
  ) -> [Rational] {
    let tiny = Rational.powerOfTwo(-40)
    let fractions = [
      .zero, tiny, Rational(1, over: 4), Rational(1, over: 2) - tiny, Rational(1, over: 2),
      Rational(1, over: 2) + tiny, Rational(3, over: 4), Rational(1) - tiny,
    ]
    var found: [Rational] = []
    for rung in rungs(ladder, format, isShort: isShort) {
      let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
      found += fractions.map { low + (high - low) * $0 }
      // Where the tie is not in the middle.
      let place = format.project(
        (low + high).scaled(byPowerOfTwo: -1), negative: ladder.negative, dialect: Dialect()
      ).place
      guard let tie = place?.tie else { continue }
      found += [tie, tie - (high - low) * tiny, tie + (high - low) * tiny]
    }
    let gap = ladder.next - ladder.largest
    found += [Rational(0), Rational(1, over: 4), 1, 5].map { ladder.next + gap * $0 }
    return found + [ladder.next + ladder.next, ladder.next * ladder.next + ladder.next]
  }

  /// All rungs of a short format, where each is tried with few words; otherwise some of every kind.
  private static func rungs(
    _ ladder: Ladder, _ format: NumberFormat, isShort: Bool
  ) -> [UInt64] {
    var hasKinds = false
    switch format.descriptor.encoding {
    case .float, .posit: hasKinds = true
    case .fixedPoint, .hiFloat8, .table: break
    }
    if format.bits <= 8, isShort || !hasKinds { return Array(0..<ladder.count) }
    var rungs: Set<UInt64> = []
    func around(_ rung: UInt64) {
      for step in 0...3 as ClosedRange<UInt64> { rungs.formUnion([rung &+ step, rung &- step]) }
    }
    around(0)
    around(ladder.count - 1)
    var marks = [Rational.one, Rational(3), Rational(1 << 10), Rational(1, over: 8)]
    if let normal = format.smallestNormalValue {
      marks += [normal, normal.scaled(byPowerOfTwo: -1), normal.scaled(byPowerOfTwo: 1)]
      marks.append(normal * Rational(3, over: 4))
    }
    for mark in marks where mark <= ladder.largest {
      around(ladder.rung(atOrBelow: mark) ?? 0)
    }
    return rungs.filter { $0 < ladder.count }.sorted()
  }
}
