import Descriptors
import Harness
import Reference

/// What a check of an operation asks: made once, put to any number of devices.
struct CheckCases: Sendable {
  let evaluator: ScalarEvaluator
  let questions: Questions

  /// The two ways of asking.
  enum Questions: Sendable {
    /// Every code of the one operand, against the reference's intervals.
    case everyCode(IntervalMap)
    /// Case by case, against the reference evaluated on each.
    case listed(CaseDomain)
  }

  private struct Key: Hashable {
    var operation: Operation
    var effort: CheckEffort
    var sample: UInt64?
    var seed: UInt64
  }

  /// Several levels and devices are asked the same, one after the other.
  private static let known = SharedValues<Key, CheckCases>(capacity: 12)

  /// The cases of an operation, made once for all devices that are asked it.
  static func shared(
    _ operation: Operation, effort: CheckEffort, sample: UInt64?, seed: UInt64
  ) -> CheckCases {
    known(Key(operation: operation, effort: effort, sample: sample, seed: seed)) { _ in
      CheckCases(operation, effort: effort, sample: sample, seed: seed)
    }
  }

  init(_ operation: Operation, effort: CheckEffort, sample: UInt64? = nil, seed: UInt64) {
    let evaluator = ScalarEvaluator(operation)
    self.evaluator = evaluator
    questions =
      effort.sweeps(operation)
      ? .everyCode(IntervalMap(evaluator))
      : .listed(effort.domain(for: evaluator, sample: sample, seed: seed))
  }
}
