import Descriptors
import Devices
import Production

/// Cases of an operation on blocks: the codes of a block, then its random words.
struct BlockCases: StreamedCases {
  private let operation: Operation
  private let unit: any Unit
  private let seed: UInt64?
  private var batch: Batch
  /// How many cases had each flag.
  private(set) var flagged = FlagCounts()

  /// Counts of flagged cases.
  struct FlagCounts {
    var cases = 0
    var nonFinite = 0
    var biased = 0
    var overflowed = 0
  }

  /// Cases that a unit computes; with a seed their words are not in the stream, but drawn.
  init(_ operation: Operation, _ unit: any Unit, seed: UInt64?) {
    self.operation = operation
    self.unit = unit
    self.seed = operation.wordCount > 0 ? seed : nil
    batch = Batch(operation, count: 0)
  }

  var blockSize: Int { max(1, (1 << 18) / max(1, operation.operandCount)) }
  var stride: Int { operandBytes + (seed == nil ? 4 * operation.wordCount : 0) }
  var resultStride: Int { operation.resultRuns.reduce(0) { $0 + $1.count * $1.bytes } }
  private var operandBytes: Int { operation.operandRuns.reduce(0) { $0 + $1.count * $1.bytes } }

  var text: String {
    let codes = operation.operandRuns.map {
      "\($0.count.counted("code")) of \($0.bytes.counted("byte"))"
    }.joined(separator: ", ")
    guard seed == nil, operation.wordCount > 0 else { return codes }
    return "\(codes) and \(operation.wordCount.counted("random word")) of 4 bytes"
  }

  mutating func compute(
    _ bytes: UnsafeRawBufferPointer, count: Int, firstCase: Int
  ) async throws -> Int {
    var batch = Batch(operation, count: count)
    let (stride, operandBytes, words) = (stride, operandBytes, operation.wordCount)
    let layout = RunLayout(operation.operandRuns)
    for item in 0..<count {
      let range = item * stride..<item * stride + operandBytes
      layout.read(
        UnsafeRawBufferPointer(rebasing: bytes[range]), into: &batch.operands,
        from: item * operation.operandCount)
    }
    if let seed {
      batch.words = Philox.words(
        seed: seed, offset: UInt64(firstCase * words), count: count * words)
    } else {
      for item in 0..<count {
        for word in 0..<words {
          batch.words[item * words + word] = UInt32(
            littleEndian: bytes.loadUnaligned(
              fromByteOffset: item * stride + operandBytes + 4 * word, as: UInt32.self))
        }
      }
    }
    try checkWidths(batch, firstCase: firstCase)
    let answered = try await unit.run(&batch)
    for flags in (batch.flags ?? []).prefix(answered) {
      if flags.contains(.nonFinite) { flagged.nonFinite += 1 }
      if flags.contains(.biased) { flagged.biased += 1 }
      if flags.contains(.overflowed) { flagged.overflowed += 1 }
    }
    flagged.cases += answered
    self.batch = batch
    return answered
  }

  func withResults(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let layout = RunLayout(operation.resultRuns)
    guard !layout.isUniform else { return try batch.results.withBytes(body) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(batch.count * resultStride)
    for item in 0..<batch.count {
      layout.write(batch.results, from: item * operation.resultCount, to: &bytes)
    }
    try bytes.withUnsafeBytes(body)
  }

  private func checkWidths(_ batch: Batch, firstCase: Int) throws(CommandFailure) {
    var first = 0
    for run in operation.operandRuns {
      defer { first += run.count }
      guard let format = run.format, format.bits < 8 * format.streamBytes else { continue }
      for item in 0..<batch.count {
        for place in first..<first + run.count {
          let code = batch.operands[item * operation.operandCount + place]
          guard code > format.lastCode else { continue }
          throw .usage(
            "case \(firstCase + item) has the code 0x"
              + "\(String(code, radix: 16, uppercase: true)), wider than the "
              + "\(format.bits) bits of \(format.name)", "the bits above a code must be 0")
        }
      }
    }
  }
}

extension BlockCases.FlagCounts {
  /// What the reader of the results must know, a line each.
  func remarks(_ operation: Operation) -> [String] {
    var lines: [String] = []
    if nonFinite > 0 {
      let policy =
        switch operation.function {
        case .mask: "NaN ranks above infinity and infinity above what is finite"
        case .prune, .pruneBelow: "these are kept as they are, NaN first"
        case .dot, .encodeBlock, .decodeBlock:
          "the accumulator or block format says what they become"
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
