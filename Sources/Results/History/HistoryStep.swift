/// What changed from one version of a device to the next.
public struct HistoryStep: Codable, Hashable, Sendable {
  /// The older version.
  public var from: String
  /// The newer version.
  public var to: String
  /// What else differs, which may be the reason, a sentence each.
  public var conditions: [String]
  /// What changed, the worst first.
  public var changes: [HistoryChange]
  /// How many checks of both versions did not change.
  public var unchanged: Int
  /// Checks that only the newer version was asked.
  public var added: [String]
  /// Checks that only the older version was asked.
  public var missing: [String]
  /// The geometric mean of the ratios of speeds, new over old; absent where none could be told.
  public var speed: Double?

  /// Compares two versions.
  init(from old: DeviceHistory.Version, to new: DeviceHistory.Version) {
    from = old.name
    to = new.name
    var conditions: [String] = []
    if old.specification != new.specification {
      conditions.append(
        "The specifications differ: \(old.specification), then \(new.specification).")
    }
    if old.tool != new.tool {
      conditions.append("The tool differs: \(old.tool), then \(new.tool).")
    }
    if !new.isComplete { conditions.append("The last run of \(new.name) was cut short.") }
    self.conditions = conditions
    let before = Dictionary(old.checks.map { ($0.id, $0) }) { $1 }
    let after = Set(new.checks.map(\.id))
    var changes: [HistoryChange] = []
    var added: [String] = []
    var unchanged = 0
    var ratios: [Double] = []
    for check in new.checks {
      guard let was = before[check.id] else {
        added.append(check.id)
        continue
      }
      let found = HistoryChange.all(from: was, to: check)
      if found.isEmpty { unchanged += 1 }
      changes += found
      if let ratio = HistoryChange.speed(from: was, to: check) { ratios.append(ratio) }
    }
    let order = HistoryChange.Judgement.allCases
    func rank(_ change: HistoryChange) -> Int { order.firstIndex(of: change.judgement) ?? 0 }
    self.changes = changes.enumerated()
      .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    self.unchanged = unchanged
    self.added = added
    missing = old.checks.map(\.id).filter { !after.contains($0) }
    speed = GeometricMean.of(ratios)
  }

  /// Whether a verdict, an error or a coverage became worse; slower is not counted.
  public var hasWorsened: Bool { changes.contains { $0.judgement == .worse } }

  /// The step in one line: `2 worse, 1 better, 40 equal, speed 1.02`.
  public var summary: String {
    let counts: [(Int, String)] =
      HistoryChange.Judgement.allCases.map { judgement in
        (changes.count { $0.judgement == judgement }, judgement.rawValue)
      } + [(unchanged, "equal"), (added.count, "new"), (missing.count, "not asked again")]
    var parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if let speed { parts.append("speed \(Self.factor(speed))") }
    return parts.isEmpty ? "nothing to compare" : parts.joined(separator: ", ")
  }

  /// A ratio as `x1.25`.
  package static func factor(_ ratio: Double) -> String {
    "x" + PlainNumber.text((ratio * 100).rounded() / 100)
  }
}
