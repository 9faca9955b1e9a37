import CKernels

/// A deterministic conversion of binary32 into codes of one byte, as a table over the operand's
/// upper 16 bits.
///
/// The operands that share them are one bucket. A bucket in which the result changes once holds
/// the lower 16 bits from which the second code is the result.
struct BucketTable: Sendable {
  /// For each bucket the code at its start, the code at its end in bits 8 to 15 and, where they
  /// differ, the first lower half with the second code in bits 16 to 31.
  private let entries: [UInt32]

  /// Spreads lists of steps over the buckets; nil where a bucket would have two.
  ///
  /// - Parameter sides: for each sign the codes with the magnitudes from which they hold,
  ///   increasing from 0.
  init?(_ sides: [[(start: UInt64, code: UInt8)]]) {
    var entries: [UInt32] = []
    entries.reserveCapacity(1 << 16)
    for side in sides {
      var piece = 0
      for bucket in 0..<UInt64(1 << 15) {
        let start = bucket << 16
        let startPiece = piece
        while piece + 1 < side.count, side[piece + 1].start >> 16 == bucket { piece += 1 }
        let step = side[piece].start
        let isInside = piece != startPiece && step != start
        // A step at the very start leaves nothing of the code before it.
        let first = isInside ? piece - 1 : piece
        guard first == startPiece || side[first].start == start else { return nil }
        let lower = isInside ? UInt32(truncatingIfNeeded: step - start) : 0
        entries.append(lower << 16 | UInt32(side[piece].code) << 8 | UInt32(side[first].code))
      }
    }
    self.entries = entries
  }

  /// Converts `count` values of binary32.
  func run(
    _ source: UnsafeRawPointer, results: UnsafeMutableRawPointer, count: Int,
    _ level: InstructionLevel
  ) {
    entries.withUnsafeBufferPointer { entries in
      guard let entries = entries.baseAddress else { return }
      assay_buckets(level.index, entries, source, results, count)
    }
  }
}
