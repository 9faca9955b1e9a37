/// The checks of a run that took longest: the last line of a file of verdicts, of a kind of its own.
///
/// Whoever reads verdicts passes over it.
public struct SlowestChecks: Codable, Hashable, Sendable {
  /// One of them.
  public struct Check: Codable, Hashable, Sendable {
    /// The id of the law.
    public var id: String
    /// How long it took.
    public var seconds: Double
    /// How many cases were judged.
    public var cases: UInt64
  }

  /// What tells such a line from a verdict.
  public enum Kind: String, Codable, Sendable {
    case slowest
  }

  /// What kind of line it is.
  public let kind: Kind
  /// The checks, the slowest first.
  public let checks: [Check]

  /// How many are named.
  public static let most = 10

  /// The slowest of some checks.
  public init(of records: [VerdictRecord]) {
    kind = .slowest
    checks = records.sorted { ($1.seconds, $0.id) < ($0.seconds, $1.id) }.prefix(Self.most)
      .map { Check(id: $0.id, seconds: $0.seconds, cases: $0.cases) }
  }
}
