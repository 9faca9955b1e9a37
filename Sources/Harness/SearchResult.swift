/// What a search found.
public struct SearchResult: Hashable, Sendable {
  /// The property's id.
  public var id: String
  /// What was judged.
  public var subject: String
  /// The finite domain that was searched, in words; `nil` when it is every input.
  public var domain: String?
  /// Which part of the cases was searched.
  ///
  /// The verdict speaks of this part only.
  public var shard: Shard
  /// The verdict; `undecided` when the search was stopped.
  public var verdict: Verdict
  /// What was counted, including what was counted before an earlier interruption.
  ///
  /// After a refutation it covers the cases up to and including the first failure in order.
  public var tally: Tally
  /// The seconds spent, including those before an earlier interruption.
  public var seconds: Double
  /// Where to go on, which for a finished search is its end; searching from there gives the same
  /// verdict at once.
  ///
  /// `nil` after a refutation.
  public var state: SearchState?
  /// Whether the search was stopped before its end.
  public var isIncomplete: Bool
  /// Doubts about the property itself, not about its subject.
  public var warnings: [HealthWarning]

  /// Creates a result from its parts.
  public init(
    id: String, subject: String, domain: String? = nil, shard: Shard = .whole, verdict: Verdict,
    tally: Tally = Tally(),
    seconds: Double = 0, state: SearchState? = nil, isIncomplete: Bool = false,
    warnings: [HealthWarning] = []
  ) {
    self.id = id
    self.subject = subject
    self.domain = domain
    self.shard = shard
    self.verdict = verdict
    self.tally = tally
    self.seconds = seconds
    self.state = state
    self.isIncomplete = isIncomplete
    self.warnings = warnings
  }

  /// Cases per second; 0 when no time was spent.
  public var throughput: Double { seconds > 0 ? Double(tally.cases) / seconds : 0 }
}

/// How far a running search is.
public struct SearchProgress: Sendable {
  /// Where it stands; storing this is a checkpoint.
  public var state: SearchState
  /// The part done, in 0...1; an estimate when ranges depend on earlier choices.
  public var fraction: Double

  /// Creates a progress report from its parts.
  public init(state: SearchState, fraction: Double) {
    self.state = state
    self.fraction = fraction
  }
}
