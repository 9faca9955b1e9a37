/// Reads the lines that a process answers with.
///
/// A line's last fields are the results. Earlier fields, if there are any, repeat the case as it was
/// asked, and then lines may come in any order.
struct AnswerLines {
  let layout: CaseLayout

  /// Why an answer cannot be read: the line, from 1, and what is wrong with it.
  struct Fault: Error, Hashable {
    var line: Int
    var what: String

    var text: String { "line \(line) of its answer \(what)" }
  }

  /// Writes the results of the lines into the cases they belong to.
  ///
  /// - Parameters:
  ///   - asked: the lines of the cases, for those who repeat them.
  ///   - cases: as many as there are lines to read.
  /// - Returns: whether the lines came in the order of the cases.
  func read(
    _ answer: [UInt8], asked: [UInt8], into batch: inout Batch, _ cases: Range<Int>
  ) throws(Fault) -> Bool {
    var question = 0
    var places: [ArraySlice<UInt8>: [Int]]?
    var begin = 0
    var codes: [UInt64] = []
    for (offset, index) in cases.enumerated() {
      let end = answer[begin...].firstIndex(of: 10) ?? answer.count
      let fields = answer[begin..<end].split { $0 == 32 || $0 == 9 || $0 == 13 }
      begin = min(end + 1, answer.count)
      let questionEnd = asked[question...].firstIndex(of: 10) ?? asked.count
      let own = asked[question..<questionEnd]
      question = min(questionEnd + 1, asked.count)
      let echoes = layout.operands.count + layout.words
      let count = layout.results.count
      guard fields.count == count || fields.count == count + echoes else {
        throw Fault(
          line: offset + 1,
          what: fields.isEmpty
            ? "is empty"
            : "has \(fields.count) fields, not \(count) or, with the case repeated, \(count + echoes)"
        )
      }
      var target = index
      if fields.count > count {
        let echo = ArraySlice(fields.prefix(echoes).joined(separator: [32]))
        if !echo.elementsEqual(own) || places != nil {
          var known = places ?? Self.places(asked, cases, from: offset)
          guard var left = known[Self.upper(echo)], let next = left.popLast() else {
            throw Fault(
              line: offset + 1,
              what: "repeats '\(Self.text(echo))', which was not asked, or not so often")
          }
          known[Self.upper(echo)] = left
          places = known
          target = next
        }
      }
      codes.removeAll(keepingCapacity: true)
      for (field, given) in zip(layout.results, fields.suffix(count)) {
        codes.append(try Self.code(given, bits: field.bits, offset + 1))
      }
      batch.setResults(target, codes)
    }
    return places == nil
  }

  /// Where each line that was asked belongs, those before `first` being answered; of equal ones the
  /// first is taken first.
  private static func places(
    _ asked: [UInt8], _ cases: Range<Int>, from first: Int
  ) -> [ArraySlice<UInt8>: [Int]] {
    var places: [ArraySlice<UInt8>: [Int]] = [:]
    for (offset, line) in asked.split(separator: 10).enumerated().reversed() where offset >= first {
      places[line, default: []].append(cases.lowerBound + offset)
    }
    return places
  }

  private static func upper(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    ArraySlice(text.map { (97...102).contains($0) ? $0 - 32 : $0 })
  }

  /// A code in hex.
  static func code(
    _ field: ArraySlice<UInt8>, bits: Int, _ line: Int
  ) throws(Fault) -> UInt64 {
    var digits = field
    if digits.count > 2, digits.prefix(2).elementsEqual([48, 120]) { digits = digits.dropFirst(2) }
    var code: UInt64 = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case 48...57: value = digit - 48
      case 65...70: value = digit - 55
      case 97...102: value = digit - 87
      default:
        let unknown = "xXzZ?-".utf8.contains(digit)
        throw Fault(
          line: line,
          what: "has '\(text(field))', "
            + (unknown ? "with unknown bits" : "which is no code in hex"))
      }
      guard code >> 60 == 0 else {
        throw Fault(line: line, what: "has '\(text(field))', of more than 64 bits")
      }
      code = code << 4 | UInt64(value)
    }
    guard bits >= 64 || code >> UInt64(bits) == 0 else {
      throw Fault(line: line, what: "has '\(text(field))', more than \(bits) bits")
    }
    return code
  }

  /// Text that is safe to print, cut short.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let shown = bytes.prefix(40).map { (32..<127).contains($0) ? $0 : 63 }
    return String(decoding: shown, as: UTF8.self)
  }
}
