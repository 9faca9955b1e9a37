/// Why a text is not a number, and where.
public struct NumberSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text as it was given.
  public var text: String
  /// The character at which reading stopped, counted from 1.
  public var position: Int
  /// What is wrong there and what would be right.
  public var reason: String

  /// An error at a character of the text, counted from 1.
  public init(text: String, position: Int, reason: String) {
    self.text = text
    self.position = position
    self.reason = reason
  }

  /// One line: the text (its first 40 characters, control characters escaped), where, and why.
  public var description: String {
    let shown = text.prefix(40).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    let rest = text.count > 40 ? "…" : ""
    return "'\(shown.joined())\(rest)', character \(position): \(reason)"
  }
}
