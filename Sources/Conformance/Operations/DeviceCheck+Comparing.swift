import Descriptors
import Devices
import Harness
import Reference

extension DeviceCheck {
  /// Every code of the one operand, against the intervals of the reference.
  func sweep(
    _ unit: any Unit, _ evaluator: ScalarEvaluator, _ map: IntervalMap, _ context: CheckContext,
    _ result: inout CheckResult
  ) async throws {
    let sweep = Sweep(map: map, unit: unit, accepts: acceptance)
    let total = map.lastCode + 1
    let size = BlockRun.size(of: total, atMost: Sweep.mostPerBlock)
    let run = context.run(blocks: (total + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      [operation] in
      // A worker does one block after the other; taking the batch out keeps its columns unshared.
      let spare = SpareBatch(Batch(operation, count: Int(size)))
      return { block in
        var batch = spare.take()
        defer { spare.giveBack(&batch) }
        let codes = block * size..<min((block + 1) * size, total)
        var accepted: [String: UInt64] = [:]
        let (count, failing) = try await sweep.mismatch(in: codes, using: &batch) {
          accepted[Self.accepted + $0, default: 0] += 1
        }
        tally.add(
          block, answered: count, asked: UInt64(codes.count), classes: accepted,
          digest: batch.results.digest(of: block, count: Int(count)))
        return failing.map { CaseShrinker.Case(codes: [$0.code], word: 0, got: $0.got) }
      }
    }
    tally.conclude(outcome, &result)
    _ = classes(of: tally, &result)
    if let error = outcome.error { throw error }
    let coverage = CoverageCount.shared(evaluator, context.coverage)
    if !tally.isShort {
      let blocks = context.blocks(before: outcome.unfinishedFrom ?? (total + size - 1) / size)
      let parts = blocks.map { $0 * size..<min(($0 + 1) * size, total) }
      result.coverage = coverage?.record(swept: parts)
    }
    if let failure = outcome.failure, !context.candidates.isEmpty {
      let probes = CheckEffort.quick.domain(for: evaluator, sample: nil, seed: context.seed)
        .aiming(at: coverage?.aimed ?? [])
      let answers = await answers(
        unit, evaluator, probes, most: AnswerStudy.mostAnswers
      ) { _, codes, _ in context.shard == .whole && codes[0] < failure.codes[0] }
      study(answers, evaluator, context, &result)
      result.coverage = coverage?.record(of: answers)
    }
    // The first failing code in order is already the smallest.
    conclude(outcome.failure, evaluator, context, tally.isShort, true, &result)
  }

  /// Case by case, against the reference evaluated on each.
  func compare(
    _ unit: any Unit, _ evaluator: ScalarEvaluator, _ domain: CaseDomain, _ context: CheckContext,
    _ result: inout CheckResult
  ) async throws {
    let coverage = CoverageCount.shared(evaluator, context.coverage)
    let domain = coverage.map { domain.aiming(at: $0.aimed) } ?? domain
    let size = BlockRun.size(of: domain.count, atMost: Self.mostListed)
    let accepts = acceptance
    let run = context.run(blocks: (domain.count + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      [operation] in
      { block in
        let first = block * size
        let count = Int(min(size, domain.count - first))
        var batch = Batch(operation, count: count)
        let cases = (0..<count).map { domain(first + UInt64($0)) }
        for (index, item) in cases.enumerated() {
          batch.set(index, codes: item.codes, word: item.word)
        }
        let done = try await unit.run(&batch)
        var seen: [String: UInt64] = [:]
        var cells: [Int: UInt64] = [:]
        let digest = batch.results.digest(of: block, count: done)
        defer {
          tally.add(
            block, answered: UInt64(done), asked: UInt64(count), classes: seen, cells: cells,
            digest: digest)
        }
        for (index, item) in cases.prefix(done).enumerated() {
          let expected =
            coverage?.model.classify(item.codes, word: item.word) { cells[$0, default: 0] += 1 }
            ?? evaluator(item.codes, word: item.word)
          if index % 16 == 0 || !domain.isEverything {
            for (operand, code) in item.codes.enumerated() {
              seen["operand \(evaluator.operands[operand].classify(code).rawValue)", default: 0] +=
                1
            }
            seen["result \(evaluator.result.classify(expected).rawValue)", default: 0] += 1
          }
          let got = batch.results[index]
          if got != expected {
            if let reason = accepts(got, expected, item.codes, item.word) {
              seen[Self.accepted + reason, default: 0] += 1
              continue
            }
            let failing = CaseShrinker.Case(codes: item.codes, word: item.word, got: got)
            return (place: first + UInt64(index), case: failing)
          }
        }
        return nil
      }
    }
    tally.conclude(outcome, &result)
    let classes = classes(of: tally, &result)
    if let error = outcome.error { throw error }
    result.coverage = coverage.map {
      $0.record(
        tally.cells, cases: tally.answered,
        isEverything: domain.isEverything && context.shard.count == 1 && outcome.failure == nil
          && !tally.isShort && outcome.unfinishedFrom == nil)
    }
    if !domain.isEverything {
      result.classes = classes
      // A refuted device is asked no more, which says nothing about the cases.
      let wanted =
        outcome.failure != nil
        ? [] : Set(evaluator.operands.flatMap(\.classes).map { "operand \($0.rawValue)" })
      result.warnings = wanted.subtracting(result.classes.keys).sorted().map { "never met: \($0)" }
    }
    if let failure = outcome.failure, !context.candidates.isEmpty {
      let answers = await answers(
        unit, evaluator, domain, most: AnswerStudy.mostAnswers
      ) { place, _, _ in context.shard == .whole && place < failure.place }
      study(answers, evaluator, context, &result)
      result.coverage = coverage?.record(of: answers)
    }
    var failure = outcome.failure?.case
    if let found = failure, !domain.isEverything {
      failure = await CaseShrinker(
        evaluator: evaluator, unit: unit, accepts: acceptance)(found)
    }
    conclude(
      failure, evaluator, context, tally.isShort, domain.isEverything, &result)
  }

  /// Adds what the answers of a refuted device say about it.
  private func study(
    _ answers: [DeviceAnswer], _ evaluator: ScalarEvaluator, _ context: CheckContext,
    _ result: inout CheckResult
  ) {
    result.study(answers, of: operation, preset: preset, presets: context.candidates.presets)
    let accepts = acceptance
    var tally = PolicyTally(VectorTask(operation, preset: preset), beside: policy)
    for answer in answers {
      let due = evaluator(answer.codes, word: answer.word)
      guard answer.got != due, accepts(answer.got, due, answer.codes, answer.word) == nil else {
        continue
      }
      tally.note([answer.got], expected: [due], to: item(answer.codes, answer.word))
    }
    result.warnings += tally.lines
  }
}
