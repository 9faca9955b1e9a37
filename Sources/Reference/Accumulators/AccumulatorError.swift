public import Descriptors

/// Why a sum of products cannot be evaluated; every case names the field that is wrong.
public enum AccumulatorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation is no sum of products.
  case notADot
  /// The length is below 0.
  case length(Int)
  /// The chunk has no product.
  case chunkLength(Int)
  /// The number of lanes is outside 1...`mostLanes`.
  case lanes(Int)
  /// Lanes are combined in pairs, and their number is no power of two.
  case lanesNotAPowerOfTwo(Int, Accumulator.Combination)
  /// A stage takes a random word.
  case stochasticStage(Field)
  /// The aligned adder takes a random word.
  case stochasticAlignment
  /// A grid has a number of bits or a bias that is out of range.
  case grid(Field, FloatGrid)
  /// The aligned adder has an order it does not follow.
  case alignedOrder
  /// The aligned adder takes no product at a time.
  case terms(Int)
  /// The aligned adder keeps a number of bits outside 0...`mostAlignedBits`.
  case alignedBits(Int)
  /// The integers of the sum cannot hold one product of the operands' extreme values.
  case narrowSum(format: String, operands: String)
  /// x86's NaNs take a serial adder.
  case nanAdder
  /// x86's NaNs take stages that keep payloads.
  case nanStage(Field)

  /// The stages of an accumulator.
  public enum Field: String, Hashable, Sendable {
    case product, sum
    case outer = "chunk.outer"
  }

  /// The most lanes of an order.
  public static let mostLanes = 1 << 16
  /// The most bits below the largest exponent that an aligned adder keeps.
  public static let mostAlignedBits = 1 << 14
  /// The largest magnitude of a grid's bias.
  public static let largestBias = 1 << 14

  /// One line: what is wrong and what would be right.
  public var description: String {
    switch self {
    case .notADot: "the operation is no sum of products; the accumulators evaluate dot"
    case .length(let length): "length: \(length) products; a sum has 0 or more"
    case .chunkLength(let length): "chunk.length: \(length) products; a chunk has 1 or more"
    case .lanes(let lanes): "order.lanes: \(lanes) lanes; between 1 and \(Self.mostLanes)"
    case .lanesNotAPowerOfTwo(let lanes, let combination):
      "order.lanes: \(lanes) lanes cannot be combined by \(combination.rawValue); use a power of "
        + "two, or sequential"
    case .stochasticStage(let field):
      "\(field.rawValue): the rounding takes a random word; use one of the rules without"
    case .stochasticAlignment:
      "adder.rounding: the alignment takes a random word; use one of the rules without"
    case .grid(let field, let grid):
      "\(field.rawValue): \(grid.significandBits) significand bits, \(grid.exponentBits) exponent "
        + "bits, bias \(grid.bias); significand 0...52, exponent 1...11, bias within "
        + "\(Self.largestBias) of 0"
    case .alignedOrder:
      "order: an aligned adder has sequential, oddFirst or permuted; lanes and pairwise are for "
        + "adders of one product at a time"
    case .terms(let terms): "adder.terms: \(terms) products at a time; 1 or more"
    case .alignedBits(let bits):
      "adder.bits: \(bits) bits below the largest exponent; between 0 and \(Self.mostAlignedBits)"
    case .narrowSum(let format, let operands):
      "sum: \(format) does not hold one product of the extreme values of \(operands); use a wider "
        + "integer"
    case .nanAdder: "nan: x86's NaNs belong to a serial adder"
    case .nanStage(let field):
      "\(field.rawValue): x86's NaNs need a format whose dialect keeps payloads, or no rounding"
    }
  }
}
