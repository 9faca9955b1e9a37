/// What came of one planted fault in one operation.
public struct FaultCell: Codable, Hashable, Sendable {
  /// `fault/` and the fault's name, then the operation's name.
  public var id: String
  /// The fault's name.
  public var fault: String
  /// The narrow format that the operation is about.
  public var format: String
  /// The operation's name.
  public var operation: String
  /// What came of it.
  public var outcome: Outcome
  /// The law that the faulty device broke, where it was caught.
  public var law: String?
  /// The smallest case that was found, where it was caught; for a missed fault, a case in which the
  /// faulty device differs from the healthy one.
  public var example: String?
  /// What the law demands there.
  public var expected: String?
  /// What the faulty device gave.
  public var got: String?
  /// Why nothing was decided.
  public var reason: String?

  /// What came of a fault.
  public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
    /// The faulty device is refuted where the healthy one is right.
    case caught
    /// No case of a broad set tells the faulty device from the healthy one.
    case noEffect = "no effect"
    /// The faulty device differs from the healthy one, and the check did not notice.
    case missed = "MISSED"
    /// A device failed, time ran out, or the healthy device is refuted too.
    case undecided
  }

  init(fault: String, format: String, operation: String, outcome: Outcome) {
    id = "fault/\(fault)/\(operation)"
    self.fault = fault
    self.format = format
    self.operation = operation
    self.outcome = outcome
  }
}
