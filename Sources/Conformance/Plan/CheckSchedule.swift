/// Which checks of a plan run at once, and in which order their results come out.
///
/// Checks that declare little work run side by side, one thread each; one that declares much, or none,
/// runs alone with all threads. Results are handed out in the order of the plan, and what a check is
/// given never depends on which others have ended by chance.
struct CheckSchedule: Sendable {
  /// A check that is to begin.
  struct Start: Hashable, Sendable {
    /// Its place among the checks to be run.
    var place: Int
    /// Whether nothing else runs beside it.
    var isAlone: Bool
    /// Whether the dialect that it follows is looked for if it is refuted.
    var searches: Bool
  }

  /// The most work of a check that runs beside others.
  static let mostBeside: UInt64 = 1_400_000

  /// How far a check may run ahead of the first that has not ended.
  static let mostAhead = 256

  private let isAlone: [Bool]
  private let lanes: Int
  private let mostSearched: Int
  private var next = 0
  private var running = 0
  private var runsAlone = false
  private var reported = 0
  private var searched = 0
  private var ended: [Int: CheckResult] = [:]

  /// A schedule of checks with these costs; `nil` stands for a check that must run alone.
  init(_ costs: [CheckCost?], lanes: Int, mostSearched: Int) {
    isAlone = costs.map { cost in
      costs.count == 1 || lanes <= 1 || (cost.map { $0.work > Self.mostBeside } ?? true)
    }
    self.lanes = max(1, lanes)
    self.mostSearched = mostSearched
  }

  /// The next check that can begin now; `nil` where none can before another ends.
  mutating func start() -> Start? {
    guard next < isAlone.count, !runsAlone, running < lanes, next - reported < Self.mostAhead else {
      return nil
    }
    let alone = isAlone[next]
    if alone, running > 0 { return nil }
    // Those that have not ended may yet be refuted and use up the searches.
    let pending = next - reported
    if searched < mostSearched, searched + pending >= mostSearched, pending > 0 { return nil }
    defer {
      next += 1
      running += 1
      runsAlone = alone
    }
    return Start(place: next, isAlone: alone, searches: searched < mostSearched)
  }

  /// Takes a check's result.
  mutating func end(_ place: Int, _ result: CheckResult) {
    running -= 1
    runsAlone = false
    ended[place] = result
  }

  /// The next result in the order of the plan; `nil` where it has not come yet.
  ///
  /// - Parameter isSearched: whether the dialect of such a result was looked for.
  mutating func report(
    isSearched: (CheckResult) -> Bool
  ) -> (place: Int, result: CheckResult, searched: Int)? {
    guard let result = ended.removeValue(forKey: reported) else { return nil }
    defer { reported += 1 }
    if isSearched(result) { searched += 1 }
    return (reported, result, searched)
  }

  /// Whether every check has begun, ended and been reported.
  var isComplete: Bool { reported == isAlone.count }
}
