/// Why a text is not a number, and where.
public struct NumberSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text as it was given.
  public var text: String
  /// The character at which reading stopped, counted from 1.
  public var position: Int
  /// What is wrong there and what would be right.
  public var reason: String

  public init(text: String, position: Int, reason: String) {
    self.text = text
    self.position = position
    self.reason = reason
  }

  /// One line: the text (its first 40 characters), the position, the reason.
  public var description: String {
    let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
    return "'\(shown)', character \(position): \(reason)"
  }
}
