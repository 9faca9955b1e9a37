import Descriptors
import ExactArithmetic

extension Accumulator {
  /// Throws for a field that has no meaning.
  func validate() throws(AccumulatorError) {
    try Self.validate(product, .product)
    try Self.validate(sum, .sum)
    if let chunk {
      guard chunk.length >= 1 else { throw .chunkLength(chunk.length) }
      try Self.validate(chunk.outer, .outer)
    }
    if case .lanes(let lanes, let combination) = order {
      guard 1...AccumulatorError.mostLanes ~= lanes else { throw .lanes(lanes) }
      guard combination == .sequential || lanes & (lanes - 1) == 0 else {
        throw .lanesNotAPowerOfTwo(lanes, combination)
      }
    }
    if case .aligned(let adder) = adder {
      guard adder.terms >= 1 else { throw .terms(adder.terms) }
      guard 0...AccumulatorError.mostAlignedBits ~= adder.bits else {
        throw .alignedBits(adder.bits)
      }
      if adder.rounding.takesRandomWord { throw .stochasticAlignment }
      switch order {
      case .sequential, .oddFirst, .permuted: break
      case .lanes, .pairwise: throw .alignedOrder
      }
    }
    if nan == .x86 {
      guard adder == .serial else { throw .nanAdder }
      try Self.validatePayload(product, .product)
      try Self.validatePayload(sum, .sum)
      if let chunk { try Self.validatePayload(chunk.outer, .outer) }
    }
  }

  private static func validate(
    _ stage: AccumulatorStage, _ field: AccumulatorError.Field
  ) throws(AccumulatorError) {
    if stage.rounding?.takesRandomWord == true { throw .stochasticStage(field) }
    guard case .grid(let grid) = stage else { return }
    let bias = AccumulatorError.largestBias
    guard 0...52 ~= grid.significandBits, 1...11 ~= grid.exponentBits, -bias...bias ~= grid.bias
    else { throw .grid(field, grid) }
  }

  private static func validatePayload(
    _ stage: AccumulatorStage, _ field: AccumulatorError.Field
  ) throws(AccumulatorError) {
    switch stage {
    case .exact: break
    case .format(_, let dialect) where dialect.nan == .payload: break
    case .format, .grid: throw .nanStage(field)
    }
  }

  /// Throws where the sum is an integer that one product of extreme values already leaves.
  func validate(operands format: NumberFormat) throws(AccumulatorError) {
    guard case .format(let descriptor, _) = sum, case .fixedPoint = descriptor.encoding else {
      return
    }
    let integers = NumberFormat(descriptor)
    let stage = Stage(product)
    let high = format.positive.largest
    let low = format.negative.map { -$0.largest } ?? .zero
    for product in [high * high, high * low, low * low] {
      guard let value = stage(.finite(product)).datum.number else { continue }
      let ladder = value.signum < 0 ? integers.negative : integers.positive
      if value.magnitude > (ladder?.largest ?? .zero) {
        throw .narrowSum(format: descriptor.name, operands: format.name)
      }
    }
  }
}
