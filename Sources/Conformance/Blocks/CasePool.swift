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

  /// Prepares the operands of an operation.
  init(_ evaluator: Evaluator) {
    let operation = evaluator.operation
    switch operation.function {
    case .mask, .prune, .pruneBelow:
      self = .blocks(BlockPool(operation, evaluator.format), count: operation.operandCount)
    case .dot(let accumulator, let length):
      self = .terms(TermPool(accumulator, evaluator.format, length: length))
    case .encodeBlock(let block, let rows, let columns, _):
      self = .values(ValuePool(block, evaluator.format, rows: rows, columns: columns))
    case .decodeBlock: self = .scaled(ScaledPool(evaluator.operands))
    }
  }

  /// The operands of one case.
  func codes(_ stream: inout CaseStream) -> [UInt64] {
    switch self {
    case .blocks(let pool, let count): pool.codes(count, &stream)
    case .terms(let pool): pool.codes(&stream)
    case .values(let pool): pool.codes(&stream)
    case .scaled(let pool): pool.codes(&stream)
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
