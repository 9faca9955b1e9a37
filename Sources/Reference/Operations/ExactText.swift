import Descriptors
public import ExactArithmetic

/// Exact values for people: whole where that is short.
public enum ExactText {
  /// A fraction of at most 24 characters, or an odd number times a power of two.
  public static func short(_ datum: Datum) -> String {
    guard let value = datum.number, !value.isZero else { return datum.description }
    return short(value)
  }

  /// A fraction of at most 24 characters, or an odd number times a power of two.
  ///
  /// A long value that is not dyadic is written in full: there is nothing shorter that is exact.
  public static func short(_ value: Rational) -> String {
    guard value.isDyadic, !value.isZero else { return value.description }
    // The size is asked first, since a long text takes long to make.
    let isShort = abs(value.floorLog2) < 80 && value.denominator.floorLog2 < 80
    if isShort, value.description.count <= 24 { return value.description }
    let twos = value.isInteger ? trailingZeros(value) : -value.denominator.floorLog2
    let odd = value.scaled(byPowerOfTwo: -twos)
    if twos == 0 { return odd.description }
    if odd.magnitude == .one { return "\(odd.signum < 0 ? "-" : "")2^\(twos)" }
    return "\(odd) * 2^\(twos)"
  }

  /// The largest `k` for which `2^k` divides an integer other than 0.
  private static func trailingZeros(_ value: Rational) -> Int {
    var low = 0
    var high = value.floorLog2 + 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if value.scaled(byPowerOfTwo: -middle).isInteger { low = middle } else { high = middle }
    }
    return low
  }
}

extension [Explanation.Step] {
  /// Adds a step.
  mutating func add(_ label: String, _ text: String) { append(.init(label: label, text: text)) }

  /// Adds what the results of a case are in their format.
  mutating func add(_ codes: [UInt64], in format: NumberFormat, _ flags: AnswerFlags) {
    var names: [String] = []
    if flags.contains(.nonFinite) { names.append("not finite") }
    if flags.contains(.biased) { names.append("biased") }
    if flags.contains(.overflowed) { names.append("overflowed") }
    let values = codes.map { "\(format.hexadecimal($0)) = \(ExactText.short(format.decode($0)))" }
    add("in \(format.name)", (values + names).joined(separator: ", "))
  }
}

extension ExactText {
  /// Values between commas.
  static func list(_ values: [Rational]) -> String { values.map(short).joined(separator: ", ") }
}
