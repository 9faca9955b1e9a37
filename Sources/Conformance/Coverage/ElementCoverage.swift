import Descriptors
import ExactArithmetic
import Reference
import Results

/// The tables of classes in which the cases of block formats and of sums of products are counted.
///
/// | operation | tables |
/// |---|---|
/// | blocks | class of the scale x class of the element; place of the largest magnitude x whether the edge cuts the block off; class of the scale x the same |
/// | encoding | what the block holds x the same; how the largest magnitude lies to a step of the scale x which scale; class of the element x rounding |
/// | sums | what happened in the sum x class of the result; cancellation x class of the result |
///
/// Of a sample one of `every` cases is classified, since that costs more than the case itself, and
/// every case that was aimed.
/// It is shared, as a copy for every case would cost more than the case.
final class ElementCoverage: Sendable {
  /// One case of so many is classified.
  static let every = 4
  /// Stands for a cell, and counts the cases that were classified.
  static let classified = -1

  /// The tables.
  let tables: [CoverageModel.Table]
  /// The number of cells of all tables.
  let cellCount: Int
  private let kind: Kind

  private enum Kind: Sendable {
    case blocks(BlockTables)
    case sum(SumTables)
  }

  /// `nil` for operations without such tables.
  init?(_ operation: Operation) {
    var tables: [CoverageModel.Table]
    switch operation.function {
    case .encodeBlock, .decodeBlock:
      guard let blocks = BlockTables(operation) else { return nil }
      kind = .blocks(blocks)
      tables = blocks.tables
    case .dot:
      guard let sum = SumTables(operation) else { return nil }
      kind = .sum(sum)
      tables = sum.tables
    default: return nil
    }
    var first = 0
    for index in tables.indices {
      tables[index].first = first
      first += tables[index].count
    }
    self.tables = tables
    cellCount = first
  }

  /// Calls back for each cell that a case falls into; blocks of one case may share some.
  func classify(_ item: Case, _ expected: Answer, _ body: (Int) -> Void) {
    let tables = tables
    switch kind {
    case .blocks(let blocks):
      blocks.classify(item, expected) { body(tables[$0].cell($1, $2)) }
    case .sum(let sum): sum.classify(item, expected) { body(tables[$0].cell($1, $2)) }
    }
  }

  /// The record of what was counted.
  func record(_ cells: [Int: UInt64], _ detail: CoverageDetail) -> CoverageRecord {
    var counts = [UInt64](repeating: 0, count: cellCount)
    for (cell, count) in cells where cell >= 0 { counts[cell] = count }
    let cases = cells[Self.classified] ?? 0
    let method = "one of \(Self.every) cases and all that were aimed, block by block"
    let kind = kind
    let reason = { (table: CoverageModel.Table, row: Int, column: Int) -> String? in
      switch kind {
      case .blocks(let blocks): blocks.reason(table, row, column)
      case .sum(let sum): sum.reason(table, row, column)
      }
    }
    return CoverageRecord(
      tables, detail, counts: counts, cases: cases, method: method, reason: reason)
  }
}

/// The classes of sums of products.
private struct SumTables: Sendable {
  let tables: [CoverageModel.Table]
  private let evaluator: DotEvaluator
  private let results: CodeClasses

  private static let cancelled = [
    "nothing cancelled", "one bit cancelled", "several bits cancelled", "all cancelled",
    "no finite sum",
  ]

  init?(_ operation: Operation) {
    guard let evaluator = try? DotEvaluator(operation) else { return nil }
    self.evaluator = evaluator
    results = CodeClasses.of(evaluator.result)
    let events = DotTrace.Event.allCases.map(\.rawValue)
    tables = [
      .init(
        name: "event x result", rows: events, columns: results.names, absent: results.absent),
      .init(name: "cancellation x result", rows: Self.cancelled, columns: results.names),
    ]
  }

  func classify(
    _ item: Case, _ expected: Answer,
    _ body: (_ table: Int, _ row: Int, _ column: Int) -> Void
  ) {
    let trace = evaluator.trace(item.codes, words: item.words)
    let result = results.index(of: trace.result)
    let happened = Set(trace.steps.flatMap(\.events)).union(trace.products.flatMap(\.events))
    for (row, event) in DotTrace.Event.allCases.enumerated() where happened.contains(event) {
      body(0, row, result)
    }
    body(1, Self.cancellation(trace), result)
  }

  /// How far the exact sum lies below the largest product.
  private static func cancellation(_ trace: DotTrace) -> Int {
    let products = trace.products.compactMap { $0.exact.number?.magnitude }
    guard products.count == trace.products.count, let sum = trace.exactSum.number else { return 4 }
    guard let largest = products.max(), !largest.isZero else { return 0 }
    if sum.isZero { return 3 }
    let lost = largest.floorLog2 - sum.magnitude.floorLog2
    return lost <= 0 ? 0 : lost == 1 ? 1 : 2
  }

  func reason(_ table: CoverageModel.Table, _ row: Int, _: Int) -> String? {
    let isCancelled = table.rows == Self.cancelled && (1...3).contains(row)
    return isCancelled && evaluator.length < 2 ? "one product cancels nothing" : nil
  }
}
