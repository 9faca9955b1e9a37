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
  public let mistake: @Sendable (Operation) -> (any Mistake)?

  /// Creates a fault of functions of a few numbers.
  public init(
    _ id: String, _ title: String, threads: [String] = [],
    mistake: @escaping @Sendable (Operation) -> Misoperation?
  ) {
    (self.id, self.title, self.threads) = (id, title, threads)
    self.mistake = { $0.kind == nil ? nil : mistake($0) }
  }

  private init(
    elements id: String, _ title: String, _ threads: [String],
    _ mistake: @escaping @Sendable (Operation) -> ElementMisoperation?
  ) {
    (self.id, self.title, self.threads) = (id, title, threads)
    self.mistake = { $0.kind == nil ? mistake($0) : nil }
  }

  /// A fault of operations on many elements.
  public static func elements(
    _ id: String, _ title: String, threads: [String] = [],
    mistake: @escaping @Sendable (Operation) -> ElementMisoperation?
  ) -> Fault {
    Fault(elements: id, title, threads, mistake)
  }

  /// Every planted fault, in the order of reports.
  public static let all = ofNumbers + ofElements

  /// The faults of functions of a few numbers.
  public static let ofNumbers: [Fault] =
    rounding + subnormals + layouts + specials + overflow + stochastic + arithmetic + selection
    + batches + corpus

  /// The faults of operations on many elements.
  public static let ofElements: [Fault] =
    published + estimators + draws + masks + tiles + accumulators + blockFormats + streams
    + compression + elementCorpus

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

  /// A fault that only swaps the function for another one.
  static func elements(
    _ id: String, _ title: String, threads: [String] = [],
    replacing edit: @escaping @Sendable (Operation) -> Operation.Function?
  ) -> Fault {
    elements(id, title, threads: threads) { operation in
      guard let function = edit(operation) else { return nil }
      return ElementMisoperation(operation.changing { $0.function = function })
    }
  }
}

/// What a faulty device computes instead of an operation.
public protocol Mistake: Sendable {
  /// Whether a healthy device computes what the mistake needs.
  func support(for operation: Operation, on healthy: any Device) -> DeviceSupport
  /// Makes the mistake ready.
  ///
  /// - Throws: `DeviceError.unsupported` where the healthy device computes less than is needed.
  func prepare(_ operation: Operation, on healthy: any Device) throws(DeviceError) -> any Unit
}

extension Operation {
  /// The pruning rule; `nil` for other operations.
  var pruning: BlockPruning? {
    if case .prune(let pruning) = function { pruning } else { nil }
  }

  /// The mask rule; `nil` for other operations.
  var maskRule: MaskRule? {
    if case .mask(let rule, _, _, _) = function { rule } else { nil }
  }

  /// The mask operation with another rule, of the same matrix.
  func mask(_ rule: MaskRule) -> Function? {
    guard case .mask(_, let rows, let columns, let ragged) = function else { return nil }
    return .mask(rule, rows: rows, columns: columns, ragged: ragged)
  }
}
