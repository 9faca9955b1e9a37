import Descriptors
import Reference

/// The scale that a block gets for its largest magnitude, all else being zero.
///
/// Under a scale of the matrix a second block, beside the probed one, sets the largest magnitude of
/// all.
struct BlockScaleProbe: Sendable {
  /// The operand's format.
  let operand: NumberFormat
  /// The scale's format.
  let scale: NumberFormat
  /// Whether another block sets the scale of the matrix.
  let hasNeighbour: Bool
  private let codec: BlockCodec
  private let columns: Int

  /// `nil` where the scale does not follow from the largest magnitude alone.
  ///
  /// - Parameter blocks: how many blocks the matrix has.
  init?(_ block: BlockFormat, _ operand: FormatDescriptor, blocks: Int) {
    switch block.scheme {
    case .scaled: hasNeighbour = false
    case .twoLevel: hasNeighbour = blocks > 1
    case .zeroPoint, .dual: return nil
    }
    columns = hasNeighbour ? block.shape.columns + 1 : 1
    let operation = Operation(
      .encodeBlock(block, rows: 1, columns: columns, ragged: .atMost), format: operand)
    guard let codec = try? BlockCodec(operation) else { return nil }
    self.codec = codec
    self.operand = NumberFormat(operand)
    scale = codec.scale
  }

  /// The code of the scale.
  ///
  /// - Parameters:
  ///   - amax: the code of the block's largest magnitude.
  ///   - matrix: that of the matrix; not looked at where no other block sets it.
  func callAsFunction(amax: UInt64, matrix: UInt64) -> UInt64 {
    var codes = [UInt64](repeating: 0, count: columns)
    codes[0] = amax
    if hasNeighbour { codes[columns - 1] = matrix }
    return codec(codes).results[columns]
  }

  /// The first rung of positive operands above one at which the scale changes; `nil` where none
  /// does.
  func step(above rung: UInt64, matrix: UInt64) -> UInt64? {
    FirstChange.after(rung, through: operand.positive.count - 1) {
      self(amax: operand.positive.code($0), matrix: matrix)
    }
  }
}
