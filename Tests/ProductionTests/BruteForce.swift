import Descriptors

/// A second meaning of small float layouts, from the list of their values as binary64.
///
/// Exact where all values and midpoints fit binary64.
struct BruteForce {
  let layout: FloatLayout
  let bits: Int
  /// Magnitudes of finite codes with their values, and one more past the largest.
  var values: [Double] = []

  init(_ format: FormatDescriptor) {
    guard case .float(let layout) = format.encoding else {
      preconditionFailure("a float layout is needed")
    }
    self.layout = layout
    bits = format.bits
    var magnitude = 0
    while isFinite(magnitude) {
      values.append(value(magnitude))
      magnitude += 1
    }
    values.append(value(magnitude))
  }

  var t: Int { layout.trailingBits }
  var width: Int { layout.exponentBits + t }
  var allOnes: Int { 1 << width - 1 }
  var hasNaN: Bool { layout.nans != .none }
  var sign: Int { layout.signed ? 1 << width : 0 }

  var infinity: Int? {
    switch layout.infinities {
    case .none: nil
    case .ieee: (1 << layout.exponentBits - 1) << t
    case .top: layout.nans == .allOnes ? allOnes - 1 : allOnes
    }
  }

  var nan: Int? {
    switch layout.nans {
    case .none: nil
    case .ieee: (1 << layout.exponentBits - 1) << t | 1 << (t - 1)
    case .allOnes: allOnes
    case .negativeZero: sign
    }
  }

  func isFinite(_ magnitude: Int) -> Bool {
    if magnitude > allOnes { return false }
    if let infinity, magnitude >= infinity { return false }
    return !(layout.nans == .allOnes && magnitude == allOnes)
      && !(layout.nans == .ieee && magnitude > (1 << layout.exponentBits - 1) << t)
  }

  func value(_ magnitude: Int) -> Double {
    let field = magnitude >> t
    let fraction = Double(magnitude & (1 << t - 1)) / Double(1 << t)
    if layout.hasZero, magnitude == 0 { return 0 }
    if field == 0, layout.subnormals == .gradual { return scaled(fraction, 1 - layout.bias) }
    return scaled(1 + fraction, field - layout.bias)
  }

  private func scaled(_ value: Double, _ exponent: Int) -> Double {
    var value = value
    for _ in 0..<abs(exponent) { value = exponent > 0 ? value * 2 : value / 2 }
    return value
  }

  /// Encodes a value under the standard dialect with a rule, an overflow rule and a word.
  func encode(
    _ x: Double, _ rule: RoundingRule, _ overflow: OverflowRule, word: UInt32 = 0
  ) -> UInt64 {
    let largest = values.count - 2
    let negative = x.sign == .minus
    func bound() -> Int { negative ? (layout.signed ? largest | sign : 0) : largest }
    func beyond() -> Int {
      if negative, !layout.signed { return nan ?? bound() }
      return infinity.map { negative ? $0 | sign : $0 } ?? nan ?? bound()
    }
    func zero() -> Int {
      if !layout.hasZero { return nan ?? 0 }
      return negative && layout.hasNegativeZero && layout.nans != .negativeZero ? sign : 0
    }
    if x.isNaN { return UInt64(nan ?? 0) }
    if x == 0 { return UInt64(zero()) }
    if x.isInfinite {
      let keeps = infinity != nil && (layout.signed || !negative)
      switch overflow {
      case .satFinite: return UInt64(bound())
      case .satPropagate: return UInt64(keeps ? beyond() : bound())
      case .satNone: return UInt64(beyond())
      }
    }
    let magnitude = round(abs(x), negative, rule, word)
    let below = negative && !layout.signed
    if magnitude == 0, layout.hasZero { return UInt64(zero()) }
    if magnitude <= largest, !below { return UInt64(negative ? magnitude | sign : magnitude) }
    if overflow != .satNone { return UInt64(bound()) }
    switch rule {
    case .towardZero: return UInt64(bound())
    case .up where negative: return UInt64(bound())
    case .down where !negative: return UInt64(bound())
    case .toOdd where largest & 1 == 1 && !below: return UInt64(bound())
    default: return UInt64(beyond())
    }
  }

  private func round(
    _ x: Double, _ negative: Bool, _ rule: RoundingRule, _ word: UInt32
  ) -> Int {
    if x >= values[values.count - 1] { return values.count }
    if x < values[0] { return 0 }
    var low = 0
    var high = values.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= x { low = middle } else { high = middle }
    }
    if values[low] == x { return low }
    let fraction = (x - values[low]) / (values[low + 1] - values[low])
    let up: Bool
    switch rule {
    case .toNearestOrEven: up = fraction > 0.5 || fraction == 0.5 && low & 1 == 1
    case .toNearestOrAway: up = fraction >= 0.5
    case .toNearestOrZero: up = fraction > 0.5
    case .towardZero: up = false
    case .up: up = !negative
    case .down: up = negative
    case .toOdd: up = low & 1 == 0
    case .stochastic(let bits, let variant):
      let one = scaled(1, bits)
      let random = Double(word & (~0 >> UInt32(32 - bits)))
      switch variant {
      case .a: up = (fraction * one).rounded(.down) + random >= one
      case .b: up = (fraction * 2 * one).rounded(.down) + 2 * random + 1 >= 2 * one
      case .c: up = (fraction * one).rounded(.toNearestOrEven) + random >= one
      }
    }
    return up ? low + 1 : low
  }
}
