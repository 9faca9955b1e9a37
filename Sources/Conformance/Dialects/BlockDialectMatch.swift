import Descriptors
import Devices
import Reference
import Results

/// The search for the way in which a device encodes or decodes blocks, from answers that it gives.
///
/// The candidates are the listed block formats with codes of the same widths in the same places, and
/// whatever differs in one choice from what was asked for: the rule of the scale, how elements and
/// scales enter their formats, what a NaN does to its block, the scale of zeros, the order of
/// roundings, and formats whose codes may have been taken for the element's or the scale's. Where
/// none agrees with all answers, the nearest two are changed one choice at a time.
struct BlockDialectMatch: Sendable {
  let evaluator: Evaluator
  let unit: any Unit
  let candidates: DialectCandidates

  /// The most elements of all cases together that candidates are held against.
  static let mostElements = 12_000

  /// Looks for the candidates with which a refuted device agrees.
  ///
  /// - Parameters:
  ///   - domain: the cases, some of which the device is asked.
  ///   - failing: a case that the device gets wrong.
  /// - Returns: `nil` for other operations, and where the device gives no answers now.
  func callAsFunction(_ domain: any CaseSource, failing: AnsweredCase) async -> DialectReport? {
    let operation = evaluator.operation
    guard operation.blockFormat != nil else { return nil }
    let answers = await answers(domain) + [failing]
    var (wrong, right): ([AnsweredCase], [AnsweredCase]) = ([], [])
    for answer in answers {
      if answer.got.agrees(with: evaluator.answer(answer.input)) {
        right.append(answer)
      } else {
        wrong.append(answer)
      }
    }
    // Wrong ones first, since others are likely to stumble there.
    let sorted = wrong + right
    guard !wrong.isEmpty else { return nil }
    let variants = BlockVariants(formats: candidates.formats)
    var ranking = CandidateRanking<Operation>(
      .init(
        asked: operation, answers: sorted.count,
        differing: { Self.differing($0, sorted, most: $1) },
        neighbours: { variants.neighbours(of: $0) }))
    for block in candidates.blocks where block != operation.blockFormat {
      let other = operation.replacing(block)
      guard operation.hasLayout(of: other) else { continue }
      ranking.add(other, from: other, named: block.name, changes: 0)
    }
    let own = operation.blockFormat?.name ?? ""
    if case .decodeBlock = operation.function {
      for preset in candidates.presets {
        var other = operation
        other.dialect = preset.dialect(for: operation.result.name)
        ranking.add(other, from: other, named: "\(own) in \(preset.name)", changes: 0)
      }
    }
    for other in variants.neighbours(of: operation) {
      ranking.add(other, from: operation, named: own, changes: 1)
    }
    ranking.descend()
    var report = ranking.report(differing: wrong.count, name: Self.name)
    if let nearest = ranking.nearest { report.nearest = await nearMiss(nearest, sorted) }
    return report
  }

  private static func name(_ entry: CandidateRanking<Operation>.Entry) -> String {
    let changes = BlockDifference.text(entry.choice, from: entry.base)
    return changes.isEmpty
      ? entry.baseName : "\(entry.baseName) with \(changes.joined(separator: ", "))"
  }

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

  /// How many cases a device is asked.
  var mostAnswers: Int {
    max(24, min(512, Self.mostElements / max(1, evaluator.operation.operandCount)))
  }

  /// Answers to cases from all over the domain.
  private func answers(_ domain: any CaseSource) async -> [AnsweredCase] {
    let most = UInt64(mostAnswers)
    let stride = max(1, domain.count / most)
    let cases = Swift.stride(from: 0, to: domain.count, by: Int(stride)).prefix(Int(most))
      .map { domain($0) }
    let runner = CaseRunner(evaluator: evaluator, unit: unit)
    var found: [AnsweredCase] = []
    let size = Int(CheckCases.batchSize(UInt64(cases.count), evaluator.operation))
    var begin = 0
    while begin < cases.count {
      let part = Array(cases[begin..<min(begin + size, cases.count)])
      guard let got = try? await runner.answers(part), !got.isEmpty else { break }
      found += zip(part, got).map { AnsweredCase(input: $0, got: $1) }
      begin += size
    }
    return found
  }

  /// The smallest case that is found at which the device and a candidate part; one of those that were
  /// asked where the candidate takes no random words and the device does.
  private func nearMiss(
    _ entry: CandidateRanking<Operation>.Entry, _ answers: [AnsweredCase]
  ) async -> DialectReport.Nearest? {
    guard let other = try? Evaluator(entry.choice) else { return nil }
    let parting = answers.filter { answer in
      other.answer(asFarAsTaken: answer.input).map { !answer.got.agrees(with: $0) } ?? false
    }
    guard var found = parting.min(by: { $0.input.precedes($1.input) }) else { return nil }
    if entry.choice.wordCount == evaluator.operation.wordCount {
      found = await CaseShrinker(CaseRunner(evaluator: other, unit: unit))(found)
    }
    guard let expected = other.answer(asFarAsTaken: found.input)?.results else { return nil }
    let text = BlockParting(evaluator)
    return .init(
      dialect: Self.name(entry), differing: UInt64(entry.differing),
      text: text.operands(found.input), expected: text.results(expected, where: found.got.results),
      got: text.results(found.got.results, where: expected))
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
