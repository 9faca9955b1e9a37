/// What the rows of recorded answers were, each kind counted, with the row where it was met first.
public struct AnswerRows: Codable, Hashable, Sendable {
  /// Rows of one kind.
  public struct Kind: Codable, Hashable, Sendable {
    /// How many there are.
    public var count: UInt64 = 0
    /// The first of them, from 1: a line of a text, a case of a stream.
    public var first: UInt64?

    /// None.
    public init() {}

    /// Counts a row.
    public mutating func note(_ row: UInt64) {
      count += 1
      first = first ?? row
    }
  }

  /// Cases that are asked; 0 where the rows bring their own.
  public var asked: UInt64 = 0
  /// Cases whose answers were compared.
  public var judged: UInt64 = 0
  /// Answers that are wrong.
  public var wrong = Kind()
  /// Cases without an answer.
  public var missing: UInt64 = 0
  /// Rows behind the last case.
  public var surplus = Kind()
  /// Rows that answer a case once more as before.
  public var repeated = Kind()
  /// Rows that answer a case once more in another way.
  public var contradictory = Kind()
  /// Rows that answer a case that is not asked.
  public var unasked = Kind()
  /// Rows that cannot be read.
  public var malformed = Kind()
  /// Rows whose results have bits that are `x` or `z`.
  public var undefined = Kind()
  /// Rows whose results are right and whose exception flags are not.
  public var wrongFlags = Kind()
  /// Comments, and messages of a simulator.
  public var remarks = Kind()
  /// Answers that were accepted with other bits than the reference's, by the reason.
  public var accepted: [String: UInt64] = [:]

  /// No rows.
  public init() {}
}
