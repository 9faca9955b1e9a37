import Descriptors
import ExactArithmetic
import Reference

extension ScalarEvaluator {
  /// Operands from the structure of the formats, as other checks use them.
  func sampledDraws(seed: UInt64) -> [[UInt64]] {
    let domain = ScalarCases(
      sampling: self, count: 3_000, seed: seed,
      boundaries: operands.count == 1 ? operands[0].endCodes() : [])
    return (0..<domain.count).map { domain($0).codes }
  }

  /// Operands of a conversion whose dropped fraction is worth asking: a half, single bits of the random
  /// word, one step from the ends, and any.
  func aimedDraws(seed: UInt64) -> [[UInt64]] {
    guard kind == .cast else { return [] }
    let words = IndexedWords(seed: seed)
    let bits = operation.dialect.rounding.wordBits
    var shares: [Rational] = [Rational(1, over: 2)]
    for bit in 1...max(1, min(bits, 12)) {
      let step = Rational.powerOfTwo(-bit)
      shares += [step, .one - step]
    }
    let last = Rational.powerOfTwo(-bits)
    shares += [
      last, .one - last, last.scaled(byPowerOfTwo: -1), last + last.scaled(byPowerOfTwo: -1),
    ]
    var found: [[UInt64]] = []
    let ladders = [result.positive, result.negative].compactMap(\.self)
    for index in 0..<UInt64(1_600) {
      let draw = words[index]
      let ladder = ladders[Int(draw & 1) % ladders.count]
      guard ladder.count > 1 else { continue }
      let rung = (draw >> 1) % (ladder.count - 1)
      let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
      let choice = Int(index) % (2 * shares.count)
      let share =
        choice < shares.count
        ? shares[choice] : Rational(Int64(draw >> 40), exponent: -24)
      let operand = operands[0].project(
        low + (high - low) * share, negative: ladder.negative,
        dialect: Dialect(rounding: .towardZero, overflow: .satFinite))
      found.append([operand.code])
    }
    return found
  }
}
