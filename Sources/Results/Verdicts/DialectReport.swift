/// Which dialect a refuted device follows, found by comparing its answers with those of others.
public struct DialectReport: Codable, Hashable, Sendable {
  /// How many answers of the device were compared.
  public var answers: UInt64
  /// How many of them differ from the dialect that was asked for.
  public var differing: UInt64
  /// How many dialects were tried.
  public var tried: Int
  /// The dialects with which all answers agree, the simplest first; empty where there is none.
  public var follows: [String]
  /// The dialect with the fewest answers that differ, where none agrees with all.
  public var nearest: Nearest?

  /// A dialect with which not all answers agree.
  public struct Nearest: Codable, Hashable, Sendable {
    /// The dialect.
    public var dialect: String
    /// How many answers differ from it.
    public var differing: UInt64
    /// The smallest case among those.
    public var text: String
    /// What the dialect gives there.
    public var expected: String
    /// What the device gave.
    public var got: String

    /// Creates a near miss.
    public init(
      dialect: String, differing: UInt64, text: String, expected: String, got: String
    ) {
      self.dialect = dialect
      self.differing = differing
      self.text = text
      self.expected = expected
      self.got = got
    }
  }

  /// Creates a report.
  public init(
    answers: UInt64, differing: UInt64, tried: Int, follows: [String], nearest: Nearest? = nil
  ) {
    self.answers = answers
    self.differing = differing
    self.tried = tried
    self.follows = follows
    self.nearest = nearest
  }

  /// What was found, in sentences without a period, one a line.
  public var lines: [String] {
    if !follows.isEmpty {
      let names = follows.joined(separator: " and ")
      return ["follows \(names) instead: all \(answers) answers agree"]
    }
    guard let nearest else { return ["none of the \(tried) dialects that were tried is near"] }
    return [
      "follows none of the \(tried) dialects that were tried",
      "nearest is \(nearest.dialect): \(nearest.differing) of \(answers) answers differ",
      "they part at \(nearest.text): device \(nearest.got), dialect \(nearest.expected)",
    ]
  }
}
