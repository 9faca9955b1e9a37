import Descriptors
import Reference

/// The operands that find mistakes, for each family of operations on many elements.
struct CasePool: Sendable {
  /// The operands of one case, from a run of random numbers.
  let codes: @Sendable (inout CaseStream) -> [UInt64]

  init(_ codes: @escaping @Sendable (inout CaseStream) -> [UInt64]) { self.codes = codes }

  /// Prepares the operands of an operation.
  init(_ evaluator: Evaluator) {
    self =
      OperationFamily.of(evaluator.operation)?.pool(evaluator)
      ?? CasePool(fields: evaluator.operands)
  }

  /// Elements with their scales: each field anything, or all of it alike.
  init(fields: [Evaluator.CodeRun]) {
    let pools = fields.map { ($0.places.count, ElementPool($0.format, of: 2 * $0.places.count)) }
    codes = { stream in pools.flatMap { count, pool in pool.codes(count, &stream) } }
  }
}
