/// The runs of one device, version by version.
public struct DeviceHistory: Hashable, Sendable {
  /// The device.
  public var device: String
  /// Its versions, in the order of their first runs.
  public var versions: [Version]

  /// What is known of one version.
  public struct Version: Hashable, Sendable {
    /// The version's name; behind it `, specification ...` where only that tells two apart.
    public var name: String
    /// The date of its last run.
    public var date: String
    /// The tool's version in its last run.
    public var tool: String
    /// The fingerprint of the specification files.
    public var specification: String
    /// How many runs there were.
    public var runs: Int
    /// Whether the last run was complete.
    public var isComplete: Bool
    /// The command of the last run.
    public var command: String
    /// The latest result of every check, in the order in which they first appear.
    public var checks: [HistoryRecord.Check]

    /// How many checks have a verdict.
    public func count(of verdict: String) -> Int { checks.count { $0.verdict == verdict } }

    /// How many checks have each verdict, from the gravest on, as `1 refuted, 12 proved`.
    public var verdicts: String {
      HistoryChange.gravity.map { ($0, count(of: $0)) }.filter { $0.1 > 0 }
        .map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }
  }

  /// Sorts runs by device and version.
  ///
  /// - Parameter records: the runs by date.
  public static func grouped(_ records: [HistoryRecord]) -> [DeviceHistory] {
    var order: [String] = []
    var runs: [String: [HistoryRecord]] = [:]
    for record in records {
      if runs[record.device] == nil { order.append(record.device) }
      runs[record.device, default: []].append(record)
    }
    return order.map { DeviceHistory(device: $0, runs: runs[$0] ?? []) }
  }

  private init(device: String, runs: [HistoryRecord]) {
    self.device = device
    var order: [Key] = []
    var members: [Key: [HistoryRecord]] = [:]
    for run in runs {
      let key = Key(version: run.version, specification: run.specification)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(run)
    }
    versions = order.compactMap { key in
      guard let runs = members[key], let last = runs.last else { return nil }
      let isAlone = order.count { $0.version == key.version } == 1
      return Version(
        name: isAlone
          ? key.version : "\(key.version), specification \(key.specification.prefix(8))",
        date: last.date, tool: last.tool, specification: key.specification, runs: runs.count,
        isComplete: last.isComplete, command: last.command, checks: Self.latest(runs))
    }
  }

  private struct Key: Hashable {
    var version: String
    var specification: String
  }

  private static func latest(_ runs: [HistoryRecord]) -> [HistoryRecord.Check] {
    var places: [String: Int] = [:]
    var checks: [HistoryRecord.Check] = []
    for check in runs.flatMap(\.checks) {
      if let place = places[check.id] {
        checks[place] = check
      } else {
        places[check.id] = checks.count
        checks.append(check)
      }
    }
    return checks
  }

  /// What changed from each version to the next.
  public var steps: [HistoryStep] {
    zip(versions, versions.dropFirst()).map { HistoryStep(from: $0, to: $1) }
  }
}
