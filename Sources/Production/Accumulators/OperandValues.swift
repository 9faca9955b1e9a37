import Descriptors

/// The values of all codes of a format in binary32, and where the products of two of them lie.
struct OperandValues: Sendable {
  /// NaN for what is not finite.
  private let values: [Float]
  /// The lowest bit of any product.
  private(set) var lowest = 0
  /// The exponent that no product reaches.
  private(set) var highest = 0
  /// The largest magnitude of a product, where it is below 2^53.
  private(set) var largest = 0.0
  /// The significand bits of the longest product.
  private(set) var bits = 0

  /// The values; `nil` for formats of more than 16 bits and for values outside binary32.
  init?(_ coding: NumberCoding, flushing: Bool) {
    guard coding.bits <= 16 else { return nil }
    var values: [Float] = []
    values.reserveCapacity(1 << coding.bits)
    var (low, top, longest) = (Int.max, Int.min, 0)
    for code in 0..<UInt64(1) << UInt64(coding.bits) {
      switch flushing ? coding.decodeFlushing(code) : coding.decode(code) {
      case .nan, .infinity: values.append(.nan)
      case .zero(let negative): values.append(negative ? -0.0 : 0)
      case .finite(let value):
        let drop = value.significand.trailingZeroBitCount
        let (significand, exponent) = (value.significand >> UInt64(drop), value.exponent + drop)
        let width = 64 - significand.leadingZeroBitCount
        guard width <= 24, exponent >= -149, exponent + width <= 128 else { return nil }
        low = min(low, exponent)
        top = max(top, exponent + width)
        longest = max(longest, width)
        let magnitude = Float(
          Double(sign: .plus, exponent: exponent, significand: Double(significand)))
        largest = max(largest, Double(magnitude) * Double(magnitude))
        values.append(value.negative ? -magnitude : magnitude)
      }
    }
    self.values = values
    if longest > 0 { (lowest, highest, bits) = (2 * low, 2 * top, 2 * longest) }
  }

  /// The value of a code; bits above the format's width are ignored.
  subscript(code: UInt64) -> Float { values[Int(code) & (values.count - 1)] }
}
