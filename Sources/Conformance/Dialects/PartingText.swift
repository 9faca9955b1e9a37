import Descriptors
import Reference

/// A case where two ways of computing part, in few words: of many operands those that are not code 0, of
/// many results those that differ.
struct PartingText: Sendable {
  private let evaluator: Evaluator
  /// The text of a few numbers.
  private let few: CaseText?
  private let isEncoding: Bool

  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    few = evaluator.scalar == nil ? nil : CaseText(evaluator)
    isEncoding = if case .encodeBlock = evaluator.operation.function { true } else { false }
  }

  /// The most codes that are written out.
  private static let most = 8

  /// The operands other than code 0, each with its place.
  func operands(_ item: Case) -> String {
    if let few { return few.operands(item) }
    let places = item.codes.indices.filter { item.codes[$0] != 0 }
    var parts = places.prefix(Self.most).map { place in
      let name = isEncoding ? element(place) : self.place(place)
      return "\(name) \(Self.code(item.codes[place], place, evaluator.operands))"
    }
    if places.count > Self.most { parts.append("\(places.count - Self.most) more") }
    let rest = places.count < item.codes.count ? "else 0" : nil
    let words = item.words.map { "word \($0)" }
    return (parts + [rest].compactMap(\.self) + words).joined(separator: ", ")
  }

  /// The results that differ from others, each with its place.
  func results(_ answer: Answer, where other: Answer) -> String {
    if let few { return few.answer(answer) }
    let (results, others) = (answer.results, other.results)
    let places = results.indices.filter {
      !others.indices.contains($0) || others[$0] != results[$0]
    }
    var parts = places.prefix(Self.most).map { place in
      let name = isEncoding ? self.place(place) : element(place)
      return "\(name) \(Self.code(results[place], place, evaluator.results))"
    }
    if places.count > Self.most { parts.append("\(places.count - Self.most) more") }
    return parts.isEmpty ? "the same codes, other flags" : parts.joined(separator: ", ")
  }

  private static func code(
    _ code: UInt64, _ place: Int, _ runs: [Evaluator.CodeRun]
  ) -> String {
    guard let format = runs.first(where: { $0.places.contains(place) })?.format else {
      return "\(code)"
    }
    let hex = hexadecimal(code, bits: format.bits)
    return code <= format.lastCode ? "\(hex) (\(format.decode(code)))" : hex
  }

  private func element(_ place: Int) -> String { "element \(place)" }

  /// What the code at a place of an encoded matrix is.
  private func place(_ place: Int) -> String {
    let rows: Int, columns: Int, block: BlockFormat
    switch evaluator.operation.function {
    case .encodeBlock(let format, let height, let width, _),
      .decodeBlock(let format, let height, let width, _):
      (block, rows, columns) = (format, height, width)
    default: return "code \(place)"
    }
    var rest = place
    if rest < rows * columns { return element(rest) }
    rest -= rows * columns
    let blocks = block.blockCount(rows: rows, columns: columns)
    if block.hasZeroPoints {
      if rest < blocks { return "zero point \(rest)" }
      rest -= blocks
    }
    return rest < blocks ? "scale \(rest)" : "matrix scale"
  }
}
