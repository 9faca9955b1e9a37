import Descriptors
import Reference

/// The cases of a function of a few numbers.
struct ScalarCases: CaseSource {
  /// The number of cases.
  private(set) var count: UInt64
  let extent: CaseExtent
  /// None: those that were aimed are mixed with others.
  var aimedCount: UInt64 { 0 }
  /// The operand codes that come first, where there is one operand.
  let boundaries: [UInt64]

  private let evaluator: ScalarEvaluator
  private let wordBits: Int
  private let pools: [OperandPool]
  private let aims: [AimedOperand?]
  private let results: OperandPool?
  /// How far apart in the list two cases are that follow each other.
  private var step: UInt64
  /// Cases that were aimed at classes, asked before the others.
  private var aimed: [Case] = []
  private let words: IndexedWords

  /// Every combination of operand codes and, for a stochastic rule, random words.
  ///
  /// - Precondition: the bits of a case are fewer than 40.
  init(everyCaseOf evaluator: ScalarEvaluator) {
    self.evaluator = evaluator
    wordBits = evaluator.operation.dialect.rounding.wordBits
    count = 1 << UInt64(ScalarCases.bits(of: evaluator.operation))
    extent = .everything
    boundaries = []
    pools = []
    aims = []
    results = nil
    step = 1
    words = IndexedWords(seed: 0)
  }

  /// Cases drawn from a seed.
  ///
  /// With one operand, every code of `boundaries`, for a stochastic rule with the random words 0,
  /// all ones, and any. Besides operands as `OperandPool` draws them. The two are mixed, and
  /// neighbouring boundaries are kept apart: what a device confuses within a batch should differ.
  init(
    sampling evaluator: ScalarEvaluator, count: UInt64, seed: UInt64, boundaries: [UInt64] = []
  ) {
    self.evaluator = evaluator
    wordBits = evaluator.operation.dialect.rounding.wordBits
    self.boundaries = evaluator.operands.count == 1 ? boundaries : []
    pools = evaluator.operands.map { OperandPool.of($0) }
    aims = evaluator.operands.indices.map { AimedOperand(evaluator.operation, operand: $0) }
    results = OperandPool.of(evaluator.result)
    let total = UInt64(self.boundaries.count) * (wordBits == 0 ? 1 : 3) + count
    self.count = total
    step = Self.step(total)
    extent = .sample
    words = IndexedWords(seed: seed)
  }

  /// The same cases with others put among them, each aimed at a class that can occur.
  ///
  /// All cases there are stay as they are.
  func aiming(at cases: [Case]) -> ScalarCases {
    guard extent == .sample, !cases.isEmpty else { return self }
    var domain = self
    domain.aimed += cases
    domain.count += UInt64(cases.count)
    domain.step = Self.step(domain.count)
    return domain
  }

  /// The bits of one case.
  static func bits(of operation: Operation) -> Int {
    operation.operands.map(\.bits).reduce(operation.dialect.rounding.wordBits, +)
  }

  /// A case.
  func callAsFunction(_ index: UInt64) -> Case {
    if extent == .everything { return enumerated(index) }
    let place = index &* step % count
    let others = UInt64(aimed.count)
    if place < others { return aimed[Int(place)] }
    return sampled(place - others)
  }

  private func enumerated(_ index: UInt64) -> Case {
    var rest = index
    func take(_ bits: Int) -> UInt64 {
      defer { rest >>= UInt64(bits) }
      return rest & ((1 << UInt64(bits)) - 1)
    }
    // The last field runs fastest, so cases come in lexicographic order.
    let word = take(wordBits)
    let codes = evaluator.operands.reversed().map { take($0.bits) }
    return made(codes.reversed(), UInt32(truncatingIfNeeded: word))
  }

  private func sampled(_ index: UInt64) -> Case {
    let base = index &* 8
    let word = wordBits == 0 ? 0 : randomWord(words[base])
    let listed = UInt64(boundaries.count)
    if index < listed { return made([boundaries[Int(index)]], word) }
    if wordBits > 0, index < 3 * listed {
      let mask = UInt32.max >> UInt32(32 - wordBits)
      return made([boundaries[Int(index % listed)]], index < 2 * listed ? 0 : mask)
    }
    var codes: [UInt64] = []
    for (operand, pool) in pools.enumerated() {
      let draw = words[base &+ 1 &+ UInt64(operand)]
      guard let aim = aims[operand], let results else {
        codes.append(pool.code(draw, aim: nil))
        continue
      }
      let given = codes
      codes.append(
        pool.code(draw) { choice in aim(wanted: results.wanted(choice), given: given) })
    }
    return made(codes, word)
  }

  private func made(_ codes: [UInt64], _ word: UInt32) -> Case {
    Case(codes: codes, words: wordBits == 0 ? [] : [word])
  }

  /// A number without a factor in common with `count`, near the golden ratio of it, so that
  /// multiples modulo `count` visit everything and lie far apart.
  private static func step(_ count: UInt64) -> UInt64 {
    func gcd(_ a: UInt64, _ b: UInt64) -> UInt64 { b == 0 ? a : gcd(b, a % b) }
    var step = max(1, count * 618 / 1000)
    while gcd(step, count) != 1 { step += 1 }
    return step
  }

  /// A random word: the ends and single bits more often than chance would have them.
  private func randomWord(_ draw: UInt64) -> UInt32 {
    let mask = UInt64(UInt32.max >> UInt32(32 - wordBits))
    let value: UInt64 =
      switch draw % 8 {
      case 0: 0
      case 1: mask
      case 2: 1 << ((draw >> 32) % UInt64(wordBits))
      default: draw >> 32
      }
    return UInt32(truncatingIfNeeded: value & mask)
  }
}
