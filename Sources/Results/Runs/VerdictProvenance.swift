/// What a verdict depends on besides what was judged, and where in its run it stands.
///
/// Two verdicts can be compared, or joined, where all but the place is the same.
public struct VerdictProvenance: Codable, Hashable, Sendable {
  /// The fingerprint of the specification.
  public var specification: String
  /// The version of the tool.
  public var tool: String
  /// How much was tried: `quick`, `standard` or `exhaustive`.
  public var effort: String
  /// The seed of samples.
  public var seed: UInt64
  /// How many checks the run has.
  public var checks: Int
  /// Which of them this is, from 0.
  public var place: Int
  /// What was accepted beyond equal bits, as options of the command line; absent for nothing.
  public var policy: String?

  /// Creates a provenance.
  public init(
    specification: String, tool: String, effort: String, seed: UInt64, checks: Int, place: Int = 0,
    policy: String? = nil
  ) {
    self.policy = policy
    self.specification = specification
    self.tool = tool
    self.effort = effort
    self.seed = seed
    self.checks = checks
    self.place = place
  }

  /// The first thing that differs from another provenance, with both values.
  public func difference(
    from other: VerdictProvenance
  ) -> (what: String, mine: String, others: String)? {
    let facts = [
      ("the specification hash", specification, other.specification),
      ("the tool's version", tool, other.tool), ("the effort", effort, other.effort),
      ("the seed", "\(seed)", "\(other.seed)"),
      ("the number of checks", "\(checks)", "\(other.checks)"),
      ("the policy", policy ?? "equal bits", other.policy ?? "equal bits"),
    ]
    return facts.first { $0.1 != $0.2 }.map { (what: $0.0, mine: $0.1, others: $0.2) }
  }
}
