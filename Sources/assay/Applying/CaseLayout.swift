import Descriptors
import Devices

/// How one case of an operation lies in a raw stream.
struct CaseLayout {
  /// The bytes of a case.
  let stride: Int
  private let operation: Operation
  private let runs: [Operation.Run]
  private let offsets: [Int]
  /// Where the random words are, and how many; `nil` where there are none.
  private let words: (offset: Int, count: Int)?

  /// The layout of an operation's cases: the operands in order, then the random words.
  init(_ operation: Operation, hasWords: Bool = true) {
    self.operation = operation
    runs = operation.operandRuns
    var offset = 0
    var offsets: [Int] = []
    for run in runs {
      offsets.append(offset)
      offset += run.bytes * run.count
    }
    self.offsets = offsets
    let count = hasWords ? operation.wordCount : 0
    words = count > 0 ? (offset, count) : nil
    stride = offset + 4 * count
  }

  /// `1 operand of 4 bytes and 1 random word of 4 bytes`.
  var text: String {
    let codes =
      operation.kind == nil
      ? runs.map { "\($0.count.counted("code")) of \($0.bytes.counted("byte"))" }
        .joined(separator: ", ")
      : "\(runs.count.counted("operand")) of \(runs[0].bytes.counted("byte"))"
    guard let words else { return codes }
    return "\(codes) and \(words.count.counted("random word")) of 4 bytes"
  }

  /// Moves cases from a stream into the columns of a batch, which has as many.
  func split(_ bytes: UnsafeRawBufferPointer, into batch: inout Batch) {
    guard let start = bytes.baseAddress else { return }
    let count = batch.count
    for (operand, offset) in offsets.enumerated() {
      let run = runs[operand]
      batch.operands[operand].withMutableBytes { column in
        guard let column = column.baseAddress else { return }
        let from = start + offset
        let size = run.bytes * run.count
        if stride == size {
          column.copyMemory(from: from, byteCount: count * size)
          return
        }
        switch size {
        case 1: gather(UInt8.self, from, to: column, count)
        case 2: gather(UInt16.self, from, to: column, count)
        case 4: gather(UInt32.self, from, to: column, count)
        case 8: gather(UInt64.self, from, to: column, count)
        default:
          for index in 0..<count {
            (column + index * size).copyMemory(from: from + index * stride, byteCount: size)
          }
        }
      }
    }
    guard let words else { return }
    for index in 0..<count {
      for place in 0..<words.count {
        let word = start.loadUnaligned(
          fromByteOffset: index * stride + words.offset + 4 * place, as: UInt32.self)
        batch.words[index * words.count + place] = UInt32(littleEndian: word)
      }
    }
  }

  private func gather<Code: FixedWidthInteger>(
    _: Code.Type, _ from: UnsafeRawPointer, to column: UnsafeMutableRawPointer, _ count: Int
  ) {
    // Bytes are moved as they are: both sides are little-endian.
    for index in 0..<count {
      let code = from.loadUnaligned(fromByteOffset: index * stride, as: Code.self)
      column.storeBytes(of: code, toByteOffset: index * MemoryLayout<Code>.size, as: Code.self)
    }
  }

  /// Refuses codes with bits set beyond their format's width.
  ///
  /// - Parameter firstCase: the number of the batch's first case in the stream.
  func checkWidths(_ batch: Batch, firstCase: Int) throws(CommandFailure) {
    for (run, column) in zip(runs, batch.operands) {
      guard let format = run.format, format.bits < 8 * format.streamBytes,
        let index = column.firstIndex(above: format.lastCode)
      else { continue }
      let digits = String(column[index], radix: 16, uppercase: true)
      throw .usage(
        "case \(firstCase + index / run.count) has the code 0x\(digits), wider than the "
          + "\(format.bits) bits of \(format.name)",
        "the bits above a code must be 0")
    }
  }
}

extension CodeColumn {
  /// The first code above a limit.
  fileprivate func firstIndex(above limit: UInt64) -> Int? {
    // All codes are put together first: that loop is fast, and codes are hardly ever too wide.
    let isClean = withBytes { bytes in
      switch width {
      case 1: Self.union(UInt8.self, bytes) & ~limit == 0
      case 2: Self.union(UInt16.self, bytes) & ~limit == 0
      case 4: Self.union(UInt32.self, bytes) & ~limit == 0
      default: Self.union(UInt64.self, bytes) & ~limit == 0
      }
    }
    return isClean ? nil : (0..<count).first { self[$0] > limit }
  }

  private static func union<Code: FixedWidthInteger & UnsignedInteger>(
    _: Code.Type, _ bytes: UnsafeRawBufferPointer
  ) -> UInt64 {
    let size = MemoryLayout<Code>.size
    var union: Code = 0
    for index in 0..<bytes.count / size {
      union |= bytes.loadUnaligned(fromByteOffset: index * size, as: Code.self)
    }
    return UInt64(Code(littleEndian: union))
  }
}
