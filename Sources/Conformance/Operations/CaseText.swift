import Descriptors
import Reference

/// Cases and their answers as text for people.
struct CaseText: Sendable {
  private let evaluator: Evaluator
  private let columns: Int?
  /// What stands between elements: operands of a few are told apart more clearly.
  private let separator: String

  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    separator = evaluator.scalar == nil ? " " : ", "
    if case .mask(_, _, let columns, _) = evaluator.operation.function {
      self.columns = columns
    } else {
      columns = nil
    }
  }

  /// The operands of a case, a matrix row by row, and its random words.
  func operands(_ item: Case) -> String {
    let elements = Self.elements(item.codes, evaluator.operands)
    let words = item.words.map(String.init).joined(separator: " ")
    let name = item.words.count == 1 ? "word" : "words"
    return rows(elements, separator: separator) + (words.isEmpty ? "" : ", \(name) \(words)")
  }

  /// The results of a case, with flags where they are given.
  func answer(_ answer: Answer) -> String {
    let elements: String
    if evaluator.results.isEmpty {
      elements = rows(answer.results.map(String.init), separator: "")
    } else {
      elements = rows(Self.elements(answer.results, evaluator.results), separator: " ")
    }
    guard let flags = answer.flags, !flags.isEmpty else { return elements }
    return "\(elements), \(flags.names.joined(separator: ", "))"
  }

  private func rows(_ elements: [String], separator: String) -> String {
    guard let columns, columns > 0 else { return elements.joined(separator: separator) }
    return stride(from: 0, to: elements.count, by: columns).map {
      elements[$0..<min($0 + columns, elements.count)].joined(separator: separator)
    }.joined(separator: " / ")
  }

  private static func elements(
    _ codes: [UInt64], _ runs: [Evaluator.CodeRun]
  ) -> [String] {
    runs.flatMap { run in
      run.places.filter(codes.indices.contains).map { element(codes[$0], run.format) }
    }
  }

  private static func element(_ code: UInt64, _ format: NumberFormat) -> String {
    let hex = hexadecimal(code, bits: format.bits)
    return hex + (code <= format.lastCode ? " (\(format.decode(code)))" : ": wider than the format")
  }
}
