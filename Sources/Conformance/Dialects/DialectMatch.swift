import Descriptors
import Devices
import Reference
import Results

/// The search for what a refuted device computes, from answers that it has given already.
///
/// The candidates have a name or differ from what was asked for in one choice. Where none agrees with
/// all answers, the nearest two are changed one choice at a time as long as fewer answers differ: a
/// device that truncates, saturates and flushes is found in three steps.
struct DialectMatch: Sendable {
  /// What was found.
  private(set) var report: DialectReport
  private let evaluator: Evaluator
  private var parting: Parting?

  /// Where the device and the nearest candidate part.
  private struct Parting {
    let candidate: Evaluator
    var item: AnsweredCase
  }

  /// Holds candidates against answers.
  ///
  /// - Parameter preset: the name of the preset that the operation's dialect was taken from.
  /// - Returns: `nil` where nothing is looked for, and where all answers are right.
  init?(
    _ evaluator: Evaluator, preset: String, candidates: DialectCandidates, answers: [AnsweredCase]
  ) {
    guard !candidates.isEmpty else { return nil }
    let named = candidates.listed(for: evaluator.operation, preset: preset)
    guard !named.isEmpty else { return nil }
    var (wrong, right): ([AnsweredCase], [AnsweredCase]) = ([], [])
    for answer in answers {
      if answer.got.agrees(with: evaluator.answer(answer.input)) {
        right.append(answer)
      } else {
        wrong.append(answer)
      }
    }
    guard !wrong.isEmpty else { return nil }
    // Wrong ones first, since others are likely to stumble there.
    let sorted = wrong + right
    var ranking = CandidateRanking(
      asked: evaluator.operation, answers: sorted.count,
      differing: { Self.differing($0, sorted, most: $1) },
      neighbours: { candidates.neighbours(of: $0) })
    for candidate in named { ranking.add(candidate) }
    ranking.descend()
    report = ranking.report(differing: wrong.count)
    self.evaluator = evaluator
    guard let nearest = ranking.nearest, let other = try? Evaluator(nearest.candidate.operation)
    else { return }
    let apart = sorted.filter { answer in
      other.answer(asFarAsTaken: answer.input).map { !answer.got.agrees(with: $0) } ?? false
    }
    parting = apart.min { $0.input.precedes($1.input) }.map { Parting(candidate: other, item: $0) }
    report.nearest = parting.flatMap {
      near($0, dialect: nearest.candidate.name, differing: UInt64(nearest.differing))
    }
  }

  /// Makes the case small at which the device and the nearest candidate part, by asking the device again.
  ///
  /// A case of a few numbers stays as it is, and so does one of a candidate that takes no random words
  /// where the device does.
  mutating func shrink(on unit: any Unit) async {
    guard var parting, let nearest = report.nearest, evaluator.scalar == nil,
      parting.candidate.operation.wordCount == evaluator.operation.wordCount
    else { return }
    let runner = CaseRunner(evaluator: parting.candidate, unit: unit)
    parting.item = await CaseShrinker(runner)(parting.item)
    report.nearest = near(parting, dialect: nearest.dialect, differing: nearest.differing)
  }

  private func near(
    _ parting: Parting, dialect: String, differing: UInt64
  ) -> DialectReport.Nearest? {
    guard let expected = parting.candidate.answer(asFarAsTaken: parting.item.input) else {
      return nil
    }
    let text = PartingText(evaluator)
    let got = parting.item.got
    return .init(
      dialect: dialect, differing: differing, text: text.operands(parting.item.input),
      expected: text.results(expected, where: got), got: text.results(got, where: expected))
  }

  /// How many answers differ from a candidate; counting ends beyond `most`.
  private static func differing(
    _ operation: Operation, _ answers: [AnsweredCase], most: Int
  ) -> Int? {
    guard let evaluator = try? Evaluator(operation) else { return nil }
    var count = 0
    for answer in answers {
      guard let expected = evaluator.answer(asFarAsTaken: answer.input) else { return nil }
      if answer.got.agrees(with: expected) { continue }
      count += 1
      if count > most { break }
    }
    return count
  }
}

extension Evaluator {
  /// The answer to a case that may bring random words that this operation does not take; `nil` where it
  /// takes others.
  fileprivate func answer(asFarAsTaken item: Case) -> Answer? {
    let count = operation.wordCount
    guard count == 0 || count == item.words.count else { return nil }
    return answer(Case(codes: item.codes, words: count == 0 ? [] : item.words))
  }
}
