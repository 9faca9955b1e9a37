import Descriptors
import ExactArithmetic
import Reference

/// One value of a LIST on the command line.
struct InputValue: Hashable {
  /// The value as it was written.
  var text: String
  /// What was written.
  var meaning: Meaning

  /// A datum, or a code of the format that the value belongs to.
  enum Meaning: Hashable {
    case datum(Datum)
    case code(UInt64)
  }

  /// Larger numerators and denominators than this power of two are refused: no format reaches
  /// that far, and every step of a derivation would have to print them.
  private static let largestPower = 200_000

  /// Reads values between commas: an integer, n/d, a decimal, a hex float, `inf`, `-inf`, `nan`,
  /// or a code as in `code:7E`.
  static func list(_ text: String) throws(CommandFailure) -> [InputValue] {
    guard text.contains(where: { $0 != " " }) else {
      throw .usage("--values is empty", "write values between commas, as in 17/2,-0,inf")
    }
    var values: [InputValue] = []
    for field in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = String(field.trimmingSpaces)
      guard !word.isEmpty else {
        throw .usage(
          "value \(values.count + 1) of --values is empty",
          "write values between commas, as in 17/2,-0,inf")
      }
      values.append(InputValue(text: word, meaning: try meaning(of: word)))
    }
    return values
  }

  private static func meaning(of word: String) throws(CommandFailure) -> Meaning {
    switch word.lowercased() {
    case "inf", "+inf": return .datum(.infinity(negative: false))
    case "-inf": return .datum(.infinity(negative: true))
    case "nan", "+nan": return .datum(.nan)
    case "-nan": return .datum(.nan(NaN(negative: true)))
    default: break
    }
    if word.lowercased().hasPrefix("code:") { return .code(try code(of: word)) }
    let value: Rational
    do {
      value = try Rational(parsing: word)
    } catch {
      throw .usage("--values: '\(word.excerpt)' is no number", "\(error.reason)")
    }
    if value.isZero { return .datum(word.hasPrefix("-") ? .negativeZero : .finite(value)) }
    let size = max(value.numerator.magnitude.floorLog2, value.denominator.floorLog2)
    guard size <= largestPower else {
      throw .usage(
        "--values: '\(word.excerpt)' has a numerator or denominator above 2^\(largestPower)",
        "no format reaches that far")
    }
    return .datum(.finite(value))
  }

  private static func code(of word: String) throws(CommandFailure) -> UInt64 {
    var digits = word.dropFirst("code:".count)
    if digits.lowercased().hasPrefix("0x") { digits = digits.dropFirst(2) }
    guard digits.allSatisfy(\.isHexDigit), digits.allSatisfy(\.isASCII),
      let code = UInt64(digits, radix: 16)
    else {
      throw .usage(
        "--values: '\(word.excerpt)' is no code", "write up to 16 hex digits, as in code:7E")
    }
    return code
  }
}

extension InputValue {
  /// The code of the value in a format that must have it.
  ///
  /// - Throws: `CommandFailure` that names the nearest values of the format.
  func code(in format: NumberFormat) throws(CommandFailure) -> UInt64 {
    switch meaning {
    case .code(let code):
      guard code <= format.lastCode else {
        throw .usage(
          "\(text) is wider than the \(format.bits) bits of \(format.name)",
          "its last code is \(format.hexadecimal(format.lastCode))")
      }
      return code
    case .datum(let datum):
      if let code = format.code(of: datum) { return code }
      let near = format.neighbours(of: datum).map(ExactText.short)
      let verb = near.count == 1 ? "is" : "are"
      throw .usage(
        "\(text.excerpt) is not in \(format.name)",
        near.isEmpty
          ? "choose a number" : "the nearest there \(verb) \(near.joined(separator: " and "))")
    }
  }
}

extension NumberFormat {
  /// The code that denotes exactly the datum; `nil` where there is none.
  func code(of datum: Datum) -> UInt64? {
    switch datum {
    case .nan(let nan): nan.negative ? specials.negativeNaN ?? specials.nan : specials.nan
    case .infinity(let negative): specials.infinity(negative: negative)
    case .negativeZero: specials.negativeZero
    case .finite(let value):
      if value.isZero {
        specials.zero
      } else {
        [encode(datum)].first { decode($0) == datum }
      }
    }
  }

  /// The values around a datum that the format lacks, the lower one first; empty for NaN.
  func neighbours(of datum: Datum) -> [Datum] {
    guard !datum.isNaN else { return [] }
    func nearest(_ rounding: RoundingRule) -> Datum {
      decode(
        encode(
          datum, dialect: Dialect(rounding: rounding, overflow: .satFinite, withoutZero: .smallest)
        ))
    }
    let (below, above) = (nearest(.down), nearest(.up))
    let found = [below, above].filter { !$0.isNaN }
    return found.count == 2 && found[0] == found[1] ? [found[0]] : found
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  var trimmingSpaces: SubSequence {
    var rest = self[...]
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return rest
  }
}
