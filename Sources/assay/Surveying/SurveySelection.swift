import Descriptors
import Foundation
import Reporting
import Results
import Tensors

/// Which tensors of a file are surveyed.
struct SurveySelection {
  private let patterns: [String]

  /// Creates a selection by globs; none takes everything.
  init(_ patterns: [String]) {
    self.patterns = patterns
  }

  /// The tensors that fit, in the order of the file.
  ///
  /// - Throws: `CommandFailure` for a pattern that no tensor fits.
  func entries(of file: TensorFile) throws(CommandFailure) -> [TensorEntry] {
    let globs = patterns.map { Glob($0) }
    for glob in globs where !file.tensors.contains(where: { glob.matches($0.name) }) {
      let first = file.tensors.first.map { "the first is '\($0.name.excerpt)'" }
      throw .usage("no tensor fits '\(glob.pattern.excerpt)'", first ?? "the file has none")
    }
    guard !globs.isEmpty else { return file.tensors }
    return file.tensors.filter { entry in globs.contains { $0.matches(entry.name) } }
  }
}

/// Progress of a survey that takes longer than a second.
struct SurveyWatch {
  private let elements: Int
  private let meter = ProgressMeter()
  private let start = Date()

  init(elements: Int) {
    self.elements = max(1, elements)
  }

  func show(_ done: Int) {
    let spent = Date().timeIntervalSince(start)
    guard spent > 1 else { return }
    meter.update(
      fraction: Double(done) / Double(elements), of: "survey",
      detail: "\(HumanUnits.count(UInt64(done))) values", spent: spent)
  }

  func end() { meter.finish() }
}
