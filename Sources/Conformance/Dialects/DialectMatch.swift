public import Descriptors
import Reference
public import Reporting

/// The search for the dialect that a device follows, from answers that it has given already.
///
/// The candidates are all presets, the presets with the rounding and overflow rules that were asked
/// for, and every dialect that differs from the asked one in one choice. Where none agrees with all
/// answers, the nearest two are changed one choice at a time as long as fewer answers differ: a
/// device that truncates, saturates and flushes is found in three steps.
public enum DialectMatch {
  /// The dialects with which all answers agree, or the nearest one and where they part.
  ///
  /// - Parameters:
  ///   - operation: what was asked, with its dialect.
  ///   - preset: the name of the preset that the dialect was taken from.
  ///   - presets: the dialects to try.
  ///   - answers: at least one.
  /// - Returns: `nil` where all answers agree with the dialect that was asked for.
  public static func search(
    _ operation: Operation, preset: String, presets: [DialectPreset], answers: [DeviceAnswer]
  ) -> DialectReport? {
    let jury = Jury(operation, answers)
    let asked = operation.dialect
    let own = presets.first { $0.name == preset }?.dialect(for: operation.result.name) ?? asked
    guard jury.differing > 0 else { return nil }

    var ranking = Ranking(jury)
    for candidate in presets {
      let plain = candidate.dialect(for: operation.result.name)
      ranking.add(
        NamedDialect(dialect: plain, base: plain, baseName: candidate.name), changes: 0)
    }
    for candidate in presets {
      let plain = candidate.dialect(for: operation.result.name)
      var dialect = plain
      (dialect.rounding, dialect.overflow) = (asked.rounding, asked.overflow)
      ranking.add(
        NamedDialect(dialect: dialect, base: plain, baseName: candidate.name), changes: 1)
    }
    for dialect in asked.neighbours(for: operation.result) {
      ranking.add(NamedDialect(dialect: dialect, base: own, baseName: preset), changes: 1)
    }
    for start in ranking.best.prefix(2) where ranking.agreeing.isEmpty {
      ranking.descend(from: start.named, to: operation.result)
    }
    return ranking.report
  }
}

/// The answers, against which dialects are held.
private struct Jury {
  let operation: Operation
  /// Those that differ from the asked dialect first, since others are likely to stumble there.
  let answers: [DeviceAnswer]
  /// How many answers differ from the asked dialect.
  let differing: Int

  init(_ operation: Operation, _ answers: [DeviceAnswer]) {
    self.operation = operation
    let evaluator = Evaluator(operation)
    let wrong = answers.filter { evaluator($0.codes, word: $0.word) != $0.got }
    let right = answers.filter { evaluator($0.codes, word: $0.word) == $0.got }
    self.answers = wrong + right
    differing = wrong.count
  }

  func evaluator(_ dialect: Dialect) -> Evaluator {
    var other = operation
    other.dialect = dialect
    return Evaluator(other)
  }

  /// How many answers differ from a dialect; counting ends beyond `most`.
  func differing(from dialect: Dialect, most: Int) -> Int {
    let evaluator = evaluator(dialect)
    var count = 0
    for answer in answers where evaluator(answer.codes, word: answer.word) != answer.got {
      count += 1
      if count > most { break }
    }
    return count
  }
}

/// The dialects that were tried, and the best of them.
private struct Ranking {
  struct Entry {
    var named: NamedDialect
    var differing: Int
    /// How far the dialect is from one with a name.
    var changes: Int
  }

  let jury: Jury
  private(set) var best: [Entry] = []
  private var tried: Set<Dialect>
  private var names: [Dialect: Int] = [:]

  init(_ jury: Jury) {
    self.jury = jury
    tried = [jury.operation.dialect]
  }

  /// The dialects with which all answers agree: presets if there are any, or those with the fewest
  /// changes.
  var agreeing: [Entry] { best.filter { $0.differing == 0 } }

  mutating func add(_ named: NamedDialect, changes: Int) {
    guard named.dialect != jury.operation.dialect else { return }
    if !tried.insert(named.dialect).inserted {
      // The same choices under another preset's name.
      guard changes == 0, let twin = best.first(where: { $0.named.dialect == named.dialect })
      else { return }
      insert(Entry(named: named, differing: twin.differing, changes: 0))
      return
    }
    // Dialects behind the eighth are of no interest.
    let most = best.count < 8 ? jury.answers.count : best[best.count - 1].differing
    let differing = jury.differing(from: named.dialect, most: most)
    insert(Entry(named: named, differing: differing, changes: changes))
  }

  private mutating func insert(_ entry: Entry) {
    let place =
      best.firstIndex {
        ($0.differing, $0.changes) > (entry.differing, entry.changes)
      } ?? best.count
    best.insert(entry, at: place)
    if best.count > 8 { best.removeLast() }
  }

  /// Changes one choice at a time as long as fewer answers differ.
  mutating func descend(from start: NamedDialect, to result: FormatDescriptor) {
    var current = Entry(
      named: start, differing: jury.differing(from: start.dialect, most: jury.answers.count),
      changes: 1)
    for changes in 2...8 where current.differing > 0 {
      var next = current
      for dialect in current.named.dialect.neighbours(for: result) where !tried.contains(dialect) {
        tried.insert(dialect)
        let differing = jury.differing(from: dialect, most: next.differing)
        if differing < next.differing {
          var named = start
          named.dialect = dialect
          next = Entry(named: named, differing: differing, changes: changes)
        }
      }
      guard next.differing < current.differing else { return }
      current = next
      insert(current)
    }
  }

  var report: DialectReport {
    var report = DialectReport(
      answers: UInt64(jury.answers.count), differing: UInt64(jury.differing),
      tried: tried.count - 1,
      follows: [])
    let agreeing = agreeing
    if let fewest = agreeing.map(\.changes).min() {
      let simplest = agreeing.filter { $0.changes == fewest }.map(\.named.name)
      report.follows = fewest == 0 ? simplest : Array(simplest.prefix(3))
    } else if let nearest = best.first, nearest.differing < jury.answers.count {
      report.nearest = nearMiss(nearest)
    }
    return report
  }

  private func nearMiss(_ entry: Entry) -> DialectReport.Nearest? {
    let evaluator = jury.evaluator(entry.named.dialect)
    var smallest: DeviceAnswer?
    for answer in jury.answers where evaluator(answer.codes, word: answer.word) != answer.got {
      if smallest.map({ answer.isSmaller(than: $0) }) ?? true { smallest = answer }
    }
    guard let smallest else { return nil }
    let text = CaseText(Evaluator(jury.operation))
    return .init(
      dialect: entry.named.name, differing: UInt64(entry.differing), text: text.operands(smallest),
      expected: text.result(evaluator(smallest.codes, word: smallest.word)),
      got: text.result(smallest.got))
  }
}
