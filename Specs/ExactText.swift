internal import Descriptors

/// Exact values as text: integers, fractions, decimals and hexadecimal floats.
enum ExactText {
  /// What one code of a table denotes: `inf`, `-inf`, `nan`, `-0` or an exact value.
  ///
  /// - Returns: `nil` where the text is none of these, or the value's numerator or denominator
  ///   does not fit 63 bits once powers of two are taken out.
  static func entry(_ text: String) -> ValueTable.Entry? {
    switch text.lowercased() {
    case "nan", ".nan": return .nan
    case "inf", "+inf", ".inf", "+.inf": return .infinity(negative: false)
    case "-inf", "-.inf": return .infinity(negative: true)
    default: break
    }
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    guard rest.utf8.count <= 400, let literal = magnitude(rest) else { return nil }
    if literal.numerator == 0 { return isNegative ? .negativeZero : .finite(literal) }
    guard isNegative else { return .finite(literal) }
    return .finite(
      ExactLiteral(
        numerator: -literal.numerator, denominator: literal.denominator,
        exponent: literal.exponent))
  }

  private static func magnitude(_ text: Substring) -> ExactLiteral? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return hexadecimal(text.dropFirst(2)) }
    if let slash = text.firstIndex(of: "/") {
      let over = text[..<slash]
      let under = text[text.index(after: slash)...]
      guard var n = DecimalDigits(over), var d = DecimalDigits(under), !d.isZero else { return nil }
      let exponent = n.takeOut(2) - d.takeOut(2)
      guard let numerator = n.integer, let denominator = d.integer else { return nil }
      return canonical(numerator, over: denominator, exponent: exponent)
    }
    return decimal(text)
  }

  private static func decimal(_ text: Substring) -> ExactLiteral? {
    var mantissa = text
    var power = 0
    if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let written = Int(text[text.index(after: mark)...]), (-1000...1000).contains(written)
      else {
        return nil
      }
      power = written
      mantissa = text[..<mark]
    }
    let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard var digits = DecimalDigits(Substring(parts[0] + fraction)) else { return nil }
    power -= fraction.utf8.count
    if digits.isZero { return ExactLiteral(numerator: 0) }
    var exponent = digits.takeOut(2) + power
    // What is left of 10^power is 5^power.
    if power < 0 {
      let fives = digits.takeOut(5, atMost: -power)
      guard let numerator = digits.integer, let denominator = fifth(-power - fives) else {
        return nil
      }
      return canonical(numerator, over: denominator, exponent: exponent)
    }
    guard let significand = digits.integer, let scale = fifth(power) else { return nil }
    let (numerator, overflow) = significand.multipliedReportingOverflow(by: scale)
    guard !overflow else { return nil }
    exponent += numerator.trailingZeroBitCount
    return canonical(
      numerator >> UInt64(numerator.trailingZeroBitCount), over: 1, exponent: exponent)
  }

  private static func hexadecimal(_ text: Substring) -> ExactLiteral? {
    var mantissa = text
    var exponent = 0
    if let mark = text.firstIndex(where: { $0 == "p" || $0 == "P" }) {
      guard let written = Int(text[text.index(after: mark)...]),
        (-100_000...100_000).contains(written)
      else {
        return nil
      }
      exponent = written
      mantissa = text[..<mark]
    }
    let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    var digits = Substring(parts[0] + fraction)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "f") ~= $0 })
    else { return nil }
    exponent -= 4 * fraction.utf8.count
    while digits.count > 1, digits.last == "0" {
      digits = digits.dropLast()
      exponent += 4
    }
    guard let value = UInt64(digits, radix: 16) else { return nil }
    if value == 0 { return ExactLiteral(numerator: 0) }
    let zeros = value.trailingZeroBitCount
    return canonical(value >> UInt64(zeros), over: 1, exponent: exponent + zeros)
  }

  private static func fifth(_ power: Int) -> UInt64? {
    guard power <= 27 else { return nil }
    return (0..<power).reduce(1) { value, _ in value * 5 }
  }

  /// Numerator and denominator are odd.
  private static func canonical(
    _ numerator: UInt64, over denominator: UInt64, exponent: Int
  ) -> ExactLiteral? {
    if numerator == 0 { return ExactLiteral(numerator: 0) }
    var (a, b) = (numerator, denominator)
    while b != 0 { (a, b) = (b, a % b) }
    guard let n = Int64(exactly: numerator / a), let d = Int64(exactly: denominator / a) else {
      return nil
    }
    return ExactLiteral(numerator: n, denominator: d, exponent: exponent)
  }
}

/// A natural number as decimal digits, most significant first: long enough for any text, and
/// all that is asked of it is to be divided by 2 and by 5.
private struct DecimalDigits {
  private var digits: [UInt8]

  /// Reads decimal digits and nothing else; `nil` where there are none.
  init?(_ text: Substring) {
    guard !text.isEmpty else { return nil }
    digits = []
    for byte in text.utf8 {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
      digits.append(byte - UInt8(ascii: "0"))
    }
  }

  var isZero: Bool { digits.allSatisfy { $0 == 0 } }

  /// The number, if it fits 64 bits.
  var integer: UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }

  /// Divides by a divisor of 10 as often as it goes in and answers how often that was.
  ///
  /// Zero stays as it is.
  mutating func takeOut(_ divisor: UInt8, atMost limit: Int = .max) -> Int {
    var count = 0
    while count < limit, let last = digits.last, last % divisor == 0, !isZero {
      var remainder: UInt8 = 0
      for index in digits.indices {
        let value = remainder * 10 + digits[index]
        digits[index] = value / divisor
        remainder = value % divisor
      }
      count += 1
    }
    return count
  }
}
