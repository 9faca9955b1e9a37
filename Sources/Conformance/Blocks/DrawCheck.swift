public import Descriptors
public import Devices
import ExactArithmetic
import Harness
import Reference

/// A law about all draws of a block, judged on a device: no reference is asked for any result.
public struct DrawCheck: OperationCheck {
  /// The law.
  public let law: DrawLaw
  /// The operation, a pruning of blocks.
  public let operation: Operation
  /// The device.
  public let device: any Device
  /// How much is tried.
  public let effort: CheckEffort

  private let format: NumberFormat
  private let result: NumberFormat
  private let pruning: BlockPruning

  /// Creates the check; `nil` where the law cannot be asked of the operation.
  public init?(
    _ law: DrawLaw, of operation: Operation, on device: any Device, effort: CheckEffort
  ) {
    guard law.applies(to: operation), case .prune(let pruning) = operation.function else {
      return nil
    }
    self.law = law
    self.operation = operation
    self.device = device
    self.effort = effort
    self.pruning = pruning
    format = NumberFormat(operation.format)
    result = NumberFormat(operation.result)
  }

  public var question: DeviceLaw { .draws(law) }

  /// Judges the device on every block, where they are few enough, or on a sample.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    await judging(device.support(for: operation), context) { found in
      try await search(try device.prepare(operation), context, &found)
    }
  }

  private func search(
    _ unit: any Unit, _ context: CheckContext, _ found: inout CheckResult
  ) async throws {
    let total = blockCount
    let size: UInt64 = 61
    let pool = ElementPool(operation, format)
    let run = context.run(blocks: (total + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      { block in
        let cases = (block * size..<min((block + 1) * size, total)).map { index -> [UInt64] in
          if isEverything { return codes(index) }
          var stream = CaseStream(seed: context.seed, index: index)
          let count = operation.operandCount
          // All blocks of the shortest formats have few draws.
          return drawsAreMany || format.bits <= 4
            ? pool.codes(count, &stream)
            : pool.smallCodes(count, totalAtMost: mostDraws, &stream)
        }
        let counted = try await census(cases, unit)
        let draws = counted.reduce(0) { $0 + UInt64($1.outcomes.count) }
        let results = counted.flatMap { $0.outcomes.flatMap { $0 } }
        tally.add(
          block, answered: draws, asked: draws,
          digest: BlockHash.digest(of: results, block: block, count: draws))
        return counted.first { law.violation($0, operation, result) != nil }?.codes
      }
    }
    tally.conclude(outcome, &found)
    if let error = outcome.error { throw error }
    if let failing = outcome.failure {
      let small = await shrunk(failing, unit)
      found.verdict = .refuted(try await judged(small, unit).counterexample)
    } else if found.cursor != nil {
      found.verdict = .undecided(reason: "time ran out after \(found.cases) cases")
    } else if isEverything {
      found.verdict = .enumerated(cases: found.cases)
    } else {
      found.verdict = .sampled(cases: found.cases, seed: context.seed)
    }
  }

  /// Runs one block again.
  ///
  /// - Parameter choices: the operand codes; the draws are all there are.
  /// - Throws: `ReplayError` for choices that are no block of the law, `DeviceError` where the
  ///   device does not compute it or does not answer.
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    guard choices.count == operation.operandCount,
      choices.allSatisfy({ $0 <= format.lastCode })
    else {
      throw ReplayError(
        what: "these choices are no block of \(operation.operandCount) codes of \(format.name)",
        remedy: "copy the whole replay line")
    }
    guard let draws = DrawCensus.draws(choices, pruning, format), draws <= mostDraws else {
      throw ReplayError(
        what: "the draws of this block cannot be counted out",
        remedy: "give a block of finite elements with at most \(mostDraws) draws")
    }
    return try await judged(choices, try device.prepare(operation))
  }

  // MARK: - Blocks

  /// Whether all blocks are tried.
  private var isEverything: Bool {
    let bits = UInt64(operation.operandCount * operation.format.bits)
    return bits <= (drawsAreMany ? blockBits - 6 : blockBits)
  }

  /// How many blocks are tried.
  var blockCount: UInt64 {
    isEverything ? 1 << UInt64(operation.operandCount * operation.format.bits) : sample
  }

  private var drawsAreMany: Bool {
    if case .quantised = pruning.draw { true } else { false }
  }

  /// The most bits of a block for which all blocks are tried.
  private var blockBits: UInt64 {
    switch effort {
    case .quick: 8
    // Two bytes have as many blocks as four nibbles, and many more draws each.
    case .standard: format.bits <= 4 ? 16 : 12
    case .exhaustive: 24
    }
  }

  private var sample: UInt64 {
    switch effort {
    case .quick: 60
    case .standard: 1_000
    case .exhaustive: 100_000
    }
  }

  /// The most draws of a block; blocks with more are left out.
  private var mostDraws: Int { effort == .exhaustive ? 1 << 16 : 256 }

  private func codes(_ index: UInt64) -> [UInt64] {
    let width = UInt64(format.bits)
    return (0..<operation.operandCount).reversed().map {
      index >> (UInt64($0) * width) & format.lastCode
    }
  }

  /// All draws of some blocks, in few batches; blocks that cannot be counted out are left out.
  private func census(_ blocks: [[UInt64]], _ unit: any Unit) async throws -> [DrawCensus] {
    var found: [DrawCensus] = []
    var left = blocks[...]
    while !left.isEmpty {
      var group: [(codes: [UInt64], draws: Int)] = []
      var total = 0
      while let codes = left.first, total < 4096 {
        left.removeFirst()
        guard let draws = DrawCensus.draws(codes, pruning, format), draws <= mostDraws
        else { continue }
        group.append((codes, draws))
        total += draws
      }
      guard total > 0 else { continue }
      var batch = Batch(operation, count: total)
      var row = 0
      for (codes, draws) in group {
        for draw in 0..<draws {
          batch.set(row, codes: codes, words: DrawCensus.words(draw, pruning))
          row += 1
        }
      }
      let answered = try await unit.run(&batch)
      guard answered == total else {
        throw DeviceError.failed("it answered \(answered) of \(total) cases")
      }
      row = 0
      for (codes, draws) in group {
        found.append(
          DrawCensus(
            codes: codes, values: codes.map { format.decode($0).number ?? .zero },
            outcomes: (row..<row + draws).map { batch.results(at: $0) },
            zero: result.encode(.finite(.zero), dialect: operation.dialect)))
        row += draws
      }
    }
    return found
  }

  private func judged(
    _ codes: [UInt64], _ unit: any Unit
  ) async throws -> ReplayedCase {
    guard let census = try await census([codes], unit).first else {
      throw DeviceError.failed("the draws of this block cannot be counted out")
    }
    let violation = law.violation(census, operation, result)
    let elements = codes.map { "\(hexadecimal($0, bits: format.bits)) (\(format.decode($0)))" }
    let counts = zip(census.values, census.counts).map { value, count in
      "\(value) is kept in \(count) of \(census.outcomes.count) draws"
    }
    let plan = WaterFilling(census.values, keep: pruning.pattern.keep)
    let counterexample = Counterexample(
      law: id.description, subject: device.name, choices: codes,
      text: elements.joined(separator: " "), expected: violation?.expected ?? "the law holds",
      got: violation?.got ?? "it holds",
      derivation: counts + (plan.scale.map { ["scale of least variance: \($0)"] } ?? []))
    return ReplayedCase(counterexample, holds: violation == nil)
  }

  private func shrunk(_ failing: [UInt64], _ unit: any Unit) async -> [UInt64] {
    var best = failing
    var isChanging = true
    var left = 2_000
    while isChanging, left > 0 {
      isChanging = false
      for index in best.indices {
        for code in CaseShrinker.simpler(best[index]) where left > 0 {
          left -= 1
          var candidate = best
          candidate[index] = code
          guard let census = try? await census([candidate], unit).first,
            law.violation(census, operation, result) != nil
          else { continue }
          best = candidate
          isChanging = true
          break
        }
      }
    }
    return best
  }
}
