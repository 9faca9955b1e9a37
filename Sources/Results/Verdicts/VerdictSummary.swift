/// All verdicts in one line, and what they amount to.
public struct VerdictSummary: Sendable {
  /// How many verdicts there are of each word, in the order of certainty; words that do not occur
  /// are left out.
  public let counts: [(word: String, count: Int)]
  /// Whether any search was stopped before its end.
  public let isIncomplete: Bool
  /// Whether any device, or what runs it, failed.
  public let hasFailed: Bool

  /// Counts the verdicts.
  public init(_ records: [VerdictRecord]) {
    let words = ["proved", "enumerated", "sampled", "refuted", "undecided", "skipped"]
    counts = words.compactMap { word in
      let count = records.count { $0.verdict == word }
      return count > 0 ? (word, count) : nil
    }
    isIncomplete = records.contains { $0.isIncomplete }
    hasFailed = records.contains { $0.hasFailed == true }
  }

  /// How many verdicts are of this word.
  public func count(of word: String) -> Int { counts.first { $0.word == word }?.count ?? 0 }

  /// The exit code of the command: 1 when a law is refuted, otherwise 3 when a device failed,
  /// otherwise 4 when a law is undecided or a search is incomplete, otherwise 0.
  public var exitCode: Int32 {
    if count(of: "refuted") > 0 { return 1 }
    if hasFailed { return 3 }
    return isIncomplete || count(of: "undecided") > 0 ? 4 : 0
  }

  /// `12 proved, 3 sampled, 1 refuted`; `nothing to verify` when there is none.
  public var text: String {
    counts.isEmpty
      ? "nothing to verify" : counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
  }
}
