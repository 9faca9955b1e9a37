import Results

/// The page that leads to all others, as its template reads it.
struct IndexPage {
  struct Entry {
    var file: String
    var title: String
    /// What is wrong with the experiment, if anything.
    var state: String?
    /// The first sentence about it.
    var first: String
    var counts: String
  }

  var title: String
  var introduction: String
  var style: String
  /// What is missing, and how to get it.
  var notices: [String]
  var experiments: [Entry]
  var comparison: ComparisonSection?
  /// The file with the numbers of all experiments.
  var results: String

  /// The entry of one experiment.
  static func entry(_ results: ExperimentResults, _ sheet: ExperimentSheet) -> Entry {
    let counts: [(Int, String)] = [
      (results.measurements.count, "measurement"), (sheet.figures.count, "figure"),
      (sheet.tables.count, "table"), (results.worst.count, "worst case"),
    ]
    return Entry(
      file: ExperimentReport.page(results.experiment), title: sheet.title,
      state: results.isComplete ? nil : "cut short", first: sheet.paragraphs.first ?? "",
      counts: counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        .joined(separator: ", "))
  }
}
