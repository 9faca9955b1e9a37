import Descriptors
public import Devices
import Harness
import Reference
public import Specs

/// A case of the corpus of public bugs, with its operation made ready to be evaluated.
public struct CorpusCase: Sendable {
  /// The case as the file has it.
  public let row: CorpusEntry.Row
  private let subject: Subject
  /// The operand codes.
  private let codes: [UInt64]
  /// The random words.
  private let words: [UInt32]

  private enum Subject: Sendable {
    case single(NamedOperation)
    case blocks(Evaluator)
  }

  /// Reads a case.
  ///
  /// - Throws: `SpecError` where its operation cannot be understood, or its codes are no case of it.
  public init(_ row: CorpusEntry.Row, catalog: Catalog) throws(SpecError) {
    self.row = row
    let operands: [FormatDescriptor]
    let results: [FormatDescriptor]
    let wordCount: Int
    if BlockLaw.families.contains(where: { row.operation.hasPrefix($0 + "/") }) {
      let operation = try Operation(parsing: row.operation, catalog: catalog)
      do throws(OperationError) {
        subject = .blocks(try Evaluator(operation))
      } catch {
        throw SpecError(what: "\(row.operation): \(error.text)", remedy: "correct the row")
      }
      operands = Self.formats(operation.operandRuns)
      results = Self.formats(operation.resultRuns)
      wordCount = operation.wordCount
    } else {
      let named = try NamedOperation(parsing: row.operation, catalog: catalog)
      subject = .single(named)
      operands = named.operation.operands
      results = [named.operation.result]
      wordCount = named.operation.takesRandomWord ? 1 : 0
    }
    codes = Array(row.inputs.prefix(operands.count))
    words = row.inputs.dropFirst(operands.count).compactMap { UInt32(exactly: $0) }
    try Self.require(codes, are: operands, "inputs", row)
    guard words.count == wordCount, row.inputs.count == operands.count + wordCount else {
      throw SpecError(
        what: "\(row.operation) takes \(operands.count) codes and \(wordCount) words, "
          + "not \(row.inputs.count) inputs", remedy: "correct the row")
    }
    try Self.require(row.expected, are: results, "expected", row)
    if let wrong = row.wrong { try Self.require(wrong, are: results, "wrong", row) }
  }

  private static func formats(_ runs: [Operation.Run]) -> [FormatDescriptor] {
    runs.flatMap { run in run.format.map { Array(repeating: $0, count: run.count) } ?? [] }
  }

  private static func require(
    _ codes: [UInt64], are formats: [FormatDescriptor], _ name: String, _ row: CorpusEntry.Row
  ) throws(SpecError) {
    guard codes.count == formats.count else {
      throw SpecError(
        what: "'\(name)' of \(row.operation) has \(codes.count) codes, not \(formats.count)",
        remedy: "correct the row")
    }
    for (code, format) in zip(codes, formats) where code >> (UInt64(format.bits - 1)) > 1 {
      throw SpecError(
        what:
          "'\(name)' of \(row.operation) has \(String(code, radix: 16, uppercase: true)), wider "
          + "than \(format.name)", remedy: "correct the row")
    }
  }

  /// What the reference gives.
  public var reference: [UInt64] {
    switch subject {
    case .single(let named):
      [ScalarEvaluator(named.operation)(codes, word: words.first ?? 0)]
    case .blocks(let evaluator): evaluator(codes, words: words).results
    }
  }

  /// Whether a device computes the operation.
  public func support(on device: any Device) -> DeviceSupport {
    switch subject {
    case .single(let named): device.support(for: named.operation)
    case .blocks(let evaluator): device.support(for: evaluator.operation)
    }
  }

  /// How often the case stands in the batch that a device is given: not a multiple of any vector.
  static let copies = 67

  /// What a device gives where the case fills a whole batch, place by place.
  ///
  /// - Throws: `DeviceError` where the device does not compute it or answers less than asked.
  public func answers(of device: any Device) async throws(DeviceError) -> [[UInt64]] {
    let answered: Int
    let answers: [[UInt64]]
    switch subject {
    case .single(let named):
      var batch = Batch(named.operation, count: Self.copies)
      for index in 0..<Self.copies { batch.set(index, codes: codes, word: words.first ?? 0) }
      answered = try await device.run(named.operation, &batch)
      answers = (0..<Self.copies).map { [batch.results[$0]] }
    case .blocks(let evaluator):
      var batch = Batch(evaluator.operation, count: Self.copies)
      for index in 0..<Self.copies { batch.set(index, codes: codes, words: words) }
      answered = try await device.run(evaluator.operation, &batch)
      answers = (0..<Self.copies).map { batch.results(at: $0) }
    }
    guard answered == Self.copies else {
      throw .failed("it answered \(answered) of \(Self.copies) cases")
    }
    return answers
  }

  /// The device with the planted fault that models the bug; `nil` where no fault has that name, or it
  /// has no bearing on the operation.
  public func faulty(_ healthy: any Device = ProductionDevice()) -> (any Device)? {
    switch subject {
    case .single(let named):
      guard let fault = Fault.all.first(where: { $0.id == row.fault }) else { return nil }
      let device = FaultyDevice(fault, in: healthy)
      return device.applies(to: named.operation) ? device : nil
    case .blocks(let evaluator):
      guard let fault = BlockFault.all.first(where: { $0.id == row.fault }) else { return nil }
      let device = FaultyBlockDevice(fault, in: healthy)
      return device.applies(to: evaluator.operation) ? device : nil
    }
  }

  /// The ordinary check of the operation on a device, which knows nothing of the case.
  public func check(of device: any Device, effort: CheckEffort) async -> CheckResult {
    switch subject {
    case .single(let named):
      await DeviceCheck(named.operation, on: device, preset: named.preset, effort: effort).run()
    case .blocks(let evaluator):
      await BlockCheck(evaluator, on: device, effort: effort).run()
    }
  }

  /// The case as a counterexample, given a wrong answer.
  func counterexample(_ got: [UInt64], on device: any Device) -> Counterexample {
    switch subject {
    case .single(let named):
      DeviceCheck(named.operation, on: device, preset: named.preset, effort: .quick)
        .counterexample(
          CaseShrinker.Case(codes: codes, word: words.first ?? 0, got: got[0]),
          ScalarEvaluator(named.operation))
    case .blocks(let evaluator):
      BlockCheck(evaluator, on: device, effort: .quick).counterexample(
        AnsweredCase(
          input: Case(codes: codes, words: words),
          got: Answer(results: got, flags: nil)))
    }
  }
}
