public import Descriptors

/// Formats whose name says everything, so that no list has to hold them.
///
/// | pattern | formats |
/// |---|---|
/// | `Binary{K}p{P}{s,u}{e,f}` | IEEE P3109 v4.0 |
/// | `m{M}e{E}b{B}` | the accumulators of LBA |
/// | `posit{N}` | posits of the 2022 standard, N in 3...16 |
/// | `int{N}`, `uint{N}` | two's complement and plain binary, N in 1...32 |
///
/// P3109 formats have K bits (2...16) and precision P, are signed or unsigned, extended (with
/// infinities) or finite. An accumulator has a sign, E exponent bits with bias B and M mantissa
/// bits, and neither subnormals nor infinities nor NaNs.
public enum ParametricFormats {
  /// The widths of the P3109 formats that have names; width 2 is informative in v4.0.
  public static let p3109Widths = 2...16

  /// The name of a P3109 format.
  public static func p3109Name(
    bits: Int, precision: Int, signed: Bool, extended: Bool
  ) -> String {
    "Binary\(bits)p\(precision)\(signed ? "s" : "u")\(extended ? "e" : "f")"
  }

  /// Every P3109 format of a width, by precision, unsigned before signed, extended before finite.
  ///
  /// Empty for widths outside `p3109Widths`; otherwise `4 * bits - 2` formats.
  public static func p3109(bits: Int) -> [FormatDescriptor] {
    guard p3109Widths.contains(bits) else { return [] }
    var formats: [FormatDescriptor] = []
    for precision in 1...bits {
      for signed in [false, true] where precision < bits || !signed {
        for extended in [true, false] {
          formats.append(
            p3109(bits: bits, precision: precision, signed: signed, extended: extended))
        }
      }
    }
    return formats
  }

  /// One P3109 format (v4.0): one zero, one NaN, bias `2^(K-P-1)` where signed and
  /// `2^(K-P)` where not.
  private static func p3109(
    bits: Int, precision: Int, signed: Bool, extended: Bool
  ) -> FormatDescriptor {
    FormatDescriptor(
      name: p3109Name(bits: bits, precision: precision, signed: signed, extended: extended),
      bits: bits,
      encoding: .float(
        FloatLayout(
          signed: signed, exponentBits: bits - precision + (signed ? 0 : 1),
          trailingBits: precision - 1, bias: 1 << (bits - precision - (signed ? 1 : 0)),
          hasNegativeZero: false, infinities: extended ? .top : .none,
          nans: signed ? .negativeZero : .allOnes)),
      source: "IEEE P3109 v4.0",
      note: bits == 2 ? "Formats of 2 bits are informative in the standard." : "")
  }

  /// The format of a parametric name in any case; `nil` for names of no pattern.
  ///
  /// - Throws: `SpecError` for a name that follows a pattern with parameters outside its range.
  static func format(named name: String) throws(SpecError) -> FormatDescriptor? {
    var rest = Substring(name.lowercased())
    if rest.starts(with: "binary"), let format = try p3109(name, &rest) { return format }
    rest = Substring(name.lowercased())
    if let format = try accumulator(name, &rest) { return format }
    rest = Substring(name.lowercased())
    if let format = try posit(name, &rest) { return format }
    rest = Substring(name.lowercased())
    return try integer(name, &rest)
  }

  private static func p3109(
    _ name: String, _ rest: inout Substring
  ) throws(SpecError) -> FormatDescriptor? {
    guard take("binary", &rest), let bits = number(&rest), take("p", &rest),
      let precision = number(&rest), rest.count == 2
    else { return nil }
    let signed: Bool
    switch rest.first {
    case "s": signed = true
    case "u": signed = false
    default: return nil
    }
    guard let domain = rest.last, domain == "e" || domain == "f" else { return nil }
    guard p3109Widths.contains(bits) else {
      throw SpecError(
        what: "'\(name)' has \(bits) bits",
        remedy: "P3109 formats here have \(p3109Widths.lowerBound) to \(p3109Widths.upperBound)")
    }
    let most = signed ? bits - 1 : bits
    guard (1...most).contains(precision) else {
      throw SpecError(
        what: "'\(name)' has precision \(precision)",
        remedy: "\(signed ? "a signed" : "an unsigned") format of \(bits) bits has 1 to \(most)")
    }
    return p3109(bits: bits, precision: precision, signed: signed, extended: domain == "e")
  }

  private static func accumulator(
    _ name: String, _ rest: inout Substring
  ) throws(SpecError) -> FormatDescriptor? {
    guard take("m", &rest), let mantissa = number(&rest), take("e", &rest),
      let exponent = number(&rest)
    else { return nil }
    guard !rest.isEmpty else {
      throw SpecError(
        what: "'\(name)' lacks the bias of its exponent",
        remedy: "write it behind 'b', as in 'm\(mantissa)e\(exponent)b12'")
    }
    guard take("b", &rest) else { return nil }
    let sign = take("-", &rest) ? -1 : 1
    guard let magnitude = number(&rest), rest.isEmpty else { return nil }
    guard (1...11).contains(exponent), mantissa + exponent + 1 <= 32, magnitude <= 4096 else {
      throw SpecError(
        what: "'\(name)' is outside the range of such names",
        remedy: "take 1 to 11 exponent bits, 32 bits in all and a bias up to 4096")
    }
    return FormatDescriptor(
      name: "m\(mantissa)e\(exponent)b\(sign * magnitude)", bits: 1 + exponent + mantissa,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: exponent, trailingBits: mantissa, bias: sign * magnitude,
          subnormals: .none, hasNegativeZero: true, infinities: .none, nans: .none)),
      source: "Blumenfeld, Hubara and Soudry, low bit-width accumulators, ICLR 2024",
      note: "Codes 0 and -0 take the place of plus and minus 2^-bias, the paper's smallest value.")
  }

  private static func posit(
    _ name: String, _ rest: inout Substring
  ) throws(SpecError) -> FormatDescriptor? {
    guard take("posit", &rest), let bits = number(&rest), rest.isEmpty else { return nil }
    guard (3...16).contains(bits) else {
      throw SpecError(
        what: "'\(name)' has \(bits) bits",
        remedy: "take 3 to 16, or define it under 'family: posit'")
    }
    return FormatDescriptor(
      name: "posit\(bits)", bits: bits, encoding: .posit(exponentBits: 2),
      source: "Standard for Posit Arithmetic (2022)")
  }

  private static func integer(
    _ name: String, _ rest: inout Substring
  ) throws(SpecError) -> FormatDescriptor? {
    let signed = !take("u", &rest)
    guard take("int", &rest), let bits = number(&rest), rest.isEmpty else { return nil }
    guard (1...32).contains(bits) else {
      throw SpecError(
        what: "'\(name)' has \(bits) bits",
        remedy: "take 1 to 32, or define it under 'family: fixed-point'")
    }
    return FormatDescriptor(
      name: "\(signed ? "int" : "uint")\(bits)", bits: bits,
      encoding: .fixedPoint(FixedPointLayout(signed: signed)),
      source: signed ? "two's complement" : "plain binary")
  }

  private static func take(_ prefix: String, _ rest: inout Substring) -> Bool {
    guard rest.hasPrefix(prefix) else { return false }
    rest = rest.dropFirst(prefix.count)
    return true
  }

  /// A decimal number without sign or leading zeros, so that a format has one name.
  private static func number(_ rest: inout Substring) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard digits.count <= 6, digits.count == 1 || digits.first != "0",
      let value = Int(digits)
    else { return nil }
    rest = rest.dropFirst(digits.count)
    return value
  }
}
