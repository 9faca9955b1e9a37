import CKernels
public import Descriptors

/// An operation made ready to run over streams of codes.
///
/// Preparing derives what the formats and the dialect ask for once; running is then a plain
/// loop. Results do not depend on the level, the count or how a stream is split.
public struct PreparedOperation: Sendable {
  /// The operation.
  public let operation: Operation
  /// The instruction set that its kernels use.
  public private(set) var level: InstructionLevel
  private let path: ExactPath
  private let strategy: Strategy

  /// How the results are computed.
  private enum Strategy: Sendable {
    case exact
    case table(LookupTable)
    case kernel(CastKernel)
    case steps(StepTable)
  }

  /// Prepares an operation.
  ///
  /// - Throws: `ProductionError.unsupported` where a format is outside what this module computes.
  /// - Precondition: the machine can run `level`.
  public init(
    _ operation: Operation, level: InstructionLevel = .best
  ) throws(ProductionError) {
    try self.init(operation, level: level, exactOnly: false)
  }

  /// Prepares an operation, on request without tables and kernels.
  ///
  /// - Parameter exactOnly: computes every element by the exact integer path; slow, for
  ///   comparing the other paths with it.
  public init(
    _ operation: Operation, level: InstructionLevel = .best, exactOnly: Bool
  ) throws(ProductionError) {
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    self.operation = operation
    self.level = level
    path = try ExactPath(operation)
    strategy = exactOnly ? .exact : Self.strategy(for: operation, path)
  }

  /// Checks that an operation can be prepared, without making its tables.
  ///
  /// - Throws: what preparing it would throw.
  public static func requireSupport(for operation: Operation) throws(ProductionError) {
    _ = try ExactPath(operation)
  }

  /// The same at another instruction-set level: the tables do not depend on it.
  ///
  /// - Precondition: the machine can run `level`.
  public func at(_ level: InstructionLevel) -> PreparedOperation {
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    var copy = self
    copy.level = level
    return copy
  }

  /// The fastest way that covers the operation.
  private static func strategy(for operation: Operation, _ path: ExactPath) -> Strategy {
    let bytes = path.operands.allSatisfy { $0.bits <= 8 }
    if bytes, !operation.takesRandomWord, let table = LookupTable(path) { return .table(table) }
    if let kernel = CastKernel(path, operation) { return .kernel(kernel) }
    if !operation.takesRandomWord, let table = LookupTable(path) { return .table(table) }
    if let steps = StepTable(path, operation) { return .steps(steps) }
    return .exact
  }

  /// Computes `count` results.
  ///
  /// - Parameters:
  ///   - operands: one column of codes per operand, each code `streamBytes` of its format,
  ///     little-endian, of any alignment. Bits above a format's width are ignored.
  ///   - words: the random words; `none` only where the rounding rule takes none.
  ///   - results: receives `count` codes; it must not overlap an operand.
  ///   - count: the number of elements.
  /// - Precondition: every buffer holds at least `count` elements.
  public func run(
    operands: [UnsafeRawBufferPointer], words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, count: Int
  ) {
    precondition(
      operands.count == path.operands.count, "one column of codes per operand is needed")
    for (column, coding) in zip(operands, path.operands) {
      precondition(column.count >= count * coding.streamBytes, "an operand column is too short")
    }
    precondition(
      results.count >= count * path.target.coding.streamBytes, "the result buffer is too short")
    if operation.takesRandomWord {
      switch words {
      case .none: preconditionFailure("stochastic rounding needs random words")
      case .given(let given): precondition(given.count >= count, "too few random words")
      case .philox: break
      }
    }
    guard count > 0, let output = results.baseAddress else { return }
    let streams = zip(operands, path.operands).compactMap { column, coding in
      column.baseAddress.map { CodeStream(base: $0, bytes: coding.streamBytes) }
    }
    switch strategy {
    case .exact: path.run(operands: streams, words: words, results: output, count: count)
    case .table(let table): table.run(operands: streams, results: output, count: count, level)
    case .steps(let steps): steps.run(streams[0].base, results: output, count: count, level)
    case .kernel(let kernel):
      kernel.run(streams[0].base, words: words, results: output, count: count, level: level)
    }
  }
}
