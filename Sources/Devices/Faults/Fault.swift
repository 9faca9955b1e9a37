public import Descriptors

/// A mistake that real systems shipped, to be planted in a healthy device.
public struct Fault: Sendable {
  /// The name, such as `ties-away`.
  public let id: String
  /// What goes wrong, in one line.
  public let title: String
  /// The public threads in which the mistake was reported, as `repository#number`; empty where it
  /// is known from practice only.
  public let threads: [String]
  /// What is computed instead of an operation; `nil` where the mistake cannot be made.
  ///
  /// An answer does not promise that any result differs.
  public let mistake: @Sendable (Operation) -> Misoperation?

  /// Creates a fault.
  public init(
    _ id: String, _ title: String, threads: [String] = [],
    mistake: @escaping @Sendable (Operation) -> Misoperation?
  ) {
    self.id = id
    self.title = title
    self.threads = threads
    self.mistake = mistake
  }

  /// Every planted fault, in the order of reports.
  public static let all: [Fault] =
    rounding + subnormals + layouts + specials + overflow + stochastic + arithmetic + selection
    + batches + corpus

  /// A fault that only swaps the operation for another one.
  init(
    _ id: String, _ title: String, threads: [String] = [],
    replacing edit: @escaping @Sendable (inout Operation) -> Bool
  ) {
    self.init(id, title, threads: threads) { operation in
      var wrong = operation
      return edit(&wrong) ? Misoperation(wrong) : nil
    }
  }
}
