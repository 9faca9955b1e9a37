import Foundation
import Harness
public import Results

/// The page of a run's verdicts, as its template reads it.
///
/// One file without scripts or network: the style is inside.
public struct VerdictPage {
  /// What was run, for the foot of the page.
  public struct Run: Sendable {
    /// The command that does it again, quoted for a shell.
    public var command: String
    /// The version of the tool.
    public var version: String
    /// The fingerprint of the specification files.
    public var specification: String
    /// The seed of samples.
    public var seed: UInt64
    /// The effort.
    public var effort: String
    /// When the run ended, as ISO 8601 in UTC.
    public var date: String

    /// Describes a run.
    public init(
      command: String, version: String, specification: String, seed: UInt64, effort: String,
      date: String
    ) {
      self.command = command
      self.version = version
      self.specification = specification
      self.seed = seed
      self.effort = effort
      self.date = date
    }
  }

  struct Fact {
    var name: String
    var value: String
  }

  struct Row {
    var id: String
    var kind: String
    var operation: String
    var format: String
    var rule: String
    var verdict: String
    var cases: String
    var time: String
  }

  var title: String
  var headline: String
  /// `good`, `bad` or `doubtful`.
  var kind: String
  var sentence: String
  var style: String
  var hasRows: Bool
  /// What stands for the table until it is opened, where it is long.
  var foldedRows: String?
  var rows: [Row]
  var omitted: String?
  var total: CoverageTotalSection?
  var verdicts: [VerdictSection]
  var command: String
  var facts: [Fact]

  /// The most verdicts that are shown at length.
  static let mostAtLength = 12
  /// The most rows of the table of verdicts that are shown without being asked for.
  static let mostOpenRows = 60
  /// The most rows of the table of verdicts.
  static let mostRows = 2_000

  /// The whole document.
  ///
  /// - Parameter isComplete: whether every check was run to its end.
  /// - Throws: an error of the template engine, for a program that was built wrongly.
  public static func html(
    _ records: [VerdictRecord], run: Run, isComplete: Bool = true
  ) throws -> String {
    let templates = try PageTemplates()
    let page = VerdictPage(records, run, isComplete: isComplete, style: templates.verdictStyle)
    return try templates.render(page, as: "verdict")
  }

  /// Replaces a file by the document, at once.
  ///
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func write(
    _ records: [VerdictRecord], run: Run, isComplete: Bool = true, to path: String
  ) throws(VerdictFileError) {
    do {
      let text = try html(records, run: run, isComplete: isComplete)
      try DurableFile.replace(path, with: text.utf8)
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
  }

  init(_ records: [VerdictRecord], _ run: Run, isComplete: Bool, style: String) {
    let headline = VerdictHeadline(records, isComplete: isComplete)
    title = headline.title
    self.headline = headline.text
    kind = headline.kind
    sentence = headline.sentence
    self.style = style
    rows = records.prefix(Self.mostRows).map { record in
      Row(
        id: record.id, kind: VerdictHeadline.kind(of: record), operation: record.operation,
        format: record.format, rule: record.rule, verdict: record.verdict,
        cases: HumanUnits.count(record.cases), time: HumanUnits.time(record.seconds))
    }
    hasRows = records.count > 1
    foldedRows = rows.count > Self.mostOpenRows ? "\(rows.count) rows" : nil
    omitted =
      records.count > Self.mostRows ? "\(records.count - Self.mostRows) more are not shown." : nil
    total = records.count > 1 ? CoverageTotalSection(records) : nil
    let open = records.filter { $0.verdict == "refuted" || $0.verdict == "undecided" }
    let shown = records.count <= Self.mostAtLength ? records : Array(open.prefix(Self.mostAtLength))
    verdicts = shown.enumerated().map { VerdictSection($1, number: $0 + 1) }
    command = run.command
    facts = [
      Fact(name: "tool", value: "assay \(run.version)"),
      Fact(name: "specification", value: run.specification),
      Fact(name: "effort", value: run.effort), Fact(name: "seed", value: "\(run.seed)"),
      Fact(name: "ended", value: run.date),
    ]
  }
}
