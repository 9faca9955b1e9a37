public import Descriptors

/// Why a pruning cannot be evaluated.
public enum PruningError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation is neither `prune` nor `pruneBelow`.
  case notAPruning
  /// The block has another length than the pattern's.
  case blockLength(got: Int, pattern: BlockPattern)
  /// The pair table is a solution for 2:4 only.
  case pairTable(BlockPattern)
  /// All subsets are enumerated, and these would be too many.
  case tooManyElements(BlockPattern, BlockPruning.Design)
  /// Only the systematic design has this draw.
  case draw(BlockPruning.Draw, BlockPruning.Design)
  /// The number of bits is outside 1...32, or too small to give every element a quantum.
  case quantisedBits(Int, pattern: BlockPattern)
  /// The values of the format are no integers of at most 64 bits in any unit that is a power of two.
  case integerDraw(format: String)
  /// The threshold's code is not that of a finite number from 0 on.
  case threshold(code: UInt64, format: String)
  /// The threshold is below 0.
  case negativeThreshold

  /// The most elements of a block whose subsets are enumerated.
  public static let mostEnumerated = 16

  /// One line: what is wrong and what would be right.
  public var description: String {
    switch self {
    case .notAPruning: "the operation is a mask; the estimators are prune and pruneBelow"
    case .blockLength(let got, let pattern):
      "the block has \(got) elements; \(pattern) takes \(pattern.of)"
    case .pairTable(let pattern):
      "the pair table is a solution for 2:4, not for \(pattern); use the systematic design"
    case .tooManyElements(let pattern, let design):
      "\(design.rawValue) \(pattern): all subsets are enumerated, up to blocks of "
        + "\(Self.mostEnumerated)"
    case .draw(let draw, let design):
      "\(draw) draws belong to the systematic design; \(design.rawValue) takes fraction"
    case .quantisedBits(let bits, let pattern):
      "\(bits) bits do not leave every element of \(pattern) a chance; between 1 and 32, and "
        + "2^bits at least \(pattern.prune + 1)"
    case .integerDraw(let format):
      "the values of \(format) are no integers of 64 bits in one unit; use fraction or quantised"
    case .threshold(let code, let format):
      "the threshold 0x\(String(code, radix: 16, uppercase: true)) of \(format) is no finite "
        + "number from 0 on"
    case .negativeThreshold: "the threshold is below 0; it is compared with magnitudes"
    }
  }
}
