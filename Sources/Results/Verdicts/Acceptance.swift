/// What a verdict accepted beyond equal bits.
public struct Acceptance: Codable, Hashable, Sendable {
  /// The policy, as options of the command line.
  public var policy: [String]
  /// How many answers were accepted with other bits, by the reason.
  public var cases: [String: UInt64]

  /// Names a policy and counts what it accepted.
  public init(policy: [String], cases: [String: UInt64]) {
    (self.policy, self.cases) = (policy, cases)
  }

  /// The policy, then a line for each reason with its count.
  public var text: String {
    let counts = cases.sorted { $0.key < $1.key }
      .map { "\n  \($0.value) \($0.value == 1 ? "case" : "cases"): \($0.key)" }
    return "accepted beyond equal bits:\n  policy: \(policy.joined(separator: " "))"
      + (counts.isEmpty ? "\n  no case needed it" : counts.joined())
  }
}
