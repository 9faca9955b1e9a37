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

  /// One line: the counts, then the policy.
  public var text: String {
    let counts = cases.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" }
    let found = counts.isEmpty ? "nothing" : counts.joined(separator: ", ")
    return "\(found) (\(policy.joined(separator: " ")))"
  }
}
