import Descriptors
import Devices
import ExactArithmetic
import Harness
import Reference
import Results

extension DeviceCheck {
  /// Every code of the one operand, against the intervals of the reference.
  func sweep(
    _ runner: CaseRunner, _ scalar: ScalarEvaluator, _ map: IntervalMap, _ context: CheckContext,
    _ result: inout CheckResult
  ) async throws {
    let sweep = Sweep(map: map, unit: runner.unit, accepts: runner.accepts)
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
          digest: batch.digest(of: block, count: Int(count)))
        return failing
      }
    }
    tally.conclude(outcome, &result)
    _ = classes(of: tally, &result)
    if let error = outcome.error { throw error }
    let coverage = CoverageCount.shared(scalar, context.coverage)
    if !tally.isShort {
      let blocks = context.blocks(before: outcome.unfinishedFrom ?? (total + size - 1) / size)
      let parts = blocks.map { $0 * size..<min(($0 + 1) * size, total) }
      result.coverage = coverage?.record(swept: parts)
    }
    if let failure = outcome.failure, !context.candidates.isEmpty {
      let probes = CheckEffort.quick.domain(for: scalar, sample: nil, seed: context.seed)
        .aiming(at: coverage?.aimed ?? [])
      let answers = await answers(runner, probes, failing: failure) { _, item in
        context.shard == .whole && item.codes[0] < failure.input.codes[0]
      }
      await study(answers, runner, context, &result)
      result.coverage = coverage?.record(of: answers.map(\.input))
    }
    // The first failing code in order is already the smallest.
    var refuting = outcome.failure.map { counterexample($0, runner.evaluator) }
    if refuting == nil, result.cursor == nil, !tally.isShort {
      refuting = try await refutationOfCrowd(runner, total, context) { Case(codes: [$0]) }
    }
    conclude(refuting, .everything, context, tally.isShort, &result)
  }

  /// Case by case, against the reference evaluated on each.
  func compare(
    _ runner: CaseRunner, _ source: any CaseSource, _ context: CheckContext,
    _ result: inout CheckResult
  ) async throws {
    let evaluator = runner.evaluator
    let coverage = CaseCoverage(evaluator, context.coverage)
    let source = coverage?.aiming(source) ?? source
    let classes = CaseClasses(evaluator)
    let known = (source as? ElementCases).map {
      KnownElementCases(domain: $0, evaluator: evaluator)
    }
    let size = CheckCases.batchSize(source.count, operation)
    let run = context.run(blocks: (source.count + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      { block in
        let first = block * size
        let range = first..<min(first + size, source.count)
        let items = known?(range)
        let cases = items?.map(\.input) ?? range.map { source($0) }
        var batch = Batch(evaluator.operation, count: cases.count)
        for (index, item) in cases.enumerated() { batch.set(index, item) }
        let done = min(try await runner.unit.run(&batch), cases.count)
        var seen: [String: UInt64] = [:]
        var cells: [Int: UInt64] = [:]
        defer {
          tally.add(
            block, answered: UInt64(done), asked: UInt64(cases.count), classes: seen, cells: cells,
            digest: batch.digest(of: block, count: done))
        }
        for (index, item) in cases.prefix(done).enumerated() {
          let isTold = classes.every(index) || first + UInt64(index) < source.aimedCount
          let due = items?[index].expected
          let expected =
            coverage?.answer(item, due, isTold: isTold, &cells) ?? due ?? evaluator.answer(item)
          if isTold, source.extent != .everything {
            for name in classes.names(item, expected) { seen[name, default: 0] += 1 }
          }
          let got = batch.answer(at: index)
          if got.agrees(with: expected) { continue }
          guard let reason = runner.accepts(item, got, expected) else {
            return (place: first + UInt64(index), case: AnsweredCase(input: item, got: got))
          }
          seen[Self.accepted + reason, default: 0] += 1
        }
        return nil
      }
    }
    tally.conclude(outcome, &result)
    let met = self.classes(of: tally, &result)
    if let error = outcome.error { throw error }
    let failure = outcome.failure
    let isWhole =
      source.extent == .everything && context.shard.count == 1 && failure == nil && !tally.isShort
      && outcome.unfinishedFrom == nil
    result.coverage = coverage?.record(tally.cells, cases: tally.answered, isEverything: isWhole)
    if source.extent == .sample {
      result.classes = met
      // A short run may miss what is rare, and a refuted device is asked no more.
      if failure == nil, evaluator.scalar != nil || source.count >= 500 {
        result.warnings = classes.wanted.filter { met[$0] == nil }.sorted()
          .map { "never met: \($0)" }
      }
    }
    if let failure, !context.candidates.isEmpty {
      let answers = await answers(runner, source, failing: failure.case) { place, _ in
        context.shard == .whole && place < failure.place
      }
      await study(answers, runner, context, &result)
      if case .numbers(let count) = coverage {
        result.coverage = count.record(of: answers.map(\.input))
      }
    }
    var refuting: Counterexample?
    if let failure {
      let isSmall = evaluator.scalar != nil && source.extent == .everything
      refuting =
        isSmall
        ? counterexample(failure.case, evaluator) : await refutation(failure.case, runner)
    } else if source.extent == .everything, result.cursor == nil, !tally.isShort {
      refuting = try await refutationOfCrowd(runner, source.count, context) { source($0) }
    }
    conclude(refuting, source.extent, context, tally.isShort, &result)
  }

  /// Asks a last small batch of cases from all over, two vectors of eight and seven more: where all cases
  /// are asked in order, neighbours have mostly one result, and lanes that are exchanged do not show.
  private func refutationOfCrowd(
    _ runner: CaseRunner, _ count: UInt64, _ context: CheckContext,
    _ item: (UInt64) -> Case
  ) async throws -> Counterexample? {
    guard context.shard.index == 0, count >= 23 else { return nil }
    var crowd = (0..<23 as Range<UInt64>).map { item((count - 23) / 22 * ($0 * 7 % 23) + $0) }
    // Whatever has another answer for one value alone has it most likely for 1.
    if let operand = runner.evaluator.scalar?.operands[0] {
      crowd[20].codes[0] = operand.encode(.finite(.one), dialect: Dialect(overflow: .satFinite))
    }
    guard let failing = try await runner.firstFailure(crowd) else { return nil }
    return await refutation(failing, runner)
  }

  /// Sets the verdict.
  private func conclude(
    _ refuting: Counterexample?, _ extent: CaseExtent, _ context: CheckContext,
    _ answeredLess: Bool, _ result: inout CheckResult
  ) {
    if let refuting {
      result.verdict = .refuted(refuting)
    } else if answeredLess {
      result.verdict = .undecided(reason: "the device answered only \(result.cases) cases")
    } else if result.cursor != nil {
      result.verdict = .undecided(reason: "time ran out after \(result.cases) cases")
    } else {
      let isWhole = context.shard.count == 1
      result.verdict = extent.verdict(cases: result.cases, seed: context.seed, isWhole: isWhole)
      // A shard proves nothing of the whole; all of them together do.
      if extent == .everything, !isWhole { result.extent?.together = "proved" }
    }
  }
}
