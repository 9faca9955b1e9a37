import Descriptors
import ExactArithmetic
import Reference

/// The grid of a float format with gradual underflow, as theorems about sums, products and quotients
/// of its own values ask for it.
struct FormatGrid: Sendable {
  /// P, the bits of a normal significand.
  let precision: Int
  /// The exponents of the smallest and of the largest normal binade.
  let lowest, highest: Int
  let smallest, smallestNormal, largest, next: Rational
  /// The value below the largest.
  let belowLargest: Rational
  /// Whether the largest value is the last of its binade.
  let isFull: Bool

  /// `nil` unless all operands of an operation have the format of its result, which has subnormals and
  /// is rounded to before its range is tested, and nothing is flushed.
  init?(_ model: CoverageModel) {
    let operation = model.evaluator.operation
    let format = model.evaluator.result
    guard operation.operands.allSatisfy({ $0 == operation.result }),
      !operation.dialect.flushOperands, !operation.dialect.flushResults,
      operation.dialect.rangeTest == .afterRounding,
      case .float(let layout) = operation.result.encoding, let normal = format.smallestNormalValue,
      format.positive.beginsAtZero, format.positive.count > 4
    else { return nil }
    let ladder = format.positive
    precision = layout.trailingBits + 1
    smallest = ladder.magnitude(1)
    smallestNormal = normal
    largest = ladder.largest
    belowLargest = ladder.magnitude(ladder.count - 2)
    next = ladder.next
    lowest = normal.floorLog2
    highest = largest.floorLog2
    isFull = next == .powerOfTwo(highest + 1) && largest >= normal
  }

  /// The magnitudes of a class of codes, from the least to the greatest; `nil` for zeros, infinities
  /// and NaNs.
  func bounds(of code: CodeClass) -> (low: Rational, high: Rational)? {
    switch code.kind {
    case .smallestSubnormal: (smallest, smallest)
    case .subnormal, .largestSubnormal: (smallest, smallestNormal - smallest)
    case .smallestNormal: (smallestNormal, smallestNormal)
    case .normal: (smallestNormal, largest)
    case .one: (.one, .one)
    case .largestButOne: (belowLargest, belowLargest)
    case .largest: (largest, largest)
    default: nil
    }
  }

  /// Why a result whose magnitude lies between bounds is not in a position.
  func reason(
    from low: Rational, to high: Rational, isShifted: Bool, _ position: RoundingPosition
  ) -> String? {
    let isOver = position.event == .overflow
    if position == .outside, high < next { return "too small to leave the range" }
    if isOver, high <= largest { return "too small to leave the range" }
    if position.event == .toZero, low >= smallest { return "too large to come to zero" }
    if position.event == .carryToNormal, low >= smallestNormal || high <= smallestNormal - smallest
    {
      return "the subnormals end elsewhere"
    }
    guard isShifted else { return nil }
    // A shifted value has the bits of the other operand, and is exact where it is normal.
    if position.event == .carry || isOver { return "a power of two only shifts" }
    return position.event == .nothing && low >= smallestNormal ? "a power of two only shifts" : nil
  }
}
