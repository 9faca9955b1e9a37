import Descriptors
import Devices
import ExactArithmetic
import Harness
import Reference

extension DrawSubject {
  /// An operation that rounds stochastically.
  init(_ operation: Operation, preset: String) {
    let evaluator = ScalarEvaluator(operation)
    id = operation.name(dialect: preset) + Self.suffix
    width = 1
    isEstimator = false
    candidates = { seed in
      aimed(evaluator, seed: seed) + sampled(evaluator, seed: seed)
    }
    parts = { codes in
      [Part(places: [0], law: OutcomeLaw(evaluator.law(of: codes).map { [$0] }))]
    }
    number = { code, _ in evaluator.result.decode(code).number }
    operandText = { Self.text($0, evaluator.operands) }
    resultText = { codes, _ in Self.text(codes, [evaluator.result]) }
    flaw = { Self.flaw($0, evaluator.operands) }
    support = { $0.support(for: operation) }
    start = { device throws(DeviceError) in
      let unit = try device.prepare(operation)
      return { cases, order in
        var batch = Batch(operation, count: order.count)
        for (row, index) in order.enumerated() {
          for (place, code) in cases[index].enumerated() { batch.operands[place][row] = code }
        }
        let done = try await unit.run(&batch)
        return (0..<done).map { batch.results[$0] }
      }
    }
  }
}

/// Operands from the structure of the formats, as other checks use them.
private func sampled(_ evaluator: ScalarEvaluator, seed: UInt64) -> [[UInt64]] {
  let domain = CaseDomain(
    sampling: evaluator, count: 3_000, seed: seed,
    boundaries: evaluator.operands.count == 1 ? evaluator.operands[0].endCodes() : [])
  return (0..<domain.count).map { domain($0).codes }
}

/// Operands of a conversion whose dropped fraction is worth asking: a half, single bits of the random
/// word, one step from the ends, and any.
private func aimed(_ evaluator: ScalarEvaluator, seed: UInt64) -> [[UInt64]] {
  guard evaluator.operation.kind == .cast else { return [] }
  let words = IndexedWords(seed: seed)
  let bits = evaluator.wordBits
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
  let ladders = [evaluator.result.positive, evaluator.result.negative].compactMap(\.self)
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
    let operand = evaluator.operands[0].project(
      low + (high - low) * share, negative: ladder.negative,
      dialect: Dialect(rounding: .towardZero, overflow: .satFinite))
    found.append([operand.code])
  }
  return found
}
