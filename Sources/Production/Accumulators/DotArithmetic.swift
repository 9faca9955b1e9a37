import CKernels
import Descriptors

/// The arithmetic in which an accumulator over a format is exact, from its descriptor and the range
/// of products.
struct DotArithmetic {
  let accumulator: Accumulator
  let coding: NumberCoding
  let values: OperandValues
  /// The binades by which a sum without bound exceeds its largest product.
  let growth: Int

  init(_ accumulator: Accumulator, _ coding: NumberCoding, _ values: OperandValues, depth: Int) {
    self.accumulator = accumulator
    self.coding = coding
    self.values = values
    growth = Int.bitWidth - depth.leadingZeroBitCount
  }

  /// The arithmetic; `nil` where none is exact.
  var parameters: assay_dot? {
    if case .aligned(let adder) = accumulator.adder {
      return integers(adder) ?? aligned(adder)
    }
    // Without rounding every order and adder gives the same.
    if let found = exact { return found }
    guard accumulator.chunk?.outer != .exact else { return nil }
    if accumulator.adder == .serial, let found = integers(nil) { return found }
    var found = machine ?? grids ?? rounded
    // A sum of halves has nothing to compensate.
    let isCompensated = accumulator.adder == .compensated && accumulator.order != .pairwise
    found?.compensated = isCompensated ? 1 : 0
    return found
  }

  /// Whether sums of chunks meet as sums inside them do.
  var isUniform: Bool {
    accumulator.chunk.map { $0.outer == accumulator.sum } ?? true
  }

  func parameters(
    _ kind: assay_dot_kind, _ lanes: assay_dot_lanes = assay_dot_binary32
  ) -> assay_dot {
    var parameters = assay_dot()
    parameters.kind = Int32(kind.rawValue)
    parameters.lanes = Int32(lanes.rawValue)
    return parameters
  }

  // MARK: - What the machine rounds itself

  private var machine: assay_dot? {
    guard isUniform, case .format(let format, let dialect) = accumulator.sum else { return nil }
    var isRounded = false
    if accumulator.product != .exact {
      guard accumulator.product == .format(format, dialect), !dialect.flushResults else {
        return nil
      }
      isRounded = true
    }
    if Self.isMachine(format, dialect, exponentBits: 8, trailingBits: 23) {
      if isRounded { return parameters(assay_dot_unfused) }
      return parameters(dialect.flushResults ? assay_dot_flushing : assay_dot_fused)
    }
    // Products are exact in binary64, far from the ends of its range.
    guard Self.isMachine(format, dialect, exponentBits: 11, trailingBits: 52), values.bits <= 53,
      !dialect.flushResults
    else { return nil }
    return parameters(assay_dot_plain, assay_dot_binary64)
  }

  /// Whether a stage is what a float operation of the machine does, but for flushing.
  private static func isMachine(
    _ format: FormatDescriptor, _ dialect: Dialect, exponentBits: Int, trailingBits: Int
  ) -> Bool {
    guard case .float(let layout) = format.encoding else { return false }
    return layout.signed && layout.exponentBits == exponentBits
      && layout.trailingBits == trailingBits && layout.bias == 1 << (exponentBits - 1) - 1
      && layout.subnormals == .gradual && layout.infinities == .ieee && layout.hasNegativeZero
      && dialect.rounding == .toNearestOrEven && dialect.overflow == .satNone
      && dialect.rangeTest == .afterRounding && !dialect.flushOperands && !dialect.wraps
  }

  // MARK: - Grids by bit patterns of binary32

  private var grids: assay_dot? {
    guard isUniform, case .grid(let product) = accumulator.product,
      case .grid(let sum) = accumulator.sum, values.bits <= 24,
      product.rounding == sum.rounding, product.significandBits <= 20, sum.significandBits <= 20,
      accumulator.adder == .serial || sum.saturates
    else { return nil }
    let isNearest = sum.rounding == .toNearestOrEven
    guard isNearest || sum.rounding == .towardZero else { return nil }
    // Without trailing bits the parity of a significand is not the last bit of its code.
    guard !isNearest || min(product.significandBits, sum.significandBits) > 0 else { return nil }
    // Everything that matters must lie in binary32's normal range: what is kept of products, and all
    // sums, which are multiples of the lowest kept bit.
    let lowestProduct = product.flushes ? product.lowestExponent : values.lowest
    let lowestBit = max(lowestProduct - product.significandBits, values.lowest)
    let highestProduct = product.saturates ? product.highestExponent + 1 : values.highest
    let highestSum = sum.saturates ? sum.highestExponent + 1 : highestProduct + growth
    guard lowestProduct >= -120, lowestBit >= -120, highestProduct <= 120, highestSum <= 120,
      sum.lowestExponent >= -120 || !sum.flushes,
      // What saturates is taken down to the largest value, which may lie below all of binary32.
      [product, sum].allSatisfy({
        !$0.saturates || $0.highestExponent - $0.significandBits >= -120
      })
    else { return nil }
    let kind: assay_dot_kind
    if isNearest {
      kind = assay_dot_nearest_any
    } else {
      // A sum to nearest reaches beyond the sum cut off only where a term is more than 24 binades below.
      let lowestTerm = min(lowestProduct, sum.flushes ? sum.lowestExponent : lowestBit)
      let isNear =
        sum.significandBits <= 10 && product.significandBits <= 10
        && product.flushes && sum.flushes && sum.saturates && lowestTerm > highestSum + 1 - 24
      kind = isNear ? assay_dot_truncated : assay_dot_truncated_any
    }
    var parameters = parameters(kind)
    parameters.product = grid(product)
    parameters.sum = grid(sum)
    return parameters
  }

  private func grid(_ grid: FloatGrid) -> assay_dot_grid {
    let largest = Float(
      sign: .plus, exponent: grid.highestExponent,
      significand: 2 - Float(sign: .plus, exponent: -grid.significandBits, significand: 1))
    return assay_dot_grid(
      shift: UInt32(23 - grid.significandBits),
      low: grid.flushes
        ? Float(sign: .plus, exponent: grid.lowestExponent, significand: 1).bitPattern : 0,
      high: grid.saturates ? largest.bitPattern : Float.greatestFiniteMagnitude.bitPattern)
  }

  // MARK: - Stages behind additions that keep what they cut off

  private var rounded: assay_dot? {
    guard let sum = RoundedStage(accumulator.sum),
      let outer = RoundedStage(accumulator.chunk?.outer ?? accumulator.sum)
    else { return nil }
    var stages = [sum, outer]
    var product: RoundedStage?
    if accumulator.product != .exact {
      guard let stage = RoundedStage(accumulator.product) else { return nil }
      product = stage
      stages.append(stage)
    }
    guard accumulator.adder == .serial || sum.isBounded else { return nil }
    // Every value is a multiple of the lowest bit of all products and largest values.
    let lowest = stages.compactMap(\.lowestOfBound).reduce(values.lowest, min)
    let highestProduct = product?.highest ?? values.highest
    let highestSum = max(sum.highest ?? highestProduct + growth + 2, outer.highest ?? 0)
    let highest = max(
      values.highest, highestProduct, outer.isBounded ? highestSum : highestSum + growth)
    let width = stages.map(\.stage.bits).max() ?? 0
    let unit = stages.map(\.stage.bits).min() ?? 0
    let kind: assay_dot_kind
    let lanes: assay_dot_lanes
    if values.bits <= 24, width <= 21, lowest >= -120, highest + 1 + 24 - Int(unit) <= 126,
      stages.allSatisfy({ !$0.isGrid && $0.stage.least >= -120 })
    {
      lanes = assay_dot_binary32
      let bits = product.map { Int($0.stage.bits) + 1 } ?? values.bits
      let isNear =
        isUniform && stages.allSatisfy { $0.stage.truncates == 0 }
        && sum.stage.bits <= 10 && bits <= sum.stage.bits + 1
      kind = isNear ? assay_dot_rounded : assay_dot_rounded_any
    } else if values.bits <= 53, width <= 50, lowest >= -900, highest <= 900,
      stages.allSatisfy({ $0.isGrid || $0.stage.least >= -900 })
    {
      (lanes, kind) = (assay_dot_binary64, assay_dot_rounded_any)
    } else {
      return nil
    }
    var parameters = parameters(kind, lanes)
    if let product {
      parameters.rounds_products = 1
      parameters.product_stage = product.stage
    }
    parameters.sum_stage = sum.stage
    parameters.outer_stage = outer.stage
    return parameters
  }
}
