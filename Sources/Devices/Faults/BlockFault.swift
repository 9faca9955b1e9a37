public import Descriptors

/// A mistake with blocks that real systems shipped, to be planted in a healthy device.
public struct BlockFault: Sendable {
  /// The name, such as `ties-last`.
  public let id: String
  /// What goes wrong, in one line.
  public let title: String
  /// The public threads in which the mistake was reported, as `repository#number`; empty where it
  /// is known from practice only.
  public let threads: [String]
  /// What is computed instead of an operation; `nil` where the mistake cannot be made.
  ///
  /// An answer does not promise that any result differs.
  public let mistake: @Sendable (Operation) -> BlockMisoperation?

  /// Creates a fault.
  public init(
    _ id: String, _ title: String, threads: [String] = [],
    mistake: @escaping @Sendable (Operation) -> BlockMisoperation?
  ) {
    self.id = id
    self.title = title
    self.threads = threads
    self.mistake = mistake
  }

  /// Every planted fault, in the order of reports.
  public static let all: [BlockFault] =
    published + estimators + draws + masks + tiles + accumulators + blockFormats + streams + corpus

  /// A fault that only swaps the operation for another one.
  init(
    _ id: String, _ title: String, threads: [String] = [],
    replacing edit: @escaping @Sendable (Operation) -> Operation.Function?
  ) {
    self.init(id, title, threads: threads) { operation in
      guard let function = edit(operation) else { return nil }
      return BlockMisoperation(operation.changing { $0.function = function })
    }
  }
}

extension Operation {
  /// The operation with changes.
  func changing(_ change: (inout Operation) -> Void) -> Operation {
    var changed = self
    change(&changed)
    return changed
  }

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
