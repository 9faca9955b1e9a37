import Results

/// The figures of a device's history: verdicts, errors, coverage and speed, version by version.
struct HistoryFigures {
  /// Figures that have something to show.
  let charts: [FigureChart]

  init(_ history: DeviceHistory, prefix: String) {
    let results = ExperimentResults.grouped(Self.records(history)).first
    charts =
      results.map { results in
        Self.figures(prefix).map { FigureChart($0, of: results) }.filter { !$0.drawn.isEmpty }
      } ?? []
  }

  private enum Quantity {
    static let checks = "checks"
    static let speed = "speed"
    static let steps = "value steps"
    static let ulp = "ulp"
    static let coverage = "coverage"
  }

  private static let (version, kind) = ("version", "operation")

  private static func figures(_ prefix: String) -> [FigureDescription] {
    let axis = FigureDescription.Axis("version", series: version)
    func figure(
      _ id: String, _ title: String, _ caption: String, _ quantity: String, _ statistic: String,
      _ mark: FigureDescription.Mark, _ vertical: String, colour: String
    ) -> FigureDescription {
      FigureDescription(
        id: "\(prefix)-\(id)", title: title, caption: caption, quantity: quantity,
        statistic: statistic, mark: mark, horizontal: axis, vertical: .init(vertical),
        colour: colour)
    }
    return [
      figure(
        "verdicts", "Verdicts of each version.", "A bar for each verdict counts its checks.",
        Quantity.checks, "count", .bar, "checks", colour: "verdict"),
      figure(
        "value-steps", "The largest error in value steps.",
        "Of all checks of an operation that measured it.", Quantity.steps, "max", .point,
        "value steps", colour: kind),
      figure(
        "ulp", "The largest error in units in the last place.",
        "Of all checks of an operation that measured it.", Quantity.ulp, "max", .point, "ulp",
        colour: kind),
      figure(
        "coverage", "The share of the classes of input that was met.",
        "The least of all checks of an operation that counted them.", Quantity.coverage, "min",
        .point, "share", colour: kind),
      figure(
        "speed", "Speed relative to the first version.",
        "Cases per second over those of the first version that was asked: the geometric mean over the "
          + "checks of an operation that took long enough to say.", Quantity.speed,
        "geometric mean",
        .point, "ratio", colour: kind),
    ]
  }

  private static func records(_ history: DeviceHistory) -> [ExperimentRecord] {
    var records: [ExperimentRecord] = []
    func add(_ series: [String: String], _ quantity: String, _ statistic: String, _ value: Double) {
      guard value.isFinite else { return }
      records.append(
        .measurement(
          Measurement(
            experiment: "history", series: series, quantity: quantity, statistic: statistic,
            value: value)))
    }
    var first: [String: HistoryRecord.Check] = [:]
    for version in history.versions {
      for verdict in HistoryChange.gravity where version.count(of: verdict) > 0 {
        add(
          [Self.version: version.name, "verdict": verdict], Quantity.checks, "count",
          Double(version.count(of: verdict)))
      }
      for (operation, checks) in operations(version.checks) {
        let series = [Self.version: version.name, kind: operation]
        if let most = checks.compactMap(\.valueSteps).max() {
          add(series, Quantity.steps, "max", most)
        }
        if let most = checks.compactMap(\.ulp).max() { add(series, Quantity.ulp, "max", most) }
        if let least = checks.compactMap({ $0.coverage?.share }).min() {
          add(series, Quantity.coverage, "min", least)
        }
        let ratios = checks.compactMap { check in
          first[check.id].flatMap { HistoryChange.speed(from: $0, to: check) }
            ?? (first[check.id] == nil && check.seconds >= HistoryChange.shortestRun ? 1 : nil)
        }
        if let mean = GeometricMean.of(ratios) {
          add(series, Quantity.speed, "geometric mean", mean)
        }
      }
      for check in version.checks where first[check.id] == nil { first[check.id] = check }
    }
    return records
  }

  /// Checks by the first part of their ids, in the order in which these first appear.
  private static func operations(
    _ checks: [HistoryRecord.Check]
  ) -> [(operation: String, checks: [HistoryRecord.Check])] {
    var order: [String] = []
    var members: [String: [HistoryRecord.Check]] = [:]
    for check in checks {
      let operation = String(check.id.prefix { $0 != "/" })
      if members[operation] == nil { order.append(operation) }
      members[operation, default: []].append(check)
    }
    return order.map { ($0, members[$0] ?? []) }
  }
}
