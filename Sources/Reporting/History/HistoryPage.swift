import Results

/// The page of a history, as its template reads it.
struct HistoryPage {
  struct Device {
    var id: String
    var name: String
    var versions: [Version]
    var hasFigures: Bool
    var figures: [ExperimentPage.Figure]
    var steps: [Step]
    /// What a single version leaves to say.
    var alone: String?
  }

  struct Version {
    var name: String
    var date: String
    var runs: Int
    var checks: Int
    var verdicts: String
    /// The style of the verdicts.
    var kind: String
    var tool: String
    var specification: String
    var command: String
  }

  struct Step {
    var heading: String
    var summary: String
    var hasConditions: Bool
    var conditions: [String]
    var hasChanges: Bool
    var changes: [Change]
    /// What is not shown.
    var omitted: String?
    var added: String?
    var missing: String?
  }

  struct Change {
    var key: String
    var what: String
    var old: String
    var new: String
    var word: String
    var kind: String
  }

  /// How many changes of a step are shown; the records hold the rest.
  static let limit = 500

  let title = "History"
  let introduction =
    "What changed between versions of what was judged: verdicts, errors, coverage, speed. Speeds are "
    + "ratios of cases per second, and depend on the machine."
  var style: String
  var notices: [String]
  var devices: [Device]
  /// The script that makes figures interactive; `nil` when there are none.
  var script: String?

  init(
    _ histories: [DeviceHistory], figures: [HistoryFigures], notices: [String], style: String,
    script: String, drawing: PageDrawing
  ) throws {
    self.style = style
    self.notices = notices
    devices = try zip(histories, figures).enumerated().map { index, pair in
      try Self.device(pair.0, pair.1, index: index, drawing)
    }
    // The script is of no use without the library that it drives.
    self.script = drawing.bundle == nil ? nil : script
  }

  private static func device(
    _ history: DeviceHistory, _ figures: HistoryFigures, index: Int, _ drawing: PageDrawing
  ) throws -> Device {
    let shown = try figures.charts.map {
      try ExperimentPage.figure($0, experiment: HistoryReport.name, drawing)
    }
    return Device(
      id: "device-\(index + 1)", name: history.device,
      versions: history.versions.map { version in
        Version(
          name: version.name, date: version.date, runs: version.runs,
          checks: version.checks.count, verdicts: version.verdicts,
          kind: version.count(of: "refuted") > 0 ? "worse" : "better", tool: version.tool,
          specification: version.specification, command: version.command)
      },
      hasFigures: !shown.isEmpty, figures: shown, steps: history.steps.map(Self.step),
      alone: history.versions.count == 1
        ? "There is one version, and nothing to compare it with." : nil)
  }

  private static func step(_ step: HistoryStep) -> Step {
    let changes = step.changes.prefix(limit).map { change in
      Change(
        key: change.id, what: change.what, old: change.old,
        new: change.new + (change.ratio.map { " (\(HistoryStep.factor($0)))" } ?? ""),
        word: change.judgement.rawValue, kind: change.judgement.rawValue)
    }
    return Step(
      heading: "\(step.from) → \(step.to)", summary: step.summary,
      hasConditions: !step.conditions.isEmpty, conditions: step.conditions,
      hasChanges: !changes.isEmpty, changes: changes,
      omitted: step.changes.count > limit
        ? "\(step.changes.count - limit) more are not shown here." : nil,
      added: list("Asked for the first time", step.added),
      missing: list("Not asked again", step.missing))
  }

  /// The first of some ids in a sentence; `nil` for none.
  private static func list(_ what: String, _ ids: [String]) -> String? {
    guard !ids.isEmpty else { return nil }
    let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
    return "\(what): \(ids.prefix(5).joined(separator: ", "))\(more)."
  }
}
