import Descriptors

/// A float layout with the facts that both directions of a conversion need.
///
/// "Magnitude" names a code without its sign bit, read as an integer. Finite magnitudes increase
/// with their values.
struct FloatFormat {
  let signed: Bool
  let exponentBits: Int
  let trailingBits: Int
  let bias: Int
  /// Whether exponent field 0 holds the multiples of `2^(1 - bias - trailingBits)`.
  let gradual: Bool
  let hasZero: Bool
  let hasNegativeZero: Bool
  let nans: FloatLayout.NaNs
  /// The sign bit, or 0 in an unsigned layout.
  let signBit: UInt64
  /// All magnitude bits.
  let magnitudeMask: UInt64
  /// The magnitude of the largest finite value.
  let largest: UInt64
  /// The magnitude of infinity, where there is one.
  let infinity: UInt64?

  init(_ layout: FloatLayout, bits: Int, name: String) throws(ProductionError) {
    func refuse(_ reason: String) -> ProductionError {
      .unsupported("\(name): \(reason)")
    }
    let width = layout.exponentBits + layout.trailingBits
    guard layout.exponentBits >= 1, layout.exponentBits <= 16, layout.trailingBits >= 0,
      layout.trailingBits <= 60, abs(layout.bias) <= 1 << 20
    else { throw refuse("exponent or trailing field width out of range") }
    guard width <= 63, width + (layout.signed ? 1 : 0) == bits else {
      throw refuse("the fields do not add up to \(bits) bits")
    }
    guard layout.signed || layout.nans != .negativeZero else {
      throw refuse("an unsigned layout has no sign bit for a NaN at -0")
    }
    signed = layout.signed
    exponentBits = layout.exponentBits
    trailingBits = layout.trailingBits
    bias = layout.bias
    // Without trailing bits both readings of exponent field 0 leave only zero there.
    gradual = layout.subnormals == .gradual || layout.hasZero && layout.trailingBits == 0
    hasZero = layout.hasZero || layout.subnormals == .gradual
    hasNegativeZero =
      hasZero && layout.signed && layout.hasNegativeZero && layout.nans != .negativeZero
    magnitudeMask = ~0 >> UInt64(64 - width)
    signBit = layout.signed ? 1 << UInt64(width) : 0
    let ieeeInfinity = magnitudeMask & (~0 << UInt64(trailingBits))
    nans = layout.nans == .ieee && layout.trailingBits == 0 ? .none : layout.nans

    let firstNaN: UInt64
    switch nans {
    case .none, .negativeZero: firstNaN = magnitudeMask + 1
    case .ieee: firstNaN = ieeeInfinity + 1
    case .allOnes: firstNaN = magnitudeMask
    }
    switch layout.infinities {
    case .none:
      infinity = nil
      largest = firstNaN - 1
    case .ieee:
      guard firstNaN == ieeeInfinity + 1 else {
        throw refuse("finite codes above the infinity")
      }
      infinity = ieeeInfinity
      largest = ieeeInfinity - 1
    case .top:
      infinity = firstNaN - 1
      largest = firstNaN - 2
    }
    guard largest >= (hasZero ? 1 : 0), largest <= magnitudeMask else {
      throw refuse("no finite value other than 0")
    }
  }

  /// The exponent of the binade in which the magnitudes begin to be normal.
  var lowestBinade: Int { gradual ? 1 - bias : -bias }

  /// The smallest normal magnitude of a gradual layout; 0 where there are no subnormals.
  var smallestNormal: UInt64 { gradual ? 1 << UInt64(trailingBits) : 0 }

  /// The value of a finite magnitude other than zero, special codes aside.
  func value(ofMagnitude magnitude: UInt64, negative: Bool) -> Datum.Finite {
    let field = Int(magnitude >> UInt64(trailingBits))
    let trailing = magnitude & (1 << UInt64(trailingBits) - 1)
    if field == 0, gradual {
      return Datum.Finite(
        negative: negative, significand: trailing, exponent: 1 - bias - trailingBits)
    }
    return Datum.Finite(
      negative: negative, significand: trailing | 1 << UInt64(trailingBits),
      exponent: field - bias - trailingBits)
  }

  /// What a code denotes; bits above the format's width are ignored.
  func decode(_ code: UInt64) -> Datum {
    let magnitude = code & magnitudeMask
    let negative = code & signBit != 0
    if magnitude == 0, hasZero {
      if negative, nans == .negativeZero { return .nan(negative: false, payload: 0) }
      return .zero(negative: negative && hasNegativeZero)
    }
    if magnitude == 0, negative, nans == .negativeZero { return .nan(negative: false, payload: 0) }
    if magnitude > largest {
      if magnitude == infinity { return .infinity(negative: negative) }
      let payload = nans == .ieee ? magnitude << UInt64(64 - trailingBits) : 0
      return .nan(negative: negative, payload: payload)
    }
    return .finite(value(ofMagnitude: magnitude, negative: negative))
  }

  /// Whether a code is subnormal.
  func isSubnormal(_ code: UInt64) -> Bool {
    let magnitude = code & magnitudeMask
    return magnitude != 0 && magnitude < smallestNormal
  }
}
