import Descriptors
import Devices
public import Harness

/// One check of a verification run, not yet run.
public struct PlannedCheck: Sendable {
  /// The id that patterns are matched against, and under which the verdict is recorded.
  public let id: String
  /// What the row of the table says: the operation, the format, the rule.
  public let row: Row
  /// Runs the check.
  public let run: @Sendable (CheckContext) async -> CheckResult

  /// The first columns of the table.
  ///
  /// Checks with equal rows are reported as one.
  public struct Row: Hashable, Sendable {
    /// The operation, with the source format of a cast, or the kind of law.
    public var operation: String
    /// The format that is judged, or the target.
    public var format: String
    /// The rules; what differs between the checks of a row is left out.
    public var rule: String
    /// What is judged.
    public var device: String

    /// Creates a row.
    public init(operation: String, format: String, rule: String, device: String) {
      self.operation = operation
      self.format = format
      self.rule = rule
      self.device = device
    }
  }

  /// Creates a check.
  public init(
    id: String, row: Row, run: @escaping @Sendable (CheckContext) async -> CheckResult
  ) {
    self.id = id
    self.row = row
    self.run = run
  }

  /// A device judged on an operation.
  ///
  /// - Parameter rule: what the row's rule column says; the rounding rule where it is left out.
  public init(_ check: DeviceCheck, rule: String? = nil) {
    let operation = check.operation
    let source = operation.kind == .cast ? " from \(operation.operands[0].name)" : ""
    self.init(
      id: check.id,
      row: Row(
        operation: operation.kind.rawValue + source, format: operation.result.name,
        rule: rule ?? operation.dialect.rounding.name, device: check.device.name),
      run: { await check.run($0) })
  }

  /// A law about a format.
  public init(_ property: Property, format: String, effort: CheckEffort) {
    self.init(
      id: property.id,
      row: Row(operation: "laws", format: format, rule: "all", device: "reference")
    ) { context in
      await PropertyCheck(property: property, effort: effort).run(context)
    }
  }

  /// Whether a pattern of the command line asks for this check.
  ///
  /// A pattern is a glob over the id; it also matches what lies under it, so `format` asks for all
  /// of `format/...`. `device/NAME` asks for all checks of the devices so named.
  public func matches(_ pattern: String) -> Bool {
    if pattern == "device" || pattern.hasPrefix("device/") {
      guard row.device.hasPrefix("x86-") || pattern != "device" else { return false }
      return Glob(String(pattern.dropFirst("device/".count))).matches(row.device)
        || pattern == "device"
    }
    return [pattern, pattern + "/*", pattern + "@*"].contains { Glob($0).matches(id) }
  }
}
