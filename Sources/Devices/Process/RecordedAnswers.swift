public import Descriptors

/// What a device elsewhere answered, row by row, in the lines of `ProcessDevice`.
///
/// Either every row repeats its case, in any order, or none does and they come in the order of the
/// vectors.
public struct RecordedAnswers: Sendable {
  /// A case.
  public struct Key: Hashable, Sendable {
    /// The operand codes.
    public var codes: [UInt64]
    /// The random word; 0 where none is taken.
    public var word: UInt32

    /// Creates a key.
    public init(codes: [UInt64], word: UInt32) {
      self.codes = codes
      self.word = word
    }
  }

  /// Why rows cannot be read.
  public struct Fault: Error, Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong with it.
    public var what: String
  }

  /// The result of each case that was answered.
  public private(set) var results: [Key: UInt64] = [:]
  /// How many rows answered a case once more, with the same result.
  public private(set) var repeated = 0

  /// Reads rows.
  ///
  /// - Parameter asked: the case at a place of the vectors; `nil` behind the last.
  /// - Throws: `Fault` for rows that are malformed, too many, or contradict each other.
  public init(
    _ operation: Operation, text: [UInt8], asked: (Int) -> Key?
  ) throws(Fault) {
    let layout = CaseLayout(operation)
    let echoes = layout.operands.count + layout.words
    var isTagged: Bool?
    for (offset, row) in text.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let line = offset + 1
      let fields = row.split { $0 == 32 || $0 == 9 || $0 == 13 }
      if fields.isEmpty {
        // Behind the line break of the last row there is nothing.
        guard row.endIndex == text.endIndex else { throw Fault(line: line, what: "is empty") }
        continue
      }
      guard fields.count == 1 || fields.count == echoes + 1 else {
        throw Fault(
          line: line,
          what: "has \(fields.count) fields, not 1 or, with the case repeated, \(echoes + 1)")
      }
      let tagged = fields.count > 1
      guard isTagged ?? tagged == tagged else {
        throw Fault(
          line: line,
          what: tagged ? "repeats its case, others do not" : "does not repeat its case, others do")
      }
      isTagged = tagged
      let key: Key
      if tagged {
        var codes: [UInt64] = []
        for (field, operand) in zip(fields, layout.operands) {
          codes.append(try Self.code(field, operand.bits, line))
        }
        let word = layout.words > 0 ? try Self.code(fields[echoes - 1], 32, line) : 0
        key = Key(codes: codes, word: UInt32(word))
      } else {
        guard let next = asked(offset) else {
          throw Fault(line: line, what: "is one more than there are cases")
        }
        key = next
      }
      let result = try Self.code(fields[fields.count - 1], layout.results[0].bits, line)
      if tagged, let earlier = results[key] {
        guard earlier == result else {
          throw Fault(line: line, what: "answers a case again, with another result")
        }
        repeated += 1
      }
      results[key] = result
    }
  }

  private static func code(
    _ field: ArraySlice<UInt8>, _ bits: Int, _ line: Int
  ) throws(Fault) -> UInt64 {
    do {
      return try AnswerLines.code(field, bits: bits, line)
    } catch {
      throw Fault(line: error.line, what: error.what)
    }
  }
}
