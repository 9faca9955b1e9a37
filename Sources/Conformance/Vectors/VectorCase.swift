/// One case of an operation, of whichever kind: what a device is asked.
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

  init(_ item: Case) { self.init(codes: item.codes, words: item.words) }

  /// The case as an operation on blocks has it.
  var block: Case { Case(codes: codes, words: words) }

  /// A number of 64 bits that cases hardly ever share, the same on every machine.
  var fingerprint: UInt64 {
    var value: UInt64 = 0
    for field in codes { value = IndexedWords(seed: value)[field] }
    for word in words { value = IndexedWords(seed: value ^ 1)[UInt64(word)] }
    return value
  }

  /// Whether the case comes before another one, field by field.
  func precedes(_ other: Case) -> Bool {
    if codes != other.codes { return codes.lexicographicallyPrecedes(other.codes) }
    return words.lexicographicallyPrecedes(other.words)
  }
}
