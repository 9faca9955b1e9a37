/// A sequence of choices as text: decimal numbers between commas, `none` for the empty sequence.
public enum ChoiceList {
  /// The sequence as one word without spaces, safe as a command-line argument.
  public static func text(_ choices: [UInt64]) -> String {
    choices.isEmpty ? "none" : choices.map(String.init).joined(separator: ",")
  }

  /// Reads what `text(_:)` writes; spaces around a number are allowed.
  ///
  /// - Throws: `ChoiceListError` for anything that is not a number in 0...2^64-1.
  public static func parse(_ text: String) throws(ChoiceListError) -> [UInt64] {
    let trimmed = trim(text)
    if trimmed == "none" { return [] }
    var choices: [UInt64] = []
    for field in trimmed.split(separator: ",", omittingEmptySubsequences: false) {
      let word = trim(field)
      guard word.utf8.allSatisfy({ (48...57).contains($0) }), let choice = UInt64(word) else {
        throw ChoiceListError(word: String(word), position: choices.count)
      }
      choices.append(choice)
    }
    return choices
  }

  /// The text without spaces and tabs at its ends.
  static func trim(_ text: some StringProtocol) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let front = text.drop(while: isBlank)
    return String(front.reversed().drop(while: isBlank).reversed())
  }
}

/// A word in a list of choices that is not a number.
public struct ChoiceListError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The word as found.
  public let word: String
  /// Its place in the list, from 0.
  public let position: Int

  /// What is wrong.
  public var problem: String {
    "choice \(position + 1) is \"\(word)\", not a number in 0...18446744073709551615"
  }

  /// What is wrong and what to do.
  public var description: String { "\(problem); write numbers between commas, or none" }
}
