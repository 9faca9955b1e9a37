import Descriptors
public import Devices
import Harness
import Reference
public import Specs

/// A case of the corpus of public bugs, with its operation made ready to be evaluated.
public struct CorpusCase: Sendable {
  /// The case as the file has it.
  public let row: CorpusEntry.Row
  private let named: NamedOperation
  private let evaluator: Evaluator
  private let item: Case

  /// Reads a case.
  ///
  /// - Throws: `SpecError` where its operation cannot be understood, or its codes are no case of it.
  public init(_ row: CorpusEntry.Row, catalog: Catalog) throws(SpecError) {
    self.row = row
    named = try NamedOperation(parsing: row.operation, catalog: catalog)
    let operation = named.operation
    do throws(OperationError) {
      evaluator = try Evaluator(operation)
    } catch {
      throw SpecError(what: "\(row.operation): \(error.text)", remedy: "correct the row")
    }
    let operands = Self.formats(operation.operandRuns)
    let wordCount = operation.wordCount
    let codes = Array(row.inputs.prefix(operands.count))
    let words = row.inputs.dropFirst(operands.count).compactMap { UInt32(exactly: $0) }
    item = Case(codes: codes, words: words)
    try Self.require(codes, are: operands, "inputs", row)
    guard words.count == wordCount, row.inputs.count == operands.count + wordCount else {
      throw SpecError(
        what: "\(row.operation) takes \(operands.count) codes and \(wordCount) words, "
          + "not \(row.inputs.count) inputs", remedy: "correct the row")
    }
    let results = Self.formats(operation.resultRuns)
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
  public var reference: [UInt64] { evaluator.answer(item).results }

  /// Whether a device computes the operation.
  public func support(on device: any Device) -> DeviceSupport {
    device.support(for: named.operation)
  }

  /// How often the case stands in the batch that a device is given: not a multiple of any vector.
  static let copies = 67

  /// What a device gives where the case fills a whole batch, place by place.
  ///
  /// - Throws: `DeviceError` where the device does not compute it or answers less than asked.
  public func answers(of device: any Device) async throws(DeviceError) -> [[UInt64]] {
    var batch = Batch(named.operation, count: Self.copies)
    for index in 0..<Self.copies { batch.set(index, item) }
    let answered = try await device.run(named.operation, &batch)
    guard answered == Self.copies else {
      throw .failed("it answered \(answered) of \(Self.copies) cases")
    }
    return (0..<Self.copies).map { batch.results(at: $0) }
  }

  /// The device with the planted fault that models the bug; `nil` where no fault has that name, or it
  /// has no bearing on the operation.
  public func faulty(_ healthy: any Device = ProductionDevice()) -> (any Device)? {
    Fault.all.filter { $0.id == row.fault }.map { FaultyDevice($0, in: healthy) }
      .first { $0.support(for: named.operation) == .supported }
  }

  /// The ordinary check of the operation on a device, which knows nothing of the case.
  public func check(of device: any Device, effort: CheckEffort) -> DeviceCheck {
    DeviceCheck(named.operation, on: device, preset: named.preset, effort: effort)
  }

  /// The case as a counterexample, given a wrong answer.
  func counterexample(_ got: [UInt64], on device: any Device) -> Counterexample {
    check(of: device, effort: .quick)
      .counterexample(AnsweredCase(input: item, got: Answer(results: got)), evaluator)
  }
}
