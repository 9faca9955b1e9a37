import CKernels
import Descriptors

/// Sums of products in binary32, many side by side.
///
/// Whether binary32 is exact for an accumulator over a format is decided here from their descriptors
/// alone; `Specs/pages/accumulator-kernels.md` proves the conditions.
struct DotKernel: Sendable {
  let parameters: assay_dot
  /// The values of all codes, in binary32, for formats of at most 16 bits; NaN for what is not finite.
  let values: [Float]
  /// Where each product of a chunk comes from; `nil` for the order of the codes.
  let order: Accumulator.Order
  /// Whether zero results are +0 whatever their sign.
  let level: InstructionLevel

  static let width = Int(assay_dot_width)

  /// The kernel of an accumulator; `nil` where none is exact.
  init?(
    _ accumulator: Accumulator, _ coding: NumberCoding, _ format: FormatDescriptor, depth: Int,
    level: InstructionLevel
  ) {
    guard case .serial = accumulator.adder, case .float(let layout) = format.encoding,
      format.bits <= 16, layout.trailingBits <= 11
    else { return nil }
    switch accumulator.order {
    case .sequential, .oddFirst, .permuted: order = accumulator.order
    case .lanes, .pairwise: return nil
    }
    if let chunk = accumulator.chunk, chunk.outer != accumulator.sum { return nil }
    let range = ProductRange(layout)
    guard let kind = Self.kind(accumulator, range, depth) else { return nil }
    self.level = level
    var parameters = assay_dot()
    parameters.kind = Int32(kind.kind.rawValue)
    parameters.depth = depth
    parameters.chunk = accumulator.chunk?.length ?? 0
    parameters.product = kind.product
    parameters.sum = kind.sum
    self.parameters = parameters
    values = (0..<1 << UInt64(format.bits)).map { code in
      let datum =
        accumulator.flushesOperands
        ? coding.decodeFlushing(UInt64(code)) : coding.decode(UInt64(code))
      switch datum {
      case .nan, .infinity: return .nan
      case .zero(let negative): return negative ? -0.0 : 0
      case .finite(let value):
        let magnitude = Float(
          sign: .plus, exponent: value.exponent, significand: Float(value.significand))
        return value.negative ? -magnitude : magnitude
      }
    }
  }

  /// The exponents between which products of a format lie.
  private struct ProductRange {
    /// The lowest bit of the smallest product.
    var lowest: Int
    /// The exponent that no product reaches.
    var highest: Int

    init(_ layout: FloatLayout) {
      lowest = 2 * (1 - layout.bias - layout.trailingBits)
      highest = 2 * ((1 << layout.exponentBits) - layout.bias)
    }
  }

  private typealias Kind = (
    kind: assay_dot_kind, product: assay_dot_grid, sum: assay_dot_grid
  )

  private static func kind(
    _ accumulator: Accumulator, _ range: ProductRange, _ depth: Int
  ) -> Kind? {
    let none = assay_dot_grid()
    switch (accumulator.product, accumulator.sum) {
    case (.grid(let product), .grid(let sum)): return grids(product, sum, range, depth)
    case (.exact, .format(let format, let dialect)) where isBinary32(format, dialect):
      let kind = dialect.flushResults ? assay_dot_flushing : assay_dot_fused
      return (kind, none, none)
    case (.format(let first, let one), .format(let format, let dialect))
    where isBinary32(first, one) && isBinary32(format, dialect) && !one.flushResults
      && !dialect.flushResults:
      return (assay_dot_unfused, none, none)
    default: return nil
    }
  }

  /// Whether a stage is what a float operation of the machine does, but for flushing.
  private static func isBinary32(_ format: FormatDescriptor, _ dialect: Dialect) -> Bool {
    guard case .float(let layout) = format.encoding else { return false }
    return layout.signed && layout.exponentBits == 8 && layout.trailingBits == 23
      && layout.bias == 127 && layout.subnormals == .gradual && layout.infinities == .ieee
      && dialect.rounding == .toNearestOrEven && dialect.overflow == .satNone
      && dialect.rangeTest == .afterRounding && !dialect.flushOperands && !dialect.wraps
  }

  private static func grids(
    _ product: FloatGrid, _ sum: FloatGrid, _ range: ProductRange, _ depth: Int
  ) -> Kind? {
    guard product.rounding == sum.rounding, product.significandBits <= 20, sum.significandBits <= 20
    else { return nil }
    let isNearest = sum.rounding == .toNearestOrEven
    guard isNearest || sum.rounding == .towardZero else { return nil }
    // Everything that matters must lie in binary32's normal range: what is kept of products, and all
    // sums, which are multiples of the lowest kept bit.
    let lowestProduct = product.flushes ? product.lowestExponent : range.lowest
    let lowestBit = max(lowestProduct - product.significandBits, range.lowest)
    let growth = Int.bitWidth - depth.leadingZeroBitCount
    let highestProduct = product.saturates ? product.highestExponent + 1 : range.highest
    let highestSum = sum.saturates ? sum.highestExponent + 1 : highestProduct + growth
    guard lowestProduct >= -120, lowestBit >= -120, highestProduct <= 120, highestSum <= 120,
      sum.lowestExponent >= -120 || !sum.flushes
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
    return (kind, grid(product), grid(sum))
  }

  private static func grid(_ grid: FloatGrid) -> assay_dot_grid {
    let largest = Float(
      sign: .plus, exponent: grid.highestExponent,
      significand: 2 - Float(sign: .plus, exponent: -grid.significandBits, significand: 1))
    return assay_dot_grid(
      shift: UInt32(23 - grid.significandBits),
      low: grid.flushes
        ? Float(sign: .plus, exponent: grid.lowestExponent, significand: 1).bitPattern : 0,
      high: grid.saturates ? largest.bitPattern : Float.greatestFiniteMagnitude.bitPattern)
  }

  /// Where each product of a sum comes from, in the order in which they are added.
  func places() -> [Int]? {
    let depth = parameters.depth
    let each = parameters.chunk == 0 ? max(depth, 1) : parameters.chunk
    switch order {
    case .sequential, .lanes, .pairwise: return nil
    case .oddFirst:
      return stride(from: 0, to: depth, by: each).flatMap { first in
        let end = min(first + each, depth)
        return stride(from: first, to: end, by: 2).flatMap { $0 + 1 < end ? [$0 + 1, $0] : [$0] }
      }
    case .permuted(let seed):
      return stride(from: 0, to: depth, by: each).flatMap { first in
        let count = min(each, depth - first)
        return Permutation(seed: seed, count: count).indices.map { $0 + first }
      }
    }
  }
}
