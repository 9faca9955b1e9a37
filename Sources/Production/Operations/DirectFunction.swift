import Descriptors

/// The functions that compute no number: they compare operands, choose one, tell its kind, or step
/// to the code beside it.
///
/// Where the reference compares rationals, this compares bits: tops and significands of values, and
/// codes where a format orders them.
struct DirectFunction: Sendable {
  private let kind: Operation.Kind
  private let coding: NumberCoding
  private let usesRatios: Bool
  private let rule: ExtremumRule
  /// The neighbours of each code, where codes are not in the order of values.
  private let neighbours: NeighbourCodes

  private static let nan = ExactValue.nan(negative: false, payload: 0)

  /// Makes a function ready; `nil` for those that compute a number.
  init?(_ kind: Operation.Kind, _ coding: NumberCoding, usesRatios: Bool) {
    switch kind.family {
    case .conversion, .arithmetic, .scaled: return nil
    case .sign, .extremum, .comparison, .predicate, .neighbour, .query: break
    }
    self.kind = kind
    self.coding = coding
    self.usesRatios = usesRatios
    rule = ExtremumRule(kind)
    neighbours = NeighbourCodes(coding, isNeeded: kind.family == .neighbour)
  }

  /// The exact result; operands that the function lacks are ignored.
  func callAsFunction(_ x: Datum, _ y: Datum, _ z: Datum, code: UInt64) -> ExactValue {
    switch kind.family {
    case .sign: value(withSign(x, y))
    case .extremum: extremum(x, y, z).map(value) ?? Self.nan
    case .comparison: Self.integer(holds(x, y) ? 1 : 0)
    case .predicate:
      kind == .classify
        ? Self.integer(Int(kindOf(x).rawValue)) : Self.integer(holds(x) ? 1 : 0)
    case .neighbour:
      // A flushed operand is no longer what its code says.
      neighbours.code(x.isZero ? coding.zeroCode(negative: false) ?? code : code, up: isUp)
        .map { value(coding.decode($0)) } ?? Self.nan
    default: fact
    }
  }

  private var isUp: Bool { kind == .nextGreaterThan }

  private func value(_ x: Datum) -> ExactValue { ExactFunction.value(x, usesRatios) }

  private static func integer(_ number: Int) -> ExactValue {
    number == 0
      ? .zero(negative: false)
      : .finite(negative: number < 0, Magnitude(UInt128(number.magnitude), exponent: 0))
  }

  // MARK: - Signs and extrema

  private func withSign(_ x: Datum, _ y: Datum) -> Datum {
    switch kind {
    case .negate: return x.with(negative: !x.isNegative)
    case .abs: return x.with(negative: false)
    default:
      if x.isNaN || y.isNaN { return .nan(negative: false, payload: 0) }
      return x.with(negative: y.isNegative)
    }
  }

  /// The chosen operand; `nil` for a NaN.
  private func extremum(_ x: Datum, _ y: Datum, _ z: Datum) -> Datum? {
    if kind == .clamp { return clamped(x, y, z) }
    if x.isNaN || y.isNaN {
      guard rule.ignoresNaN, !(x.isNaN && y.isNaN) else { return nil }
      return x.isNaN ? y : x
    }
    if rule.ignoresInfinity, x.isInfinite != y.isInfinite { return x.isInfinite ? y : x }
    var order = rule.comparesMagnitudes ? Datum.compareMagnitudes(x, y) : 0
    if order == 0 { order = Datum.compare(x, y) }
    if order == 0 { order = (x.isNegative ? 0 : 1) - (y.isNegative ? 0 : 1) }
    return (order <= 0) == rule.isMinimum ? x : y
  }

  private func clamped(_ x: Datum, _ low: Datum, _ high: Datum) -> Datum? {
    if x.isNaN || low.isNaN || high.isNaN || Datum.compare(low, high) > 0 { return nil }
    if Datum.compare(low, x) >= 0 { return low }
    return Datum.compare(high, x) > 0 ? x : high
  }

  // MARK: - Truths

  private func holds(_ x: Datum, _ y: Datum) -> Bool {
    if kind == .totalOrder {
      if x.isNaN { return true }
      if y.isNaN { return false }
      let order = Datum.compare(x, y)
      return order < 0 || order == 0 && !(y.isNegative && !x.isNegative)
    }
    if x.isNaN || y.isNaN { return false }
    let order = Datum.compare(x, y)
    switch kind {
    case .compareLess: return order < 0
    case .compareLessEqual: return order <= 0
    case .compareEqual: return order == 0
    case .compareGreaterEqual: return order >= 0
    default: return order > 0
    }
  }

  private func holds(_ x: Datum) -> Bool {
    switch kind {
    case .isZero: return x.isZero
    case .isOne:
      guard case .finite(let value) = x, !value.negative, value.denominator == 1 else {
        return false
      }
      let zeros = value.significand.trailingZeroBitCount
      return value.significand >> UInt64(zeros) == 1 && value.exponent == -zeros
    case .isNaN: return x.isNaN
    case .isSignMinus: return x.isNegative
    case .isFinite: return !x.isNaN && !x.isInfinite
    case .isInfinite: return x.isInfinite
    case .isNormal: return isNormal(x)
    default:
      if case .finite = x { return !isNormal(x) }
      return false
    }
  }

  /// Whether a finite value other than 0 is normal, by the place of its leading bit.
  private func isNormal(_ x: Datum) -> Bool {
    guard case .finite(let value) = x else { return false }
    guard case .float(let format) = coding.kind, format.gradual else { return true }
    return value.exponent + 63 - value.significand.leadingZeroBitCount >= format.lowestBinade
  }

  private func kindOf(_ x: Datum) -> DatumKind {
    switch x {
    case .nan: .nan
    case .zero: .zero
    case .infinity(let negative): negative ? .negativeInfinity : .positiveInfinity
    case .finite(let value):
      isNormal(x)
        ? value.negative ? .negativeNormal : .positiveNormal
        : value.negative ? .negativeSubnormal : .positiveSubnormal
    }
  }

  // MARK: - Facts about the format

  private var fact: ExactValue {
    var layout: FloatFormat?
    if case .float(let format) = coding.kind { layout = format }
    func bound(_ code: UInt64) -> ExactValue { value(coding.decode(code)) }
    switch kind {
    case .bitwidthOf: return Self.integer(coding.bits)
    case .signednessOf: return Self.integer(coding.hasNegatives ? 1 : 0)
    case .domainOf:
      let codes = [false, true].compactMap { coding.infinityCode(negative: $0) }
      return Self.integer(codes.isEmpty ? 0 : 1)
    case .precisionOf: return layout.map { Self.integer($0.trailingBits + 1) } ?? Self.nan
    case .trailingBitsOf: return layout.map { Self.integer($0.trailingBits) } ?? Self.nan
    case .exponentBitsOf: return layout.map { Self.integer($0.exponentBits) } ?? Self.nan
    case .exponentBiasOf: return layout.map { Self.integer($0.bias) } ?? Self.nan
    case .maxFiniteOf: return bound(coding.boundCode(negative: false))
    case .minFiniteOf: return bound(coding.boundCode(negative: true))
    case .minPositiveOf:
      return coding.hasPositives ? bound(coding.smallestCode) : Self.nan
    case .minNormalOf:
      if let layout, layout.smallestNormal > 0 {
        return layout.smallestNormal <= layout.largest ? bound(layout.smallestNormal) : Self.nan
      }
      return coding.hasPositives ? bound(coding.smallestCode) : Self.nan
    default:
      guard let layout, layout.smallestNormal > 1 else { return Self.nan }
      return bound(min(layout.smallestNormal - 1, layout.largest))
    }
  }
}

/// What tells the ten extrema apart.
private struct ExtremumRule {
  let isMinimum: Bool
  let comparesMagnitudes: Bool
  let ignoresNaN: Bool
  let ignoresInfinity: Bool

  init(_ kind: Operation.Kind) {
    let name = kind.rawValue
    isMinimum = name.hasPrefix("minimum")
    comparesMagnitudes = name.contains("magnitude")
    ignoresInfinity = name.hasSuffix("finite")
    ignoresNaN = ignoresInfinity || name.hasSuffix("number")
  }
}
