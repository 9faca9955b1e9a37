import CKernels
import Descriptors

extension PreparedMask {
  /// Writes the codes with 0 in place of pruned elements.
  ///
  /// - Parameters:
  ///   - codes: as in `run`.
  ///   - results: receives as many codes; kept ones are copied bit for bit, pruned ones become the
  ///     format's zero without sign. It must not overlap the codes.
  ///   - matrices: how many matrices follow each other.
  /// - Throws: `ProductionError.unsupported` where the format has no zero.
  /// - Precondition: both buffers are long enough.
  @discardableResult
  public func prune(
    _ codes: UnsafeRawBufferPointer, results: UnsafeMutableRawBufferPointer, matrices: Int = 1
  ) throws(ProductionError) -> MaskSummary {
    guard let zero = order.zeroCode else {
      throw .unsupported("\(format.name): pruned elements become 0, which the format has not")
    }
    let count = matrices * rows * columns
    let bytes = format.streamBytes
    precondition(codes.count >= count * bytes, "the codes are too few")
    precondition(results.count >= count * bytes, "the result buffer is too short")
    guard count > 0, let input = codes.baseAddress, let output = results.baseAddress else {
      return summary(of: [], matrices: matrices)
    }
    if case .twoOfFour(let codeBytes) = plan.way, columns % 4 == 0, matrices == 1 {
      var tally = assay_tile_tally()
      tally.special = Int64(
        assay_two_of_four_prune(level.index, codeBytes, input, output, count))
      return summary(of: [MaskTally(matrix: 0, tally)], matrices: 1)
    }
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 64) { mask in
      let summary = run(codes, mask: mask, matrices: matrices)
      let stream = CodeStream(base: input, bytes: bytes)
      for index in 0..<count {
        CodeStream.store(
          mask[index] == 0 ? zero : stream[index], to: output, at: index, bytes: bytes)
      }
      return summary
    }
  }

  /// Writes the kept codes alone, with their positions.
  ///
  /// Two of four along rows of binary32 or bfloat16 only. A block's two codes follow each other in
  /// the order of their positions. Its positions take 4 bits, the first one's two bits below the
  /// second's; the first of two blocks has the low half of a byte.
  ///
  /// - Parameters:
  ///   - codes: as in `run`.
  ///   - values: receives half as many codes.
  ///   - positions: receives a byte per two blocks, rounded up.
  ///   - matrices: how many matrices follow each other.
  /// - Throws: `ProductionError.unsupported` for any other rule or format, and where columns are no
  ///   multiple of 4.
  /// - Precondition: all buffers are long enough and none overlaps another.
  public func compress(
    _ codes: UnsafeRawBufferPointer, values: UnsafeMutableRawBufferPointer,
    positions: UnsafeMutableRawBufferPointer, matrices: Int = 1
  ) throws(ProductionError) {
    guard case .twoOfFour(let codeBytes) = plan.way, columns % 4 == 0 else {
      throw .unsupported(
        "\(rule.name) on \(format.name): only 2:4 along whole rows of binary32 or bfloat16 is "
          + "compressed")
    }
    let count = matrices * rows * columns
    precondition(codes.count >= count * Int(codeBytes), "the codes are too few")
    precondition(values.count >= count / 2 * Int(codeBytes), "the value buffer is too short")
    precondition(positions.count >= (count + 7) / 8, "the position buffer is too short")
    guard count > 0, let input = codes.baseAddress, let output = values.baseAddress,
      let places = positions.baseAddress
    else { return }
    assay_two_of_four_compress(level.index, codeBytes, input, output, places, count)
  }
}
