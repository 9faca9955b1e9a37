import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Blocks to be encoded or decoded whose dropped fractions are worth asking: halves, single bits of the
/// random word, one step from either end, and any.
struct AimedBlocks: Sendable {
  private let operation: Operation
  private let evaluator: Evaluator
  private let block: BlockFormat
  private let elements: Int
  private let shares: [Rational]

  /// `nil` for operations that neither encode nor decode blocks.
  init?(_ operation: Operation, _ evaluator: Evaluator) {
    switch operation.function {
    case .encodeBlock(let block, let rows, let columns, _),
      .decodeBlock(let block, let rows, let columns, _):
      (self.block, elements) = (block, rows * columns)
    case .mask, .prune, .pruneBelow, .dot: return nil
    }
    (self.operation, self.evaluator) = (operation, evaluator)
    var bits = 8
    if case .stochastic(let own, _) = operation.drawnRounding { bits = own }
    var shares: [Rational] = []
    for bit in 1...max(1, min(bits, 8)) {
      let step = Rational.powerOfTwo(-bit)
      shares += bit == 1 ? [step] : [step, .one - step]
    }
    self.shares = shares
  }

  /// The operands of some cases.
  func cases(_ seed: UInt64) -> [[UInt64]] {
    (0..<UInt64(300)).map { index in
      var stream = CaseStream(seed: seed ^ 0xA1, index: index)
      // Of one share everywhere, a half in every second of those; or of several.
      let alike = index % 4 == 0 ? shares[0] : index % 4 == 1 ? share(&stream) : nil
      if case .encodeBlock = operation.function { return encoding(alike, &stream) }
      return decoding(alike, &stream)
    }
  }

  private func share(_ stream: inout CaseStream) -> Rational {
    stream.oneIn(2)
      ? shares[stream.below(shares.count)]
      : Rational(Int64(stream.next() >> 40), exponent: -24)
  }

  /// Values between elements under a scale that is a power of two, which the largest one asks for.
  private func encoding(_ alike: Rational?, _ stream: inout CaseStream) -> [UInt64] {
    let ladder = NumberFormat(block.element).positive
    let exponent = stream.below(9) - 4
    let width = max(1, block.shape.columns)
    let largest = stream.below(min(width, elements))
    return (0..<elements).map { place in
      var value = ladder.magnitude(ladder.count - 1)
      if place % width != largest {
        let rung = UInt64(stream.below(Int(min(ladder.count - 1, 1 << 16))))
        let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
        value = low + (high - low) * (alike ?? share(&stream))
      }
      return evaluator.format.project(
        value.scaled(byPowerOfTwo: exponent), negative: stream.oneIn(2),
        dialect: Dialect(rounding: .towardZero, overflow: .satFinite)
      ).code
    }
  }

  /// Any elements under scales whose product lies between results of middle size.
  private func decoding(_ alike: Rational?, _ stream: inout CaseStream) -> [UInt64] {
    let places = evaluator.operands
    let result = NumberFormat(operation.result).positive
    return places.enumerated().flatMap { index, run -> [UInt64] in
      guard index > 0 || block.hasZeroPoints else {
        return run.places.map { _ in element(run.format, &stream) }
      }
      return run.places.map { _ in
        if run.format.descriptor == block.element { return element(run.format, &stream) }
        // Shares of one and a half, and any, next to one.
        let factor = alike.map { .one + $0 } ?? .one + share(&stream)
        let isLast = index == places.count - 1
        let value = isLast ? factor * result.magnitude(result.count / 3) : factor
        return run.format.project(
          value, negative: false,
          dialect: Dialect(rounding: .toNearestOrEven, overflow: .satFinite)
        ).code
      }
    }
  }

  /// A finite element other than 0.
  private func element(_ format: NumberFormat, _ stream: inout CaseStream) -> UInt64 {
    for _ in 0..<8 {
      let code = stream.next() & format.lastCode
      if let value = format.decode(code).number, !value.isZero { return code }
    }
    return format.positive.code(min(1, format.positive.count - 1))
  }
}
