import CKernels
import Descriptors

/// The blocks that vectors prune: their format, pattern, draw and rounding.
struct PruningKernel: Sendable {
  private let pattern: Int32
  private let codeBytes: Int32

  /// Chooses a kernel; nil where none covers the operation.
  init?(_ exact: ExactPruning) {
    let pruning = exact.pruning
    guard pruning.design == .systematic, pruning.draw == .fraction, exact.entry.keepsCodes,
      exact.entry.target.dialect.rounding == .toNearestOrEven,
      exact.entry.target.dialect.rangeTest == .afterRounding
    else { return nil }
    switch exact.coding.interchangeBits {
    case 32: codeBytes = 4
    case 16 where exact.coding.significandBits == 8: codeBytes = 2
    default: return nil
    }
    switch (pruning.pattern.keep, pruning.pattern.of) {
    case (1, 2): pattern = Int32(assay_prune_1_2)
    case (1, 4): pattern = Int32(assay_prune_1_4)
    case (2, 4): pattern = Int32(assay_prune_2_4)
    case (4, 8): pattern = Int32(assay_prune_4_8)
    default: return nil
    }
  }

  /// Prunes blocks; `open` tells which of them are left to the exact path.
  func run(
    _ codes: UnsafeRawPointer, words: UnsafePointer<UInt32>, results: UnsafeMutableRawPointer,
    open: UnsafeMutablePointer<UInt8>, blocks: Int, _ level: InstructionLevel
  ) {
    assay_prune(level.index, pattern, codeBytes, codes, words, results, open, blocks)
  }
}
