/// How many wrong answers a wider policy would accept, by the option that widens it.
///
/// Who meets a refuted device wants to know first whether its numbers are wrong, or only which NaN,
/// which zero, or what becomes of subnormal numbers.
struct PolicyTally: Sendable {
  private let wider: [(option: String, rule: AnswerRule)]
  private var counts: [UInt64]
  private var wrong: UInt64 = 0

  /// An empty count beside a policy, whose widenings by one term are tried in the order of their options.
  init(_ task: VectorTask, beside policy: AnswerPolicy) {
    var nan = policy
    nan.nan = .any
    var zero = policy
    zero.zeroSign = .any
    let waived = AnswerPolicy.Waiver.allCases.map { waiver in
      let wider = AnswerPolicy(
        nan: policy.nan, zeroSign: policy.zeroSign, waivers: policy.waivers + [waiver])
      return ("--waive \(waiver.rawValue)", wider)
    }
    wider = ([("--nan any", nan), ("--zero-sign any", zero)] + waived)
      .filter { $0.1 != policy }.map { (option: $0.0, rule: AnswerRule(task, $0.1)) }
    counts = wider.map { _ in 0 }
  }

  /// Counts a wrong answer for the first widening that accepts it.
  mutating func note(_ got: [UInt64], expected: [UInt64], to item: Case) {
    wrong += 1
    if let place = wider.firstIndex(where: { $0.rule(got, expected: expected, to: item) != .wrong })
    {
      counts[place] += 1
    }
  }

  /// What was counted, one option a line; nothing for options that accept none.
  var lines: [String] {
    zip(wider, counts).filter { $0.1 > 0 }.map { widening, count in
      "\(count) of \(wrong) wrong answers would be accepted with \(widening.option)"
    }
  }
}
