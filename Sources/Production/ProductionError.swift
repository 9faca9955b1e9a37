/// What the fast module refuses, with the reason in one line.
public enum ProductionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation, or one of its formats, is outside what this module computes.
  case unsupported(String)

  /// The reason as one line.
  public var description: String {
    switch self {
    case .unsupported(let reason): reason
    }
  }
}
