extension Rational {
  /// Reads a number as `init(parsing:)` does; `nil` where that throws.
  public init?(_ text: String) {
    do { self = try Rational(parsing: text) } catch { return nil }
  }

  /// Reads a number exactly.
  ///
  /// | form | examples |
  /// |---|---|
  /// | integer | `12`, `-7`, `+0` |
  /// | fraction | `17/2`, `-3/9` (the sign comes first) |
  /// | decimal | `0.1`, `.5`, `1.5e-3` |
  /// | hexadecimal | `0x1F`, `0x1.8p-3`, `0x0.4p-8` (the exponent after `p` is decimal and of base 2) |
  ///
  /// Edge cases: `-0` is zero. Spaces, separators, a denominator of zero, exponents beyond ±10^6 and
  /// everything else are refused with the character at which reading stopped.
  public init(parsing text: String) throws(NumberSyntaxError) {
    var reader = NumberReader(text)
    self = try reader.number()
  }
}

/// Reads one number from ASCII text, from left to right.
private struct NumberReader {
  static let largestExponent = 1_000_000

  let text: String
  let bytes: [UInt8]
  var index = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  mutating func number() throws(NumberSyntaxError) -> Rational {
    let negative = takeSign()
    let magnitude: Rational
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "0"),
      bytes[index + 1] | 0x20 == UInt8(ascii: "x")
    {
      index += 2
      magnitude = try scientific(radix: 16)
    } else {
      magnitude = try decimalOrFraction()
    }
    guard index == bytes.count else {
      throw failure("expected the number to end here; write n, n/d, a decimal or a hex float")
    }
    return negative ? -magnitude : magnitude
  }

  private mutating func decimalOrFraction() throws(NumberSyntaxError) -> Rational {
    let start = index
    let digits = takeDigits(radix: 10)
    guard !digits.isEmpty, take("/") else {
      index = start
      return try scientific(radix: 10)
    }
    let denominatorStart = index
    let divisor = takeDigits(radix: 10)
    guard !divisor.isEmpty else { throw failure("expected the digits of a denominator") }
    let denominator = integer(divisor, radix: 10)
    guard !denominator.isZero else {
      index = denominatorStart
      throw failure("the denominator is zero; write n/d with d other than zero")
    }
    return integer(digits, radix: 10) / denominator
  }

  /// Digits with an optional point and an optional exponent, of base 10 after `e` or base 2 after
  /// `p`.
  private mutating func scientific(radix: Int) throws(NumberSyntaxError) -> Rational {
    var digits = Array(takeDigits(radix: radix))
    var fractionDigits = 0
    if take(".") {
      let fraction = takeDigits(radix: radix)
      fractionDigits = fraction.count
      digits += fraction
    }
    guard !digits.isEmpty else {
      throw failure("expected a digit; write n, n/d, a decimal such as 1.5e-3 or a hex float")
    }
    let significand = integer(digits[...], radix: radix)
    if radix == 16 {
      let exponent = take("p") ? try exponentDigits() : 0
      return significand.scaled(byPowerOfTwo: exponent - 4 * fractionDigits)
    }
    let exponent = (take("e") ? try exponentDigits() : 0) - fractionDigits
    let power = Rational(BigRational.power(10, UInt64(exponent.magnitude)))
    return exponent < 0 ? significand / power : significand * power
  }

  private mutating func exponentDigits() throws(NumberSyntaxError) -> Int {
    let start = index
    let negative = takeSign()
    let digits = takeDigits(radix: 10)
    guard !digits.isEmpty else { throw failure("expected the digits of an exponent") }
    var value = 0
    for digit in digits where value <= Self.largestExponent {
      value = 10 * value + Int(digit - UInt8(ascii: "0"))
    }
    guard value <= Self.largestExponent else {
      index = start
      throw failure("the exponent is beyond ±\(Self.largestExponent)")
    }
    return negative ? -value : value
  }

  private func integer(_ digits: ArraySlice<UInt8>, radix: Int) -> Rational {
    if digits.count < 16, let small = Int(String(decoding: digits, as: UTF8.self), radix: radix) {
      return Rational(small)
    }
    // Only digits of the radix come here, so GMP reads them.
    return BigRational(digits: digits, radix: radix).map { Rational($0) } ?? .zero
  }

  private mutating func takeSign() -> Bool {
    if take("-") { return true }
    _ = take("+")
    return false
  }

  /// Takes the character, in either case where it is a letter.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count else { return false }
    let byte = bytes[index]
    let isLetter = (0x61...0x7A).contains(byte | 0x20)
    guard (isLetter ? byte | 0x20 : byte) == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func takeDigits(radix: Int) -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count, isDigit(bytes[index], radix: radix) { index += 1 }
    return bytes[start..<index]
  }

  private func isDigit(_ byte: UInt8, radix: Int) -> Bool {
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { return true }
    return radix == 16 && (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private func failure(_ reason: String) -> NumberSyntaxError {
    let position = String(decoding: bytes[..<index], as: UTF8.self).count + 1
    return NumberSyntaxError(
      text: text, position: position, reason: text.isEmpty ? "the text is empty" : reason)
  }
}
