import CKernels
import Descriptors

/// The caller's buffers; parts of a run write to disjoint ranges of the mask.
struct MaskBuffers: @unchecked Sendable {
  let codes: UnsafeRawBufferPointer
  let mask: UnsafeMutableRawBufferPointer
  let checksCertificates: Bool
}

/// Some rows of one matrix.
struct MaskPart: Sendable {
  let matrix: Int
  let rows: Range<Int>
}

/// What one part of a run met.
struct MaskTally: Sendable {
  let matrix: Int
  let special: Int
  let checked: Int
  let refuted: Int

  init(matrix: Int, _ tally: assay_tile_tally) {
    precondition(tally.out_of_reach == 0, "a format's span was checked when the mask was prepared")
    self.matrix = matrix
    special = Int(tally.special)
    checked = Int(tally.checked)
    refuted = Int(tally.refuted)
  }
}

/// The rows that one call of the kernels works on.
struct MaskKernel {
  let level: Int32
  let magnitudes: UnsafePointer<assay_magnitudes>
  let values: UnsafePointer<UInt32>?
  let codes: UnsafeRawPointer
  let mask: UnsafeMutablePointer<UInt8>
  let rows: Int
  let columns: Int
  let checks: Bool

  private var bytes: Int { Int(magnitudes.pointee.code_bytes) }

  /// Writes the masks.
  func run(_ plan: MaskPlan, _ tally: inout assay_tile_tally) {
    switch plan.way {
    case .twoOfFour(let codeBytes):
      byFours(&tally) { assay_two_of_four_mask(level, codeBytes, $0, $1, $2) }
    case .twoOfFourByValue(let codeBytes, let width):
      guard let values else { return }
      byFours(&tally) { assay_two_of_four_lookup(level, codeBytes, width, values, $0, $1, $2) }
    case .blocks(let pattern, let axis, let rule):
      blocks(pattern, axis, rule, 0..<columns, &tally)
    case .tiles(let pattern, let method, let isBinary32):
      for row in stride(from: 0, to: rows, by: pattern.of) {
        assay_transposable_strip(
          level, magnitudes, method, Int32(pattern.keep), Int32(pattern.of),
          codes + row * columns * bytes, columns, Int32(min(pattern.of, rows - row)), columns,
          mask + row * columns, columns, checks ? 1 : 0, isBinary32 ? 1 : 0, values, &tally)
      }
    case .top(let count): top(count, &tally)
    case .threshold(let key):
      assay_threshold_mask(
        level, magnitudes, codes, key, Int64.max, mask, rows * columns, &tally)
    }
  }

  /// Two of four: all rows at once where blocks fill them, else the ends of rows by themselves.
  private func byFours(
    _ tally: inout assay_tile_tally,
    _ kernel: (UnsafeRawPointer, UnsafeMutablePointer<UInt8>, Int) -> Int
  ) {
    if columns % 4 == 0 {
      tally.special += Int64(kernel(codes, mask, rows * columns))
      return
    }
    let whole = columns / 4 * 4
    for row in 0..<rows {
      tally.special += Int64(kernel(codes + row * columns * bytes, mask + row * columns, whole))
    }
    guard let pattern = BlockPattern(keep: 2, of: 4) else { return }
    blocks(pattern, .rows, Int32(assay_by_magnitude), whole..<columns, &tally)
  }

  private func blocks(
    _ pattern: BlockPattern, _ axis: MaskRule.Axis, _ rule: Int32, _ range: Range<Int>,
    _ tally: inout assay_tile_tally
  ) {
    let step = axis == .rows ? max(rows, 1) : pattern.of
    for row in stride(from: 0, to: rows, by: step) {
      let start = row * columns + range.lowerBound
      assay_block_masks(
        level, magnitudes, rule, Int32(pattern.keep), Int32(pattern.of), axis == .rows ? 0 : 1,
        codes + start * bytes, columns, min(step, rows - row), range.count, mask + start, columns,
        &tally)
    }
  }

  private func top(_ count: Int, _ tally: inout assay_tile_tally) {
    let all = rows * columns
    var equal: Int64 = 0
    var key = UInt64.max
    if count > 0 {
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: 1 << 16) { counts in
        guard let counts = counts.baseAddress else { return }
        key = assay_select_key(level, magnitudes, codes, all, count, counts, &equal)
      }
    }
    assay_threshold_mask(level, magnitudes, codes, key, equal, mask, all, &tally)
  }
}
