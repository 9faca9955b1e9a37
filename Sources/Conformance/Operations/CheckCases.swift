import Descriptors
import Harness
import Reference

/// What a check of an operation asks: made once, put to any number of devices.
struct CheckCases: Sendable {
  let evaluator: Evaluator
  let questions: Questions
  /// The few codes of which all cases are made, where they are.
  let alphabet: CodeAlphabet?

  /// The two ways of asking.
  enum Questions: Sendable {
    /// Every code of the one operand, against the reference's intervals.
    case everyCode(IntervalMap, ScalarEvaluator)
    /// Case by case, against the reference evaluated on each.
    case listed(any CaseSource)
  }

  private struct Key: Hashable {
    var operation: Operation
    var effort: CheckEffort
    var sample: UInt64?
    var seed: UInt64
    var isSpelled: Bool
  }

  /// Several levels and devices are asked the same, one after the other.
  private static let known = SharedValues<Key, CheckCases>(capacity: 12)

  /// The cases of an operation, made once for all devices that are asked it.
  static func shared(
    _ evaluator: Evaluator, effort: CheckEffort, sample: UInt64?, seed: UInt64, isSpelled: Bool
  ) -> CheckCases {
    let key = Key(
      operation: evaluator.operation, effort: effort, sample: sample, seed: seed,
      isSpelled: isSpelled)
    return known(key) { _ in
      CheckCases(evaluator, effort: effort, sample: sample, seed: seed, isSpelled: isSpelled)
    }
  }

  /// The cases of an effort.
  init(
    _ evaluator: Evaluator, effort: CheckEffort, sample: UInt64? = nil, seed: UInt64,
    isSpelled: Bool = false
  ) {
    self.evaluator = evaluator
    let operation = evaluator.operation
    if isSpelled {
      let alphabet = CodeAlphabet(
        evaluator.format, count: effort.spelledCodes(of: operation))
      self.alphabet = alphabet
      questions = .listed(ElementCases(evaluator, over: alphabet, seed: seed))
      return
    }
    alphabet = nil
    if let scalar = evaluator.scalar, effort.sweeps(operation) {
      questions = .everyCode(IntervalMap(scalar), scalar)
    } else {
      questions = .listed(effort.cases(of: evaluator, sample: sample, seed: seed))
    }
  }

  /// How many cases a batch has.
  var batchSize: UInt64 {
    switch questions {
    case .everyCode(let map, _):
      BlockRun.size(of: map.lastCode + 1, atMost: Sweep.mostPerBlock)
    case .listed(let cases): Self.batchSize(cases.count, evaluator.operation)
    }
  }

  /// How many cases a batch of a list has: not a multiple of any vector, nor one more than that.
  ///
  /// What becomes of the cases that are left over shows only where there are several of them.
  static func batchSize(_ cases: UInt64, _ operation: Operation) -> UInt64 {
    if operation.kind != nil { return BlockRun.size(of: cases, atMost: mostListed) }
    let most = min(cases, UInt64(max(23, 4096 / operation.operandCount)))
    return most < 23 ? max(1, most) : most - (most - 7) % 16
  }

  /// The most cases of a few numbers in one batch.
  private static let mostListed: UInt64 = 1 << 10
}

extension CheckEffort {
  /// The cases of an operation that are compared one by one.
  func cases(of evaluator: Evaluator, sample: UInt64?, seed: UInt64) -> any CaseSource {
    if let scalar = evaluator.scalar {
      return domain(for: scalar, sample: sample, seed: seed)
    }
    return ElementCases(
      evaluator, enumeratingUpTo: enumeratedBlockBits,
      sample: sample ?? self.sample(of: evaluator.operation), seed: seed, isAimed: true)
  }

  /// How many codes the cases are made of where all of them are tried: fewer than all cases of a short
  /// format would be, since there are many such checks.
  func spelledCodes(of operation: Operation) -> Int {
    let bits = self == .standard ? 12 : enumeratedBlockBits
    return max(4, 1 << (bits / max(1, operation.operandCount)))
  }

  /// The effort with which levels are judged that share all but their loops with what is judged fully.
  var ofLevels: CheckEffort { self == .standard ? .quick : self }

  /// The most bits of a case on blocks for which all cases are tried.
  var enumeratedBlockBits: Int {
    switch self {
    case .quick: 8
    case .standard: 16
    case .exhaustive: 24
    }
  }

  /// How many cases of an operation on many elements are sampled: fewer of large ones.
  func sample(of operation: Operation) -> UInt64 {
    let elements: UInt64 =
      switch self {
      case .quick: 4_500
      case .standard: 24_000
      case .exhaustive: 2_000_000
      }
    var cost = UInt64(operation.operandCount)
    // An exact optimum of a tile takes much longer than a sort.
    if case .mask(.transposable(let pattern, .optimal), _, _, _) = operation.function {
      cost *= UInt64(max(1, pattern.of / 2))
    }
    // Sums are cheap to evaluate, and what goes wrong in long ones is rare.
    if case .dot = operation.function { return max(400, 4 * elements / cost) }
    return max(7, elements / cost)
  }
}
