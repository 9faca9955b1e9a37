import Descriptors
import Results

/// The candidates that were held against a device's answers, and the best of them.
struct CandidateRanking {
  /// A candidate and how many answers differ from it.
  struct Entry {
    var candidate: DialectCandidate
    var differing: Int
  }

  private let asked: Operation
  private let answers: Int
  private let differing: (_ operation: Operation, _ most: Int) -> Int?
  private let neighbours: (Operation) -> [Operation]
  private var best: [Entry] = []
  private var tried: Set<Operation>

  /// How many of the best are remembered.
  private static let most = 8

  /// A ranking without candidates.
  ///
  /// - Parameters:
  ///   - asked: what was asked for.
  ///   - answers: how many answers there are.
  ///   - differing: how many answers differ from a candidate, where counting may end beyond `most`;
  ///     `nil` for one that means nothing.
  ///   - neighbours: the candidates that differ from one in a single choice.
  init(
    asked: Operation, answers: Int,
    differing: @escaping (_ operation: Operation, _ most: Int) -> Int?,
    neighbours: @escaping (Operation) -> [Operation]
  ) {
    (self.asked, self.answers, self.differing, self.neighbours) = (
      asked, answers, differing, neighbours
    )
    tried = [asked]
  }

  /// The candidates with which all answers agree.
  private var agreeing: [Entry] { best.filter { $0.differing == 0 } }

  /// Tries a candidate.
  mutating func add(_ candidate: DialectCandidate) {
    guard candidate.operation != asked else { return }
    if !tried.insert(candidate.operation).inserted {
      // The same choices under another preset's name.
      guard candidate.changes == 0,
        let twin = best.first(where: { $0.candidate.operation == candidate.operation })
      else { return }
      insert(Entry(candidate: candidate, differing: twin.differing))
      return
    }
    // Candidates behind the last of the best are of no interest.
    let most = best.count < Self.most ? answers : best[best.count - 1].differing
    guard let differing = differing(candidate.operation, most) else {
      tried.remove(candidate.operation)
      return
    }
    insert(Entry(candidate: candidate, differing: differing))
  }

  private mutating func insert(_ entry: Entry) {
    let place =
      best.firstIndex {
        ($0.differing, $0.candidate.changes) > (entry.differing, entry.candidate.changes)
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
    guard let differing = differing(start.candidate.operation, answers) else { return }
    var current = start
    (current.differing, current.candidate.changes) = (differing, 1)
    for changes in 2...8 where current.differing > 0 {
      var next = current
      for operation in neighbours(current.candidate.operation)
      where tried.insert(operation).inserted {
        guard let differing = self.differing(operation, next.differing) else {
          tried.remove(operation)
          continue
        }
        if differing < next.differing {
          next.differing = differing
          (next.candidate.operation, next.candidate.changes) = (operation, changes)
        }
      }
      guard next.differing < current.differing else { return }
      current = next
      insert(current)
    }
  }

  /// The report, but for where the nearest parts.
  func report(differing: Int) -> DialectReport {
    var report = DialectReport(
      answers: UInt64(answers), differing: UInt64(differing), tried: tried.count - 1, follows: [])
    let agreeing = agreeing.map(\.candidate)
    if let fewest = agreeing.map(\.changes).min() {
      let simplest = agreeing.filter { $0.changes == fewest }.map(\.name)
      report.follows = fewest == 0 ? simplest : Array(simplest.prefix(3))
    }
    return report
  }

  /// The nearest candidate, where none agrees with all answers and some answer agrees with it.
  var nearest: Entry? {
    guard agreeing.isEmpty, let first = best.first, first.differing < answers else { return nil }
    return first
  }
}
