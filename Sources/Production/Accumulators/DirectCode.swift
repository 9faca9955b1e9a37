import Descriptors

/// Codes of sums that are values of the result format, read off their binary64 fields.
///
/// Such a value is its own neighbour under every dialect, so nothing needs to be rounded.
struct DirectCode: Sendable {
  private enum Layout: Sendable {
    case float(trailing: UInt64, rebias: UInt64, sign: UInt64, low: Double)
    case integer(mask: UInt64, low: Double)
  }

  private let layout: Layout
  private let high: Double

  /// The codes of a signed float format with -0, or of integers; `nil` for others.
  init?(_ format: FormatDescriptor) {
    switch format.encoding {
    case .float(let layout):
      guard layout.signed, layout.hasZero, layout.hasNegativeZero, layout.subnormals == .gradual,
        layout.trailingBits <= 52, (-900...900).contains(layout.bias),
        let bound = RoundedStage.bound(format)
      else { return nil }
      self.layout = .float(
        trailing: UInt64(layout.trailingBits),
        rebias: UInt64(1023 - layout.bias) << UInt64(layout.trailingBits),
        sign: UInt64(1) << UInt64(format.bits - 1),
        low: Double(sign: .plus, exponent: 1 - layout.bias, significand: 1))
      high = bound.value
    case .fixedPoint(let layout):
      guard layout.fractionBits == 0, format.bits <= 32 else { return nil }
      let values = layout.signed ? format.bits - 1 : format.bits
      high = Double(UInt64(1) << UInt64(values) - 1)
      self.layout = .integer(
        mask: UInt64(1) << UInt64(format.bits) - 1, low: layout.signed ? -high - 1 : 0)
    default: return nil
    }
  }

  /// The code of a normal value or zero of the format; `nil` for all others.
  func callAsFunction(_ value: Double) -> UInt64? {
    switch layout {
    case .float(let trailing, let rebias, let sign, let low):
      let bits = value.magnitude.bitPattern
      let code = bits &>> (52 &- trailing)
      let signed = value.sign == .minus ? sign : 0
      if bits == 0 { return signed }
      guard value.magnitude >= low, value.magnitude <= high, code &<< (52 &- trailing) == bits
      else { return nil }
      return code &- rebias | signed
    case .integer(let mask, let low):
      guard value >= low, value <= high else { return nil }
      let whole = Int64(value)
      guard Double(whole) == value else { return nil }
      return UInt64(bitPattern: whole) & mask
    }
  }
}
