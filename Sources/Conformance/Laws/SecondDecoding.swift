import Descriptors
import ExactArithmetic
import Reference

/// What codes denote, derived a second time and in another way than `NumberFormat` does it.
enum SecondDecoding {
  /// What a code denotes; NaNs come without sign and payload.
  static func datum(_ code: UInt64, _ descriptor: FormatDescriptor) -> Datum {
    let bits = (0..<descriptor.bits).reversed().map { code >> UInt64($0) & 1 == 1 }
    switch descriptor.encoding {
    case .float(let layout): return float(bits, layout)
    case .fixedPoint(let layout): return fixedPoint(bits, layout)
    case .posit(let exponentBits): return posit(bits, exponentBits)
    case .hiFloat8: return hiFloat8(bits)
    case .table(let table):
      switch table.entries[Int(code)] {
      case .nan: return .nan
      case .infinity(let negative): return .infinity(negative: negative)
      case .negativeZero: return .negativeZero
      case .finite(let literal):
        let power = Rational.powerOfTwo(literal.exponent)
        return .finite(Rational(Int(literal.numerator), over: Int(literal.denominator)) * power)
      }
    }
  }

  /// Field by field: the exceptions first, then `(T + hidden * 2^t) * 2^(max(E, 1) - bias - t)`.
  private static func float(_ bits: [Bool], _ layout: FloatLayout) -> Datum {
    let sign = layout.signed && bits[0]
    let magnitude = bits.dropFirst(layout.signed ? 1 : 0)
    let exponentField = magnitude.prefix(layout.exponentBits)
    let trailingField = magnitude.dropFirst(layout.exponentBits)
    let allOnes = magnitude.allSatisfy(\.self)
    let allZeros = !magnitude.contains(true)
    switch layout.nans {
    case .none: break
    case .ieee: if exponentField.allSatisfy(\.self), trailingField.contains(true) { return .nan }
    case .allOnes: if allOnes { return .nan }
    case .negativeZero: if sign, allZeros { return .nan }
    }
    switch layout.infinities {
    case .none: break
    case .ieee:
      if exponentField.allSatisfy(\.self), !trailingField.contains(true) {
        return .infinity(negative: sign)
      }
    case .top:
      // All bits set, or all but the last one where all of them is the NaN.
      let isTop =
        layout.nans == .allOnes
        ? magnitude.dropLast().allSatisfy(\.self) && magnitude.last == false : allOnes
      if isTop { return .infinity(negative: sign) }
    }
    if allZeros, layout.hasZero { return sign ? .negativeZero : .finite(.zero) }
    let exponent = integer(exponentField)
    let gradual = layout.subnormals == .gradual
    let hidden = gradual && exponent == 0 ? Rational.zero : .powerOfTwo(layout.trailingBits)
    let scale = (gradual ? max(exponent, 1) : exponent) - layout.bias - layout.trailingBits
    let value = (Rational(integer(trailingField)) + hidden) * .powerOfTwo(scale)
    return .finite(sign ? -value : value)
  }

  /// The sum of the weights of the bits that are set; the first weighs its negative in two's
  /// complement.
  private static func fixedPoint(_ bits: [Bool], _ layout: FixedPointLayout) -> Datum {
    var value = Rational.zero
    for (index, bit) in bits.enumerated() where bit {
      let weight = Rational.powerOfTwo(bits.count - 1 - index - layout.fractionBits)
      value += index == 0 && layout.signed ? -weight : weight
    }
    return .finite(value)
  }

  /// The closed formula of the Posit Standard 2022, on the bits as they are, without
  /// complement: `((1 - 3s) + f) * 2^((1 - 2s) * (2^es * r + e + s))`.
  private static func posit(_ bits: [Bool], _ exponentBits: Int) -> Datum {
    guard bits.dropFirst().contains(true) else { return bits[0] ? .nan : .finite(.zero) }
    let s = bits[0] ? 1 : 0
    let rest = bits.dropFirst()
    let head = rest[1]
    let run = rest.prefix { $0 == head }.count
    let r = head ? run - 1 : -run
    var tail = Array(rest.dropFirst(run + 1))
    while tail.count < exponentBits { tail.append(false) }
    let e = integer(tail.prefix(exponentBits))
    let fraction = tail.dropFirst(exponentBits)
    let f = Rational(integer(fraction)).scaled(byPowerOfTwo: -fraction.count)
    let power = (1 - 2 * s) * ((r << exponentBits) + e + s)
    return .finite((Rational(1 - 3 * s) + f) * .powerOfTwo(power))
  }

  /// HiFloat8 by its dot field read as text (arXiv 2409.16626, table 2).
  private static func hiFloat8(_ bits: [Bool]) -> Datum {
    let text = String(bits.dropFirst().map { $0 ? "1" : "0" })
    if text == "0000000" { return bits[0] ? .nan : .finite(.zero) }
    if text == "1101111" { return .infinity(negative: bits[0]) }
    let value: Rational
    let dots = [("11", 4), ("10", 3), ("01", 2), ("001", 1), ("0001", 0)]
    if let (dot, width) = dots.first(where: { text.hasPrefix($0.0) }) {
      let field = Array(text.dropFirst(dot.count).prefix(width))
      let mantissa = text.dropFirst(dot.count + width)
      var exponent = 0
      if let sign = field.first {
        // Behind the exponent's sign, a leading 1 is implied.
        exponent = Int("1" + String(field.dropFirst()), radix: 2) ?? 0
        if sign == "1" { exponent = -exponent }
      }
      let significand = Int("1" + mantissa, radix: 2) ?? 0
      value = Rational(significand).scaled(byPowerOfTwo: exponent - mantissa.count)
    } else {
      value = .powerOfTwo((Int(text, radix: 2) ?? 0) - 23)
    }
    return .finite(bits[0] ? -value : value)
  }

  private static func integer(_ bits: some Sequence<Bool>) -> Int {
    bits.reduce(0) { 2 * $0 + ($1 ? 1 : 0) }
  }
}
