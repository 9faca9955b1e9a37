import CKernels
import Descriptors

/// A stage that the loops round to: a float format or grid, to nearest even or towards zero.
///
/// What overflows without saturation becomes a NaN there, and the sum is computed with integers.
struct RoundedStage {
  let stage: assay_dot_stage
  /// Whether values stay below a bound.
  let isBounded: Bool
  let isGrid: Bool
  /// The exponent that no value reaches; `nil` without a bound.
  let highest: Int?
  /// The lowest bit of the bound that saturated values become; `nil` where there is none.
  let lowestOfBound: Int?

  init?(_ stage: AccumulatorStage) {
    var found = assay_dot_stage()
    switch stage {
    case .exact: return nil
    case .format(let format, let dialect):
      guard case .float(let layout) = format.encoding, layout.signed, layout.subnormals == .gradual,
        layout.hasZero, layout.hasNegativeZero, (1...50).contains(layout.trailingBits),
        !dialect.flushOperands, !dialect.flushResults, !dialect.wraps,
        let bound = Self.bound(format)
      else { return nil }
      switch dialect.rounding {
      case .toNearestOrEven: found.truncates = 0
      case .towardZero: found.truncates = 1
      default: return nil
      }
      let saturates = dialect.overflow != .satNone || found.truncates == 1
      guard saturates || dialect.rangeTest == .afterRounding else { return nil }
      found.bits = Int32(layout.trailingBits)
      found.least = Int32(1 - layout.bias)
      found.saturates = saturates ? 1 : 0
      found.high = bound.value
      (isBounded, isGrid) = (true, false)
      (highest, lowestOfBound) = (bound.top + 1, saturates ? bound.lowest : nil)
    case .grid(let grid):
      guard (0...50).contains(grid.significandBits), (1...11).contains(grid.exponentBits),
        abs(grid.lowestExponent) <= 900, grid.highestExponent <= 900
      else { return nil }
      switch grid.rounding {
      case .toNearestOrEven: found.truncates = 0
      case .towardZero: found.truncates = 1
      default: return nil
      }
      found.bits = Int32(grid.significandBits)
      // No unit but that of a value's own binade: a binade below all values.
      found.least = -1000
      found.is_grid = 1
      found.low =
        grid.flushes ? Double(sign: .plus, exponent: grid.lowestExponent, significand: 1) : 0
      found.saturates = grid.saturates ? 1 : 0
      found.high =
        grid.saturates
        ? Double(
          sign: .plus, exponent: grid.highestExponent,
          significand: 2 - Double(sign: .plus, exponent: -grid.significandBits, significand: 1))
        : .infinity
      (isBounded, isGrid) = (grid.saturates, true)
      highest = grid.saturates ? grid.highestExponent + 1 : nil
      lowestOfBound = grid.saturates ? grid.highestExponent - grid.significandBits : nil
    }
    self.stage = found
  }

  /// The largest finite value of a format.
  static func bound(_ format: FormatDescriptor) -> (value: Double, top: Int, lowest: Int)? {
    guard let coding = try? NumberCoding(format),
      case .finite(let bound) = coding.decode(coding.boundCode(negative: false))
    else { return nil }
    let width = 64 - bound.significand.leadingZeroBitCount
    let top = bound.exponent + width - 1
    guard width <= 53, top <= 900 else { return nil }
    return (
      Double(sign: .plus, exponent: bound.exponent, significand: Double(bound.significand)), top,
      bound.exponent + bound.significand.trailingZeroBitCount
    )
  }
}
