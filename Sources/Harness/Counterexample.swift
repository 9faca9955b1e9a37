/// One case that breaks a law, with all that is needed to read it and to run it again.
public struct Counterexample: Hashable, Sendable {
  /// The id of the law, as `Property.id`.
  public var law: String
  /// What was judged: a format, an estimator, a device.
  public var subject: String
  /// The choices from which the case is built.
  public var choices: [UInt64]
  /// The case as the property renders it, for people.
  public var text: String
  /// The result that the law demands.
  public var expected: String
  /// The result that was there instead.
  public var got: String
  /// How the expected result follows, step by step; may be empty.
  public var derivation: [String]

  /// Creates a counterexample from its parts.
  public init(
    law: String, subject: String, choices: [UInt64], text: String, expected: String, got: String,
    derivation: [String] = []
  ) {
    self.law = law
    self.subject = subject
    self.choices = choices
    self.text = text
    self.expected = expected
    self.got = got
    self.derivation = derivation
  }

  /// The command that runs this one case again: `assay replay LAW CHOICES`.
  public var replayLine: String {
    "assay replay \(Self.shellWord(law)) \(ChoiceList.text(choices))"
  }

  /// A word as a shell takes it whole; quoted where it holds more than names and paths do.
  public static func shellWord(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic
          || "0123456789@%+=:,./_-".unicodeScalars.contains(scalar))
    }
    return isPlain
      ? word
      : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}

extension Counterexample: CustomStringConvertible {
  /// The whole case, one fact per line, ending with the command that repeats it.
  public var description: String {
    var lines = ["\(law) does not hold for \(subject)"]
    if !text.isEmpty { lines.append("  case:     \(text)") }
    lines.append("  expected: \(expected)")
    lines.append("  got:      \(got)")
    lines += derivation.map { "    \($0)" }
    lines.append("  replay:   \(replayLine)")
    return lines.joined(separator: "\n")
  }
}
