public import Descriptors
import Reference
public import Results

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
    _ operation: Operation, preset: String, presets: [DialectPreset], answers: [AnsweredCase]
  ) -> DialectReport? {
    let bench = Bench(operation, answers)
    guard bench.differing > 0 else { return nil }
    let asked = operation.dialect
    let result = operation.result
    let own = presets.first { $0.name == preset }?.dialect(for: result.name) ?? asked

    var ranking = CandidateRanking(
      .init(
        asked: asked, answers: answers.count,
        differing: { bench.differing(from: $0, most: $1) },
        neighbours: { $0.neighbours(for: result) }))
    for candidate in presets {
      let plain = candidate.dialect(for: result.name)
      ranking.add(plain, from: plain, named: candidate.name, changes: 0)
    }
    for candidate in presets {
      let plain = candidate.dialect(for: result.name)
      var dialect = plain
      (dialect.rounding, dialect.overflow) = (asked.rounding, asked.overflow)
      ranking.add(dialect, from: plain, named: candidate.name, changes: 1)
    }
    for dialect in asked.neighbours(for: result) {
      ranking.add(dialect, from: own, named: preset, changes: 1)
    }
    ranking.descend()
    func name(_ entry: CandidateRanking<Dialect>.Entry) -> String {
      NamedDialect(dialect: entry.choice, base: entry.base, baseName: entry.baseName).name
    }
    var report = ranking.report(differing: bench.differing, name: name)
    if let nearest = ranking.nearest {
      report.nearest = bench.nearMiss(nearest.choice, name(nearest), nearest.differing)
    }
    return report
  }
}

/// The answers, against which dialects are held.
private struct Bench {
  let operation: Operation
  /// Those that differ from the asked dialect first, since others are likely to stumble there.
  let answers: [AnsweredCase]
  /// How many answers differ from the asked dialect.
  let differing: Int

  init(_ operation: Operation, _ answers: [AnsweredCase]) {
    self.operation = operation
    let evaluator = ScalarEvaluator(operation)
    var (wrong, right): ([AnsweredCase], [AnsweredCase]) = ([], [])
    for answer in answers {
      if evaluator.agrees(with: answer) {
        right.append(answer)
      } else {
        wrong.append(answer)
      }
    }
    self.answers = wrong + right
    differing = wrong.count
  }

  private func evaluator(_ dialect: Dialect) -> ScalarEvaluator {
    var other = operation
    other.dialect = dialect
    return ScalarEvaluator(other)
  }

  /// How many answers differ from a dialect; counting ends beyond `most`.
  func differing(from dialect: Dialect, most: Int) -> Int {
    let evaluator = evaluator(dialect)
    var count = 0
    for answer in answers where !evaluator.agrees(with: answer) {
      count += 1
      if count > most { break }
    }
    return count
  }

  /// The smallest case that differs from a dialect.
  func nearMiss(_ dialect: Dialect, _ name: String, _ differing: Int) -> DialectReport.Nearest? {
    let evaluator = evaluator(dialect)
    var smallest: AnsweredCase?
    for answer in answers where !evaluator.agrees(with: answer) {
      if smallest.map({ answer.input.precedes($0.input) }) ?? true { smallest = answer }
    }
    guard let smallest else { return nil }
    let text = CaseText(Evaluator(ScalarEvaluator(operation)))
    return .init(
      dialect: name, differing: UInt64(differing), text: text.operands(smallest.input),
      expected: text.answer(Answer(results: [evaluator(smallest.input)])),
      got: text.answer(smallest.got))
  }
}
