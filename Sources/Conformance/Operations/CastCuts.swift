import Descriptors
import ExactArithmetic
import Harness
import Reference

/// The operand codes at which a cast can change its result, whatever its deterministic rule: around
/// every value and every tie of the result's format, and the ends of the operand's runs.
///
/// They are found once for two formats and serve every rule, dialect and device.
struct CastCuts: Sendable {
  /// Two formats between which is cast.
  private struct Pair: Hashable {
    var source, target: FormatDescriptor
  }

  /// Two formats and a stochastic rule, as far as its ends depend on it.
  private struct Drawn: Hashable {
    var pair: Pair
    var bits: Int
    var isHalved: Bool
  }

  private let source: NumberFormat
  private let target: NumberFormat

  /// Prepares to look for them.
  init(from source: NumberFormat, to target: NumberFormat) {
    (self.source, self.target) = (source, target)
  }

  private static let all = SharedValues<Pair, [UInt64]>(capacity: 64)
  private static let few = SharedValues<Pair, [UInt64]>(capacity: 64)
  private static let drawn = SharedValues<Drawn, [UInt64]>(capacity: 64)

  private var pair: Pair { Pair(source: source.descriptor, target: target.descriptor) }

  /// All of them, rising: for each place the last code before it and the first behind it.
  func shared() -> [UInt64] { Self.all(pair) { _ in made() } }

  /// Those above some of the operand's structured codes, for results too many to look at all; each is
  /// the first code of what follows.
  func sharedNearStructuredCodes() -> [UInt64] { Self.few(pair) { _ in madeNearStructuredCodes() } }

  /// Where the smallest and the largest random word of a stochastic rule change the result; each is
  /// the first code above the place.
  ///
  /// With a word of zeros variant A never rounds away from zero, and B and C do from a fraction of
  /// `1 - 2^-(bits + 1)` on. With all ones A does from `2^-bits` on, the others from `2^-(bits + 1)`.
  func sharedEnds(bits: Int, variant: StochasticVariant) -> [UInt64] {
    let key = Drawn(pair: pair, bits: bits, isHalved: variant != .a)
    return Self.drawn(key) { key in
      let least = Rational.powerOfTwo(key.isHalved ? -bits - 1 : -bits)
      return ends([least, key.isHalved ? .one - least : .one])
    }
  }

  /// The first codes above some fractions of every gap.
  private func ends(_ fractions: [Rational]) -> [UInt64] {
    var cuts: Set<UInt64> = []
    for side in sides {
      let ladder = ladder(of: side)
      for rung in 0..<ladder.count {
        let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
        for fraction in fractions {
          if let code = code(atOrBelow: low + (high - low) * fraction, side) {
            cuts.insert(code &+ 1)
          }
        }
      }
    }
    return cuts.filter { $0 <= source.lastCode }.sorted()
  }

  func made() -> [UInt64] {
    var cuts = Set(source.monotoneRuns.map(\.lowerBound))
    for side in sides {
      // An unsigned target rounds on the mirror image of its grid.
      let ladder = ladder(of: side)
      func cut(at magnitude: Rational) {
        guard let code = code(atOrBelow: magnitude, side) else { return }
        // The code at or below the magnitude, and the one beyond it.
        cuts.formUnion([code, code &+ 1])
      }
      for rung in 0...ladder.count {
        cut(at: ladder.magnitude(rung))
        if rung < ladder.count, let tie = tie(above: rung, ladder) { cut(at: tie) }
      }
    }
    return cuts.filter { $0 <= source.lastCode }.sorted()
  }

  func madeNearStructuredCodes() -> [UInt64] {
    let structured = source.structuredCodes()
    // An odd stride, so that no pattern of the list is left out altogether.
    let stride = structured.count / 400 | 1
    var cuts: Set<UInt64> = []
    for index in Swift.stride(from: 0, to: structured.count, by: stride) {
      guard let value = source.decode(structured[index]).number, !value.isZero,
        let side = sides.first(where: { $0.negative == (value.signum < 0) })
      else { continue }
      let ladder = ladder(of: side)
      let rung = ladder.rung(atOrBelow: value.magnitude) ?? 0
      guard rung < ladder.count else { continue }
      for place in [ladder.magnitude(rung), ladder.magnitude(rung + 1), tie(above: rung, ladder)] {
        if let code = place.flatMap({ code(atOrBelow: $0, side) }) { cuts.insert(code &+ 1) }
      }
    }
    return cuts.filter { $0 <= source.lastCode }.sorted()
  }

  private var sides: [Ladder] { [source.positive, source.negative].compactMap(\.self) }

  private func ladder(of side: Ladder) -> Ladder {
    [target.positive, target.negative].compactMap(\.self).first { $0.negative == side.negative }
      ?? target.positive
  }

  /// The tie of the gap above a rung.
  private func tie(above rung: UInt64, _ ladder: Ladder) -> Rational? {
    let middle = (ladder.magnitude(rung) + ladder.magnitude(rung + 1)).scaled(byPowerOfTwo: -1)
    return target.project(middle, negative: ladder.negative, dialect: Dialect()).place?.tie
  }

  /// The operand's code at a magnitude or, toward zero, next to it; `nil` where it has none.
  private func code(atOrBelow magnitude: Rational, _ side: Ladder) -> UInt64? {
    guard magnitude <= side.largest, !magnitude.isZero else { return nil }
    return source.project(
      magnitude, negative: side.negative,
      dialect: Dialect(rounding: .towardZero, overflow: .satFinite)
    ).code
  }
}
