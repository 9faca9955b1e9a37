import Descriptors
import Devices
import Production
import Reference

/// Cases of an operation: the codes of a case, then its random words.
struct OperationCases: StreamedCases {
  private let operation: Operation
  private let unit: any Devices.Unit
  private let layout: CaseLayout
  private let seed: UInt64?
  private var batch: Batch
  /// How many cases had each flag.
  private(set) var flagged = FlagCounts()

  let blockSize: Int
  let resultStride: Int
  var stride: Int { layout.stride }
  var text: String { layout.text }

  /// Cases that a unit computes; with a seed their words are not in the stream, but drawn.
  init(_ operation: Operation, _ unit: any Devices.Unit, seed: UInt64? = nil) {
    self.operation = operation
    self.unit = unit
    self.seed = operation.wordCount > 0 ? seed : nil
    layout = CaseLayout(operation, hasWords: seed == nil)
    batch = Batch(operation, count: 0)
    blockSize = max(1, min(1 << 16, (1 << 18) / max(1, operation.operandCount)))
    resultStride = operation.resultRuns.reduce(0) { $0 + $1.count * $1.bytes }
  }

  mutating func compute(
    _ bytes: UnsafeRawBufferPointer, count: Int, firstCase: Int
  ) async throws -> Int {
    batch.resize(to: count)
    layout.split(bytes, into: &batch)
    if let seed {
      let words = operation.wordCount
      batch.words = Philox.words(
        seed: seed, offset: UInt64(firstCase * words), count: count * words)
    }
    try layout.checkWidths(batch, firstCase: firstCase)
    batch.flags = nil
    let answered = try await unit.run(&batch)
    try refuse(answered, firstCase: firstCase)
    flagged.note((batch.flags ?? []).prefix(answered), of: answered)
    return answered
  }

  /// Stops at the first case that the operation has no results for.
  private func refuse(_ answered: Int, firstCase: Int) throws {
    guard let flags = batch.flags?.prefix(answered),
      let index = flags.firstIndex(where: { $0.contains(.refused) })
    else { return }
    let reason = try KnownDevices.evaluator(of: operation).refusal(of: batch.codes(at: index))
    throw CommandFailure.reason("case \(firstCase + index): \(reason ?? "it has no results")")
  }

  func withResults(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if batch.results.count == 1 { return try batch.results[0].withBytes(body) }
    var bytes = [UInt8](repeating: 0, count: batch.count * resultStride)
    bytes.withUnsafeMutableBytes { target in
      var offset = 0
      for (column, run) in zip(batch.results, batch.shape.results) {
        let size = run.bytes * run.count
        column.withBytes { source in
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          for index in 0..<batch.count {
            (to + index * resultStride + offset).copyMemory(
              from: from + index * size, byteCount: size)
          }
        }
        offset += size
      }
    }
    try bytes.withUnsafeBytes(body)
  }
}

/// Counts of flagged cases.
struct FlagCounts {
  private var cases = 0
  private var nonFinite = 0
  private var biased = 0
  private var overflowed = 0

  /// Counts the flags of some cases, where they have any.
  mutating func note(_ flags: some Sequence<AnswerFlags>, of count: Int) {
    for flags in flags {
      if flags.contains(.nonFinite) { nonFinite += 1 }
      if flags.contains(.biased) { biased += 1 }
      if flags.contains(.overflowed) { overflowed += 1 }
    }
    cases += count
  }

  /// What the reader of the results must know, a line each.
  func remarks(_ operation: Operation) -> [String] {
    var lines: [String] = []
    if nonFinite > 0 {
      let policy =
        switch operation.function {
        case .mask: "NaN ranks above infinity and infinity above what is finite"
        case .prune, .pruneBelow: "these are kept as they are, NaN first"
        default: "the accumulator or block format says what they become"
        }
      lines.append("\(nonFinite) of \(cases.counted("case")) have NaN or infinities; \(policy)")
    }
    if biased > 0 {
      lines.append(
        "\(biased) of \(cases.counted("case")) are biased: an element other than 0 had no chance")
    }
    if overflowed > 0 {
      let line =
        if case .encodeBlock(let block, _, _, _) = operation.function {
          "an element or a scale beyond its format, which became what \(block.name) says"
        } else {
          "a value beyond \(operation.result.name), which became what "
            + "\(operation.dialect.overflow.name) says"
        }
      lines.append("\(overflowed) of \(cases.counted("case")) have " + line)
    }
    return lines
  }
}
