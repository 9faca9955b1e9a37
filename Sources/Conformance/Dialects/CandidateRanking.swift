import Results

/// The candidates that were held against a device's answers, and the best of them.
///
/// A candidate is told as what it changes in one with a name.
struct CandidateRanking<Choice: Hashable> {
  /// A candidate and how many answers differ from it.
  struct Entry {
    var choice: Choice
    /// The candidate that it is told from.
    var base: Choice
    /// The name of that one.
    var baseName: String
    var differing: Int
    /// How far the candidate is from one with a name.
    var changes: Int
  }

  /// How answers are held against a candidate.
  struct Jury {
    /// What was asked for.
    let asked: Choice
    /// How many answers there are.
    let answers: Int
    /// How many answers differ from a candidate, where counting may end beyond `most`; `nil` for one
    /// that means nothing.
    let differing: (_ choice: Choice, _ most: Int) -> Int?
    /// The candidates that differ from one in a single choice.
    let neighbours: (Choice) -> [Choice]
  }

  let jury: Jury
  private(set) var best: [Entry] = []
  private var tried: Set<Choice>

  /// How many of the best are remembered.
  private static var most: Int { 8 }

  init(_ jury: Jury) {
    self.jury = jury
    tried = [jury.asked]
  }

  /// The candidates with which all answers agree.
  var agreeing: [Entry] { best.filter { $0.differing == 0 } }

  /// How many candidates were tried beside the one asked for.
  var triedCount: Int { tried.count - 1 }

  /// Tries a candidate.
  mutating func add(_ choice: Choice, from base: Choice, named baseName: String, changes: Int) {
    guard choice != jury.asked else { return }
    if !tried.insert(choice).inserted {
      // The same choices under another preset's name.
      guard changes == 0, let twin = best.first(where: { $0.choice == choice }) else { return }
      insert(
        Entry(
          choice: choice, base: base, baseName: baseName, differing: twin.differing, changes: 0))
      return
    }
    // Candidates behind the last of the best are of no interest.
    let most = best.count < Self.most ? jury.answers : best[best.count - 1].differing
    guard let differing = jury.differing(choice, most) else {
      tried.remove(choice)
      return
    }
    insert(
      Entry(
        choice: choice, base: base, baseName: baseName, differing: differing, changes: changes))
  }

  private mutating func insert(_ entry: Entry) {
    let place =
      best.firstIndex {
        ($0.differing, $0.changes) > (entry.differing, entry.changes)
      } ?? best.count
    best.insert(entry, at: place)
    if best.count > Self.most { best.removeLast() }
  }

  /// Changes the nearest two one choice at a time, as long as fewer answers differ and none agrees
  /// with all.
  mutating func descend() {
    for start in best.prefix(2) where agreeing.isEmpty { descend(from: start) }
  }

  private mutating func descend(from start: Entry) {
    guard let differing = jury.differing(start.choice, jury.answers) else { return }
    var current = start
    (current.differing, current.changes) = (differing, 1)
    for changes in 2...8 where current.differing > 0 {
      var next = current
      for choice in jury.neighbours(current.choice) where tried.insert(choice).inserted {
        guard let differing = jury.differing(choice, next.differing) else {
          tried.remove(choice)
          continue
        }
        if differing < next.differing {
          next.choice = choice
          (next.differing, next.changes) = (differing, changes)
        }
      }
      guard next.differing < current.differing else { return }
      current = next
      insert(current)
    }
  }

  /// The report, but for where the nearest parts.
  ///
  /// - Parameter name: the name of a candidate, told from its base.
  func report(differing: Int, name: (Entry) -> String) -> DialectReport {
    var report = DialectReport(
      answers: UInt64(jury.answers), differing: UInt64(differing), tried: triedCount, follows: [])
    let agreeing = agreeing
    if let fewest = agreeing.map(\.changes).min() {
      let simplest = agreeing.filter { $0.changes == fewest }.map(name)
      report.follows = fewest == 0 ? simplest : Array(simplest.prefix(3))
    }
    return report
  }

  /// The nearest candidate, where none agrees with all answers and some answer agrees with it.
  var nearest: Entry? {
    guard agreeing.isEmpty, let first = best.first, first.differing < jury.answers else {
      return nil
    }
    return first
  }
}
