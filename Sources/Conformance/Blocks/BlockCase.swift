import Descriptors
import Devices
import Harness

/// One case of an operation on blocks.
struct Case: Hashable, Sendable {
  /// The operand codes.
  var codes: [UInt64]
  /// The random words.
  var words: [UInt32]

  /// The case as choices: the codes, then the words.
  var choices: [UInt64] { codes + words.map(UInt64.init) }
}

/// What came of a case.
struct Answer: Hashable, Sendable {
  /// The results.
  var results: [UInt64]
  /// What is to be known about them; `nil` where a device does not say.
  var flags: AnswerFlags?

  /// Whether the answer is the expected one; flags count where they were given.
  func agrees(with expected: Answer) -> Bool {
    results == expected.results && (flags == nil || flags == expected.flags)
  }
}

extension Answer {
  /// The digest of the results of some answers, as a block of the stream.
  static func digest(of answers: [Answer], block: UInt64) -> ResultDigest {
    BlockHash.digest(
      of: answers.flatMap(\.results), block: block, count: UInt64(answers.count))
  }
}

/// A case with what a device made of it.
struct AnsweredCase: Hashable, Sendable {
  var input: Case
  var got: Answer
}

extension Batch {
  /// Writes the operands and the words of a case.
  mutating func set(_ index: Int, _ item: Case) {
    set(index, codes: item.codes, words: item.words)
  }

  /// A device's answer to a case.
  func answer(at index: Int) -> Answer {
    Answer(results: results(at: index), flags: flags.map { $0[index] })
  }
}
