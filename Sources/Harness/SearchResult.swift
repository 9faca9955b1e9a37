/// What a search found.
public struct SearchResult: Hashable, Sendable {
  /// The property's id and subject.
  public var id: String
  public var subject: String
  /// Which part of the cases was searched. The verdict speaks of this part only.
  public var shard: Shard
  /// The verdict; `undecided` when the search was stopped.
  public var verdict: Verdict
  /// What was counted, including what was counted before an earlier interruption. After a
  /// refutation it covers the cases up to and including the first failure in order.
  public var tally: Tally
  /// The seconds spent, including those before an earlier interruption.
  public var seconds: Double
  /// Where to go on; `nil` when the search is finished.
  public var state: SearchState?
  /// Doubts about the property itself, not about its subject.
  public var warnings: [HealthWarning]

  /// Whether the search was stopped before its end.
  public var isIncomplete: Bool { state != nil }

  /// Cases per second; 0 when no time was spent.
  public var throughput: Double { seconds > 0 ? Double(tally.cases) / seconds : 0 }
}

/// How far a running search is.
public struct SearchProgress: Sendable {
  /// Where it stands; storing this is a checkpoint.
  public var state: SearchState
  /// The part done, in 0...1; an estimate when ranges depend on earlier choices.
  public var fraction: Double
}
