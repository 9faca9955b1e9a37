import Descriptors
import Reference

/// How the expected answer to a case follows, in exact numbers.
struct CaseDerivation: Sendable {
  private let evaluator: Evaluator

  init(_ evaluator: Evaluator) { self.evaluator = evaluator }

  /// The derivation, one fact a line, and for masks what the device made instead.
  func lines(_ item: Case, _ got: Answer) -> [String] {
    let lines = (evaluator.explanation(of: item) ?? []).map { "\($0.label): \($0.text)" }
    return evaluator.scalar == nil ? Self.shortened(lines) + kept(item, got) : lines
  }

  /// The first and last lines of a long derivation, and the beginnings of long lines.
  private static func shortened(_ lines: [String]) -> [String] {
    let lines = lines.map { $0.count > longest ? $0.prefix(longest) + " ..." : $0 }
    guard lines.count > 40 else { return lines }
    return lines.prefix(32) + ["... \(lines.count - 36) lines more, as 'assay explain' shows"]
      + lines.suffix(4)
  }

  /// The most characters of a line.
  private static let longest = 400

  /// What a device's mask keeps, where it made one.
  private func kept(_ item: Case, _ got: Answer) -> [String] {
    guard let masks = try? MaskEvaluator(evaluator.operation),
      got.results.count == item.codes.count
    else { return [] }
    let mask = Mask(rows: masks.rows, columns: masks.columns, kept: got.results.map { $0 != 0 })
    let sum = mask.keptSum(of: masks.magnitudes(item.codes))
    return ["kept by the device: \(mask.keptCount), magnitudes sum to \(sum)"]
  }
}
