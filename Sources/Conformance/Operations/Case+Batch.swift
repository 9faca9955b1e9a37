public import Descriptors
import Devices
import Harness
import Reference

extension Answer {
  /// The digest of the results of some answers, as a block of the stream.
  static func digest(of answers: [Answer], block: UInt64) -> ResultDigest {
    BlockHash.digest(
      of: answers.flatMap(\.results), block: block, count: UInt64(answers.count))
  }
}

extension Case {
  /// A number of 64 bits that cases hardly ever share, the same on every machine.
  var fingerprint: UInt64 {
    var value: UInt64 = 0
    for field in codes { value = IndexedWords(seed: value)[field] }
    for word in words { value = IndexedWords(seed: value ^ 1)[UInt64(word)] }
    return value
  }
}

extension AnsweredCase {
  /// A case of a few numbers with the one code that came.
  ///
  /// - Parameter word: the random word; `nil` where none is taken.
  public init(codes: [UInt64], word: UInt32? = nil, got code: UInt64) {
    self.init(
      input: Case(codes: codes, words: word.map { [$0] } ?? []), got: Answer(results: [code]))
  }

  /// The first result, which is the only one of a function of a few numbers.
  var code: UInt64 { got.results.first ?? 0 }
}

extension Batch {
  /// Writes the operands and the words of a case.
  mutating func set(_ index: Int, _ item: Case) {
    set(index, codes: item.codes, words: item.words)
  }

  /// The digest of the results of the first cases, as a block of the stream.
  func digest(of block: UInt64, count: Int) -> ResultDigest {
    guard shape.results.count == 1, shape.results[0].count == 1 else {
      return Answer.digest(of: (0..<count).map { answer(at: $0) }, block: block)
    }
    return results[0].digest(of: block, count: count)
  }

  /// A device's answer to a case.
  func answer(at index: Int) -> Answer {
    Answer(results: results(at: index), flags: flags.map { $0[index] })
  }
}
