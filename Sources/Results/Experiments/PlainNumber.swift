import Foundation

/// Numbers as text for tables: short, and never in another notation than needed.
public enum PlainNumber {
  /// Whole numbers below 10^7 in full, all others with four significant digits.
  ///
  /// From 0.001 up to 10^7 without an exponent. The sign of zero is kept, since it is a fact of
  /// arithmetic.
  public static func text(_ value: Double) -> String {
    if value == 0 { return value.sign == .minus ? "-0" : "0" }
    if value == value.rounded(), abs(value) < 1e7 { return String(Int(value)) }
    // The digits decide about the notation: 9999.99 has become 10000 by then.
    let scientific = String(format: "%.3e", value)
    guard let mark = scientific.firstIndex(of: "e"),
      let exponent = Int(scientific[scientific.index(after: mark)...])
    else { return String(value) }
    guard (-3..<7).contains(exponent) else {
      return trimmed(String(scientific[..<mark])) + "e\(exponent)"
    }
    return trimmed(String(format: "%.\(max(0, 3 - exponent))f", value))
  }

  private static func trimmed(_ digits: String) -> String {
    guard digits.contains(".") else { return digits }
    var digits = Substring(digits)
    while digits.last == "0" { digits.removeLast() }
    if digits.last == "." { digits.removeLast() }
    return String(digits)
  }
}
