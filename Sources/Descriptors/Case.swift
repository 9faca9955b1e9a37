/// One case of an operation: what a device is asked.
public struct Case: Hashable, Sendable {
  /// The operand codes, in the order of the operation.
  public var codes: [UInt64]
  /// The random words; none where none is taken.
  public var words: [UInt32]

  /// Creates a case.
  public init(codes: [UInt64], words: [UInt32] = []) {
    self.codes = codes
    self.words = words
  }

  /// The case as choices of a search: the codes, then the words.
  public var choices: [UInt64] { codes + words.map(UInt64.init) }

  /// Whether the case comes before another one, field by field, the words last.
  public func precedes(_ other: Case) -> Bool {
    if codes != other.codes { return codes.lexicographicallyPrecedes(other.codes) }
    return words.lexicographicallyPrecedes(other.words)
  }
}

/// What came of a case.
public struct Answer: Hashable, Sendable {
  /// The codes of the results; they may be wider than their formats.
  public var results: [UInt64]
  /// What is to be known about them; `nil` where a device does not say.
  public var flags: AnswerFlags?

  /// Creates an answer.
  public init(results: [UInt64], flags: AnswerFlags? = nil) {
    self.results = results
    self.flags = flags
  }

  /// Whether the answer is the expected one; flags count where they were given.
  public func agrees(with expected: Answer) -> Bool {
    results == expected.results && (flags == nil || flags == expected.flags)
  }
}

/// A case with what a device, or whoever recorded it, made of it.
public struct AnsweredCase: Hashable, Sendable {
  /// What was asked.
  public var input: Case
  /// What came.
  public var got: Answer

  /// Creates an answered case.
  public init(input: Case, got: Answer) {
    self.input = input
    self.got = got
  }
}
