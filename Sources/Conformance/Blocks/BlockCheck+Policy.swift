import Descriptors
import Devices
import Harness
import Reference

extension BlockCheck {
  /// Why an answer with other results than the reference's is taken; `nil` where it is not.
  typealias Accepting =
    @Sendable (_ item: Case, _ got: Answer, _ expected: Answer) -> String?

  /// The policy made ready.
  var acceptance: Accepting {
    guard policy != .exact, let task = try? VectorTask(operation) else { return { _, _, _ in nil } }
    let rule = AnswerRule(task, policy)
    return { item, got, expected in
      guard got.flags == nil || got.flags == expected.flags,
        case .accepted(let reason) = rule(
          got.results, expected: expected.results, to: Case(item))
      else { return nil }
      return reason
    }
  }

  /// How often answers were taken for each reason.
  func accepted(_ tally: CaseTally) -> [String: UInt64] {
    let own = tally.classes.filter { $0.key.hasPrefix(DeviceCheck.accepted) }
    return Dictionary(
      uniqueKeysWithValues: own.map {
        (String($0.key.dropFirst(DeviceCheck.accepted.count)), $0.value)
      })
  }
}
