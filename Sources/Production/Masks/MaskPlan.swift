import CKernels
import Descriptors

/// How a rule's masks are computed.
struct MaskPlan: Sendable {
  enum Way: Sendable {
    /// Two of four along rows of binary32 or bfloat16.
    case twoOfFour(codeBytes: Int32)
    /// Two of four along rows by the binary32 values of narrow codes.
    case twoOfFourByValue(codeBytes: Int32, width: Int32)
    case blocks(BlockPattern, MaskRule.Axis, rule: Int32)
    case tiles(BlockPattern, method: Int32, isBinary32: Bool)
    case top(Int)
    case threshold(key: UInt64)
  }

  let way: Way
  /// Whether sums of magnitudes are compared.
  let addsMagnitudes: Bool

  init(_ rule: MaskRule, _ coding: NumberCoding, _ order: MagnitudeOrder) {
    switch rule {
    case .magnitude(let pattern, .rows) where pattern.keep == 2 && pattern.of == 4:
      addsMagnitudes = false
      if let codeBytes = order.binary32Bytes {
        way = .twoOfFour(codeBytes: codeBytes)
      } else if !order.values.isEmpty {
        way = .twoOfFourByValue(
          codeBytes: Int32(coding.streamBytes), width: Int32(coding.bits))
      } else {
        way = .blocks(pattern, .rows, rule: Int32(assay_by_magnitude))
      }
    case .magnitude(let pattern, let axis):
      addsMagnitudes = false
      way = .blocks(pattern, axis, rule: Int32(assay_by_magnitude))
    case .sequential(let pattern, let axis):
      addsMagnitudes = true
      way = .blocks(pattern, axis, rule: Int32(assay_in_sequence))
    case .transposable(let pattern, let method):
      addsMagnitudes = method == .optimal
      let number =
        switch method {
        case .optimal: assay_by_optimum
        case .pruneGreedy: assay_by_pruning
        case .keepGreedy: assay_by_keeping
        }
      way = .tiles(pattern, method: Int32(number), isBinary32: order.isBinary32)
    case .top(let count):
      addsMagnitudes = false
      way = .top(count)
    case .threshold(let code):
      addsMagnitudes = false
      way = .threshold(key: order.key(of: code))
    }
  }

  /// The rows that every part of a matrix begins at a multiple of; nil where a matrix is one part.
  var rowStep: Int? {
    switch way {
    case .twoOfFour, .twoOfFourByValue, .threshold: 1
    case .blocks(let pattern, let axis, _): axis == .rows ? 1 : pattern.of
    case .tiles(let pattern, _, _): pattern.of
    case .top: nil
    }
  }
}
