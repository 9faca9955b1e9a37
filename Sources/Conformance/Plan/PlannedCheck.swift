import Descriptors
import Devices
public import Harness
public import Specs

/// One check of a verification run, not yet run, and where its verdict goes.
public struct PlannedCheck: Sendable {
  /// What is judged.
  public let check: any Check
  /// The check's id as text, which patterns are matched against, and under which the verdict is recorded.
  public let id: String
  /// What the check's own row of a table says.
  public let row: Row
  /// The row of a shorter table, which the check shares with its like.
  public let group: Row
  /// What the check is going to do.
  public let cost: CheckCost
  /// What demands that the device computes the operation; `nil` where it may be skipped.
  private let demanding: String?

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

  /// Plans a check.
  ///
  /// - Parameters:
  ///   - group: the row of a shorter table; `nil` for the check's own.
  ///   - demanding: what leaves the verdict open where the device does not compute the operation.
  public init(_ check: any Check, group: Row? = nil, demandedBy demanding: String? = nil) {
    (self.check, self.demanding) = (check, demanding)
    (id, row, cost) = (check.id.description, check.row, check.cost)
    self.group = group ?? row
  }

  /// Plans a law that is a function of choices.
  ///
  /// - Throws: `SpecError` where it belongs to no family of the registry.
  public init(_ law: Property, effort: CheckEffort) throws(SpecError) {
    let check = try PropertyCheck(law, effort: effort)
    self.init(check, group: Row("law", check.row.format, "all"))
  }

  /// Who is judged.
  public var device: String { check.judged }

  /// Runs the check.
  public func run(_ context: CheckContext) async -> CheckResult {
    var result = await check.run(context)
    if let demanding, case .skipped(let reason) = result.verdict {
      result.verdict = .undecided(
        reason: "\(demanding) requires it, and \(device) does not compute it: \(reason)")
    }
    return result
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
