import Descriptors

/// What a library made of one operation, beside what dialects demand.
public struct PeerFinding: Sendable, Codable, Hashable {
  /// The library, and the version that was asked.
  public var library: String
  public var version: String
  /// The operation as its id names it, in the library's own dialect.
  public var operation: String
  /// The library's own dialect that it was asked in; for blocks the document of the block format.
  public var dialect: String
  /// How many cases it was asked, and whether these are all there are.
  public var cases: UInt64
  public var isEverything: Bool
  /// How many answers differ from the own dialect's, those that are refusals included.
  public var differing: UInt64
  /// How many answers are another NaN than the own dialect's; not among `differing`.
  public var otherNaNs: UInt64
  /// The simplest case that differs.
  public var smallest: PeerDifference?
  /// The simplest case whose answer is another NaN.
  public var smallestNaN: PeerDifference?
  /// The ways in which answers differ from the own dialect's, the simplest case of each.
  public var kinds: [PeerKind] = []
  /// The same for every other dialect that has the rounding rule, in the catalogue's order.
  public var others: [Other]
  /// Why nothing could be asked.
  public var failure: String?

  /// How answers compare with another dialect.
  public struct Other: Sendable, Codable, Hashable {
    public var dialect: String
    public var differing: UInt64
    public var smallest: PeerDifference?
    /// Where the library follows its own dialect: the choices by which the other one parts from it.
    public var choices: [PeerChoice] = []
  }
}

/// One case in which a library and a dialect part.
public struct PeerDifference: Sendable, Codable, Hashable {
  /// The operands, each as its code and its value.
  public var operands: String
  /// What the dialect demands.
  public var expected: String
  /// What the library gave.
  public var got: String
}

/// One way in which answers differ from a dialect, told from the cases alone.
public struct PeerKind: Sendable, Codable, Hashable {
  /// What the operands have in common, seen from the result format.
  public var operand: String
  /// What became of them, in place of what.
  public var outcome: String
  /// What explains every answer of this kind: a format that would come between, or one other choice
  /// of the dialect; empty where nothing that was tried does.
  public var asIf: [String]
  /// How many cases there are.
  public var cases: UInt64
  /// The simplest of them.
  public var smallest: PeerDifference
  /// How simple that one is, for comparing with others.
  public var rank: [Int]
}

/// One choice in which two dialects differ, with a case where it shows.
public struct PeerChoice: Sendable, Codable, Hashable {
  /// The choice with its value here and there; `nil` where no single one explains the case.
  public var name: String?
  public var here: String?
  public var there: String?
  /// The simplest case, `expected` being what the other dialect demands.
  public var smallest: PeerDifference
  /// How simple that one is.
  public var rank: [Int]
}
