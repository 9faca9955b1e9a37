import Descriptors

/// The rules that give powers of two.
struct ScaleExponent: Sendable {
  let rule: BlockFormat.ScaleRule
  /// The largest element value.
  let largest: Datum.Finite
  /// The trailing bits of the elements.
  let trailing: Int
  /// The exponents of the scale format.
  let range: ClosedRange<Int>

  /// The exponent of the scale for a largest magnitude.
  func callAsFunction(_ amax: Datum.Finite) -> Int {
    let f = amax.floorLog2
    let emax = largest.floorLog2
    let exponent: Int
    switch rule {
    case .ceil: exponent = f - emax + (amax.isPowerOfTwo ? 0 : 1)
    case .even:
      // 2^f (2 - 2^-(m + 1)) = 2^(f - m - 1) (2^(m + 2) - 1)
      let threshold = Datum.Finite(
        negative: false, significand: 1 << UInt64(trailing + 2) - 1, exponent: f - trailing - 1)
      let up = Datum.Finite.compareMagnitudes(amax, threshold) >= 0
      exponent = f - emax + (up ? 1 : 0)
    case .rceil:
      // amax / max lies in 2^(f - emax - 1) ..< 2^(f - emax + 1), the lower end excluded.
      var bound = largest
      bound.exponent += f - emax
      let up = Datum.Finite.compareMagnitudes(amax, bound) > 0
      exponent = f - emax + (up ? 1 : 0)
    case .floor, .amaxOverMax, .amax, .fourOverSix: exponent = f - emax
    }
    return min(max(exponent, range.lowerBound), range.upperBound)
  }
}

extension NumberCoding {
  /// The powers of two among the values: the exponents of the least and the largest one; nil where
  /// those between are not values.
  var powersOfTwo: ClosedRange<Int>? {
    guard case .float(let format) = kind else { return nil }
    let least = format.value(ofMagnitude: format.hasZero ? 1 : 0, negative: false)
    let last = format.value(ofMagnitude: format.largest, negative: false)
    let low = least.isPowerOfTwo ? least.floorLog2 : least.floorLog2 + 1
    return low <= last.floorLog2 ? low...last.floorLog2 : nil
  }

  /// The bits behind the leading one of the largest values; nil in formats without one precision.
  var trailingBits: Int? {
    switch kind {
    case .float(let format): format.trailingBits
    case .fixedPoint(let format): max(format.bits - (format.signed ? 2 : 1), 0)
    case .posit, .hiFloat8, .table: nil
    }
  }
}
