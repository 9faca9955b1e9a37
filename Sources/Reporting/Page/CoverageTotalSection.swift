import Results

/// The coverage of several verdicts as its template reads it: sums, and where classes are missing.
struct CoverageTotalSection {
  struct Gap {
    var id: String
    var count: String
    var first: String
  }

  var summary: String
  var hasGaps: Bool
  var gapSummary: String
  var gaps: [Gap]

  /// The most checks that are listed.
  static let mostGaps = 200

  /// `nil` where no verdict has counted classes.
  init?(_ records: [VerdictRecord]) {
    guard let total = CoverageTotal(records) else { return nil }
    summary = total.summary + "."
    gaps = total.examples.prefix(Self.mostGaps).map { example in
      Gap(
        id: example.id,
        count: "\(VerdictHeadline.grouped(UInt64(clamping: example.count))) never met",
        first: example.cell)
    }
    hasGaps = !gaps.isEmpty
    gapSummary =
      total.missing > gaps.count
      ? "the first \(gaps.count) of \(total.missing)" : "\(total.missing)"
  }
}
