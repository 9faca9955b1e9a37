import CKernels

/// Every result of a deterministic operation on at most 16 operand bits, filled from the exact
/// path.
struct LookupTable: Sendable {
  /// One entry per tuple of operand codes, the first operand in the highest bits.
  private let entries: [UInt8]
  private let entryBytes: Int
  private let widths: [Int]

  /// Fills the table; nil where the operands are too wide for one.
  init?(_ path: ExactPath) {
    let widths = path.operands.map(\.bits)
    let total = widths.reduce(0, +)
    guard total <= 16, widths.count <= 3, widths.count == 1 || widths.allSatisfy({ $0 <= 8 }) else {
      return nil
    }
    let bytes = path.target.coding.streamBytes
    let shifts = (
      widths.count > 1 ? total - widths[0] : 0, widths.count > 2 ? widths[2] : 0
    )
    entries = [UInt8](unsafeUninitializedCapacity: bytes << total) { buffer, initialized in
      if let base = buffer.baseAddress {
        for index in 0..<1 << total {
          let code = path.result(
            UInt64(index >> shifts.0), UInt64(index >> shifts.1), UInt64(index), word: 0)
          CodeStream.store(code, to: base, at: index, bytes: bytes)
        }
      }
      initialized = bytes << total
    }
    entryBytes = bytes
    self.widths = widths
  }

  func run(
    operands: [CodeStream], results: UnsafeMutableRawPointer, count: Int,
    _ level: InstructionLevel
  ) {
    entries.withUnsafeBytes { table in
      guard let base = table.baseAddress else { return }
      let bytes = Int32(entryBytes)
      switch operands.count {
      case 1:
        assay_lookup(
          operands[0].base, Int32(operands[0].bytes), Int32(widths[0]), base, results, bytes,
          count)
      default:
        let third = operands.count > 2 ? operands[2].base : nil
        assay_lookup_columns(
          operands[0].base, operands[1].base, third, Int32(widths[0]), Int32(widths[1]),
          operands.count > 2 ? Int32(widths[2]) : 0, base, results, bytes, count)
      }
    }
  }
}
