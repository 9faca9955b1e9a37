import Descriptors
import Reference

/// The operands that find mistakes, for each family of operations on blocks.
enum CasePool: Sendable {
  /// Elements that are chosen among and weighed.
  case blocks(BlockPool, count: Int)
  /// Terms that are summed.
  case terms(TermPool)
  /// Values that are scaled.
  case values(ValuePool)
  /// Elements with their scales.
  case scaled(ScaledPool)

  /// Whatever a family makes of a run of random numbers.
  case drawn(@Sendable (inout CaseStream) -> [UInt64])

  /// Prepares the operands of an operation.
  init(_ evaluator: Evaluator) {
    self =
      OperationFamily.of(evaluator.operation)?.pool(evaluator)
      ?? .scaled(ScaledPool(evaluator.operands))
  }

  /// The operands of one case.
  func codes(_ stream: inout CaseStream) -> [UInt64] {
    switch self {
    case .blocks(let pool, let count): pool.codes(count, &stream)
    case .terms(let pool): pool.codes(&stream)
    case .values(let pool): pool.codes(&stream)
    case .scaled(let pool): pool.codes(&stream)
    case .drawn(let make): make(&stream)
    }
  }
}

extension BlockPool {
  /// The blocks of a format whose elements are neither ranked nor drawn.
  init(_ format: NumberFormat, block: Int) {
    self.init(
      Operation(
        .dot(
          Accumulator(name: "", sum: .exact, result: format.descriptor), length: max(1, block / 2)),
        format: format.descriptor), format)
  }
}

/// Elements with their scales: each field anything, or all of it alike.
struct ScaledPool: Sendable {
  private let runs: [(pool: BlockPool, count: Int)]

  init(_ operands: [Evaluator.CodeRun]) {
    runs = operands.map { (BlockPool($0.format, block: 2 * $0.places.count), $0.places.count) }
  }

  /// The operands of one case.
  func codes(_ stream: inout CaseStream) -> [UInt64] {
    runs.flatMap { $0.pool.codes($0.count, &stream) }
  }
}
