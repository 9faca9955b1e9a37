import Descriptors
import Devices
public import Harness

/// One check of a verification run, not yet run.
public struct PlannedCheck: Sendable {
  /// The id that patterns are matched against, and under which the verdict is recorded.
  public let id: String
  /// What the check's own row of a table says.
  public let row: Row
  /// The row of a shorter table, which the check shares with its like.
  public let group: Row
  /// What is judged.
  public let device: String
  /// Whether the check is too small to be divided among shards, and is done by one of them.
  public var isUndivided = false
  /// What the check is going to do.
  public internal(set) var cost: CheckCost
  /// Whether others may run at the same time: not beside a device outside this process, which has its
  /// own way of keeping the machine busy.
  var runsBesideOthers = true
  /// What is accepted beyond equal bits.
  public internal(set) var policy = AnswerPolicy.exact
  /// What else was demanded than what is usual, as options of the command line.
  var terms: [String] = []
  /// Runs the check.
  public let run: @Sendable (CheckContext) async -> CheckResult

  /// The first columns of a table.
  public struct Row: Hashable, Sendable {
    /// The operation, with the source format of a cast, or the kind of law.
    public var operation: String
    /// The format that is judged, or the target.
    public var format: String
    /// The rounding and overflow rules, or what stands for several.
    public var rule: String

    /// Creates a row.
    public init(_ operation: String, _ format: String, _ rule: String) {
      self.operation = operation
      self.format = format
      self.rule = rule
    }
  }

  /// A law about a format.
  public init(_ property: Property, format: String, effort: CheckEffort) {
    let law = property.id.split(separator: "/").last.map(String.init) ?? property.id
    self.init(
      PropertyCheck(property: property, effort: effort), row: Row("law", format, law),
      group: Row("law", format, "all"))
  }

  init(_ check: PropertyCheck, row: Row, group: Row) {
    self.init(
      id: check.property.id, row: row, group: group, device: check.property.subject,
      cost: check.cost, run: { await check.run($0) })
    isUndivided = check.bounds.enumerated <= 1 << 20
  }

  init(
    id: String, row: Row, group: Row, device: String, cost: CheckCost,
    run: @escaping @Sendable (CheckContext) async -> CheckResult
  ) {
    (self.id, self.row, self.group, self.device, self.run) = (id, row, group, device, run)
    self.cost = cost
  }

  /// Whether a pattern of the command line asks for this check.
  ///
  /// A pattern is a glob over the id; it also matches what lies under it, so `format` asks for all
  /// of `format/...`. `device/NAME` asks for all checks of the devices so named.
  public func matches(_ pattern: String) -> Bool {
    if pattern == "device" || pattern.hasPrefix("device/") {
      guard device.hasPrefix("x86-") || pattern != "device" else { return false }
      return Glob(String(pattern.dropFirst("device/".count))).matches(device)
        || pattern == "device"
    }
    return [pattern, pattern + "/*", pattern + "@*"].contains { Glob($0).matches(id) }
  }
}
