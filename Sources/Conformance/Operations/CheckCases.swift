import Descriptors
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

  init(_ operation: Operation, effort: CheckEffort, sample: UInt64? = nil, seed: UInt64) {
    let evaluator = ScalarEvaluator(operation)
    self.evaluator = evaluator
    questions =
      effort.sweeps(operation)
      ? .everyCode(IntervalMap(evaluator))
      : .listed(effort.domain(for: evaluator, sample: sample, seed: seed))
  }
}
