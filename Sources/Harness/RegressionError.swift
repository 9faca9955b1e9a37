/// A line of a regression file that cannot be used, or a file that cannot be read or written.
public struct RegressionError: Error, Hashable, Sendable {
  /// The file, or the directory.
  public var file: String
  /// The line, from 1; 0 for the file as a whole.
  public var line: Int
  /// What is wrong.
  public var problem: String
  /// What to do.
  public var remedy: String
}

extension RegressionError: CustomStringConvertible {
  /// `file:line: what; what to do`.
  public var description: String {
    "\(file)\(line > 0 ? ":\(line)" : ""): \(problem); \(remedy)"
  }
}
