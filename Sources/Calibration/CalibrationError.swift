/// Why something cannot be calibrated: what was given, and what would do.
public struct CalibrationError: Error, Hashable, CustomStringConvertible {
  /// The value, tensor or place, and what is wrong with it.
  public var what: String
  /// What would do.
  public var remedy: String

  /// Creates an error.
  public init(_ what: String, _ remedy: String) {
    self.what = what
    self.remedy = remedy
  }

  public var description: String { "\(what); \(remedy)" }
}
