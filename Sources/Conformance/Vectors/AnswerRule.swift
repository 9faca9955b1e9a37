import Descriptors
import ExactArithmetic
import Reference

/// Whether an answer is taken: a policy made ready for an operation.
struct AnswerRule: Sendable {
  let policy: AnswerPolicy
  private let task: VectorTask
  private let tiny: TinyResults?

  /// What becomes of an answer.
  enum Ruling: Hashable, Sendable {
    /// Its bits are the reference's.
    case equal
    /// It is accepted for a reason of the policy.
    case accepted(String)
    /// It is wrong.
    case wrong
  }

  init(_ task: VectorTask, _ policy: AnswerPolicy) {
    (self.task, self.policy) = (task, policy)
    tiny = policy.waivers.contains(.flushSubnormalResults) ? TinyResults(task) : nil
  }

  /// Rules on an answer to a case.
  func callAsFunction(_ got: [UInt64], expected: [UInt64], to item: Case) -> Ruling {
    if got == expected { return .equal }
    guard policy != .exact, got.count == expected.count else { return .wrong }
    if let reason = reason(got, expected, tiny?(item) ?? []) { return .accepted(reason) }
    guard policy.waivers.contains(.flushSubnormalOperands), let flushed = flushed(item) else {
      return .wrong
    }
    let other = task.results(of: flushed)
    let name = AnswerPolicy.Waiver.flushSubnormalOperands.rawValue
    if got == other || reason(got, other, tiny?(flushed) ?? []) != nil { return .accepted(name) }
    return .wrong
  }

  /// Why all of the results are taken, the first reason that is needed; `nil` where one is not.
  private func reason(_ got: [UInt64], _ expected: [UInt64], _ tiny: [Bool]) -> String? {
    var found: String?
    var place = 0
    for run in task.results {
      for _ in 0..<run.count {
        defer { place += 1 }
        if got[place] == expected[place] { continue }
        guard let format = run.format,
          let reason = reason(
            got[place], expected[place], format, place < tiny.count && tiny[place])
        else { return nil }
        found = found ?? reason
      }
    }
    return found
  }

  private func reason(
    _ got: UInt64, _ expected: UInt64, _ format: NumberFormat, _ wasTiny: Bool
  ) -> String? {
    guard got <= format.lastCode else { return nil }
    let (answer, due) = (format.decode(got), format.decode(expected))
    if answer.isNaN, due.isNaN {
      switch policy.nan {
      case .bits: return nil
      case .any: return "NaN of other bits"
      case .quiet: return format.isSignaling(got) ? nil : "quiet NaN of other bits"
      }
    }
    guard answer.isZero else { return nil }
    if due.isZero { return policy.zeroSign == .any ? "zero of the other sign" : nil }
    guard policy.waivers.contains(.flushSubnormalResults), let value = due.number,
      let normal = format.smallestNormalValue, value.magnitude < normal || wasTiny,
      answer.isNegative == due.isNegative || policy.zeroSign == .any
        || format.specials.negativeZero == nil
    else { return nil }
    return AnswerPolicy.Waiver.flushSubnormalResults.rawValue
  }

  /// The case with its subnormal operands made zeros; `nil` where it has none.
  private func flushed(_ item: Case) -> Case? {
    var flushed = item
    var place = 0
    for run in task.operands {
      for _ in 0..<run.count {
        defer { place += 1 }
        guard let format = run.format, let normal = format.smallestNormalValue,
          let value = format.decode(item.codes[place]).number, !value.isZero,
          value.magnitude < normal, let zero = format.specials.zero(negative: value.signum < 0)
        else { continue }
        flushed.codes[place] = zero
      }
    }
    return flushed == item ? nil : flushed
  }
}

extension NumberFormat {
  /// Whether a code is a signalling NaN: one of IEEE 754's NaNs whose first trailing bit is clear.
  func isSignaling(_ code: UInt64) -> Bool {
    guard case .float(let layout) = descriptor.encoding, layout.nans == .ieee,
      layout.trailingBits > 0
    else { return false }
    return decode(code).isNaN && code >> UInt64(layout.trailingBits - 1) & 1 == 0
  }
}
