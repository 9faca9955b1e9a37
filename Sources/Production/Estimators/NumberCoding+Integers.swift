import Descriptors

extension NumberCoding {
  /// The largest power of two of which every finite value is a multiple, and the bits of the
  /// largest multiple; nil where those are more than 64, or in formats of more than 32 bits.
  var integerSpan: (unit: Int, bits: Int)? {
    if case .fixedPoint(let format) = kind {
      return (-format.fractionBits, bits)
    }
    guard bits <= 16 else { return nil }
    var low = Int.max
    var high = Int.min
    for code in 0..<UInt64(1) << UInt64(bits) {
      guard case .finite(let value) = decode(code) else { continue }
      low = min(low, value.exponent + value.significand.trailingZeroBitCount)
      high = max(high, value.exponent + 64 - value.significand.leadingZeroBitCount)
    }
    return high - low <= 64 ? (low, high - low) : nil
  }
}
