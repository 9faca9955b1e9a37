/// One thing about one check that is not what it was.
public struct HistoryChange: Codable, Hashable, Sendable {
  /// The check.
  public var id: String
  /// What differs: `verdict`, `counterexample`, `value steps`, `ulp`, `coverage`, `results`, `speed`.
  public var what: String
  /// What it was.
  public var old: String
  /// What it is.
  public var new: String
  /// Whether that is good.
  public var judgement: Judgement
  /// The new speed over the old one; absent for other changes.
  public var ratio: Double?

  /// Whether a change is good.
  public enum Judgement: String, Codable, Hashable, Sendable, CaseIterable {
    case worse, better, changed
    /// Fewer or more cases per second.
    case slower, faster
  }

  /// The words of verdicts, from the gravest to the one that says most.
  package static let gravity = [
    "refuted", "undecided", "skipped", "sampled", "enumerated", "proved",
  ]

  /// Ratios of speeds are taken of runs that took at least this long, in seconds.
  package static let shortestRun = 0.01

  /// A single check is called slower or faster beyond this factor, where both runs took at least this
  /// long: shorter ones say more about the machine's other work.
  private static let (sameSpeed, longRun) = (1.25, 0.1)

  /// What differs between two results of a check.
  static func all(
    from old: HistoryRecord.Check, to new: HistoryRecord.Check
  ) -> [HistoryChange] {
    var changes: [HistoryChange] = []
    func add(_ what: String, _ from: String, _ to: String, _ judgement: Judgement) {
      changes.append(
        HistoryChange(id: new.id, what: what, old: from, new: to, judgement: judgement))
    }
    if old.verdict != new.verdict {
      let (was, now) = (rank(old.verdict), rank(new.verdict))
      add("verdict", old.verdict, new.verdict, now < was ? .worse : .better)
    } else if let was = old.found, let now = new.found, was != now {
      add("counterexample", was, now, .changed)
    }
    func compare(_ what: String, _ was: Double?, _ now: Double?, isBad: (Double, Double) -> Bool) {
      guard let was, let now, was != now else { return }
      add(
        what, PlainNumber.text(was), PlainNumber.text(now), isBad(was, now) ? .worse : .better)
    }
    compare("value steps", old.valueSteps, new.valueSteps) { $0 < $1 }
    compare("ulp", old.ulp, new.ulp) { $0 < $1 }
    if let was = old.coverage, let now = new.coverage, was != now {
      add(
        "coverage", "\(was.met) of \(was.possible)", "\(now.met) of \(now.possible)",
        now.share < was.share ? .worse : now.share > was.share ? .better : .changed)
    }
    // Other cases have other results.
    if let was = old.digest, let now = new.digest, was != now, old.cases == new.cases,
      old.seed == new.seed
    {
      add("results", String(was.prefix(12)), String(now.prefix(12)), .changed)
    }
    if let ratio = speed(from: old, to: new), min(old.seconds, new.seconds) >= longRun,
      ratio > sameSpeed || ratio < 1 / sameSpeed
    {
      var change = HistoryChange(
        id: new.id, what: "speed", old: HumanUnits.rate(old.throughput) + "/s",
        new: HumanUnits.rate(new.throughput) + "/s", judgement: ratio < 1 ? .slower : .faster)
      change.ratio = ratio
      changes.append(change)
    }
    return changes
  }

  /// The new speed over the old one; `nil` where one of them was measured too shortly to say.
  package static func speed(
    from old: HistoryRecord.Check, to new: HistoryRecord.Check
  ) -> Double? {
    guard old.seconds >= shortestRun, new.seconds >= shortestRun, old.throughput > 0,
      new.throughput > 0
    else { return nil }
    return new.throughput / old.throughput
  }

  private static func rank(_ verdict: String) -> Int {
    gravity.firstIndex(of: verdict) ?? gravity.count
  }
}
