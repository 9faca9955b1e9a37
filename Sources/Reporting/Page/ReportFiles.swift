import Foundation
import Harness

/// The files of a report before they are written.
struct ReportFiles {
  /// Contents by path, from the directory of the report.
  var texts: [String: String] = [:]
  /// What is missing.
  var shortcomings: [String] = []

  /// Writes all files, each at once: a reader meets the old or the new one.
  func written(to directory: String) throws(ExperimentReportError) -> ExperimentReport.Outcome {
    let root = URL(fileURLWithPath: directory)
    for (path, text) in texts.sorted(by: { $0.key < $1.key }) {
      let place = root.appendingPathComponent(path)
      do {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try DurableFile.replace(place.path, with: text.utf8)
      } catch {
        throw ExperimentReportError(
          path: place.path, problem: "cannot be written (\(FileFailure.reason(error)))",
          remedy: "check the directory and its permissions")
      }
    }
    return .init(files: texts.keys.sorted(), shortcomings: shortcomings)
  }
}
