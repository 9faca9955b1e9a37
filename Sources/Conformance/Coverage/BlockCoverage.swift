import Descriptors
import ExactArithmetic
import Reference
import Reporting

/// The tables of classes in which the cases of block formats and of sums of products are counted.
///
/// | operation | tables |
/// |---|---|
/// | blocks | class of the scale x class of the element; place of the largest magnitude x whether the edge cuts the block off; class of the scale x the same |
/// | sums | what happened in the sum x class of the result; cancellation x class of the result |
///
/// One of `every` cases is classified, since that costs more than the case itself.
struct BlockCoverage: Sendable {
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
  init?(_ operation: BlockOperation) {
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
    case .mask, .prune, .pruneBelow: return nil
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
  func classify(_ item: BlockCase, _ expected: BlockAnswer, _ body: (Int) -> Void) {
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
    let method = "one of \(Self.every) cases, and each of its blocks"
    let reason = { (table: CoverageModel.Table, row: Int, column: Int) -> String? in
      switch kind {
      case .blocks(let blocks): blocks.reason(table, row, column)
      case .sum(let sum): sum.reason(table, row, column)
      }
    }
    return detail == .full
      ? CoverageRecord(
        tables: tables, counts: counts, cases: cases, method: method, reason: reason)
      : CoverageRecord(
        folding: tables, counts: counts, cases: cases, method: method, reason: reason)
  }
}

/// The classes of blocks.
private struct BlockTables: Sendable {
  let tables: [CoverageModel.Table]
  private let format: BlockFormat
  private let rows, columns: Int
  private let isEncoding: Bool
  private let operand, element: NumberFormat
  private let scales, elements: CodeClasses
  private let hasCut: Bool

  private static let places = ["none but 0", "first", "inside", "last", "several"]
  private static let edges = ["whole block", "cut off by the edge"]

  init?(_ operation: BlockOperation) {
    switch operation.function {
    case .encodeBlock(let format, let rows, let columns, _):
      (self.format, self.rows, self.columns, isEncoding) = (format, rows, columns, true)
    case .decodeBlock(let format, let rows, let columns, _):
      (self.format, self.rows, self.columns, isEncoding) = (format, rows, columns, false)
    case .mask, .prune, .pruneBelow, .dot: return nil
    }
    operand = NumberFormat(operation.format)
    element = NumberFormat(format.element)
    elements = CodeClasses.of(element)
    scales = CodeClasses.of(NumberFormat(format.scale))
    hasCut =
      !rows.isMultiple(of: format.shape.rows) || !columns.isMultiple(of: format.shape.columns)
    tables = [
      .init(
        name: "scale x element", rows: scales.names, columns: elements.names, absent: scales.absent),
      .init(name: "largest x block", rows: Self.places, columns: Self.edges),
      .init(name: "scale x block", rows: scales.names, columns: Self.edges),
    ]
  }

  func classify(
    _ item: BlockCase, _ expected: BlockAnswer,
    _ body: (_ table: Int, _ row: Int, _ column: Int) -> Void
  ) {
    let encoded = isEncoding ? expected.results : item.codes
    let across = (columns + format.shape.columns - 1) / format.shape.columns
    let blocks = format.blockCount(rows: rows, columns: columns)
    let firstScale = rows * columns + (format.hasZeroPoints ? blocks : 0)
    for block in 0..<blocks {
      let top = block / across * format.shape.rows
      let left = block % across * format.shape.columns
      let bottom = min(top + format.shape.rows, rows)
      let right = min(left + format.shape.columns, columns)
      let isCut =
        bottom - top < format.shape.rows || right - left < format.shape.columns
      let edge = isCut ? 1 : 0
      let scale = scales.index(of: encoded[firstScale + block])
      body(2, scale, edge)
      var magnitudes: [Rational] = []
      for row in top..<bottom {
        for column in left..<right {
          let place = row * columns + column
          body(0, scale, elements.index(of: encoded[place]))
          let datum =
            isEncoding ? operand.decode(item.codes[place]) : element.decode(encoded[place])
          magnitudes.append(datum.number?.magnitude ?? .zero)
        }
      }
      body(1, Self.place(magnitudes), edge)
    }
  }

  /// Where the largest magnitude is.
  private static func place(_ magnitudes: [Rational]) -> Int {
    guard let largest = magnitudes.max(), !largest.isZero else { return 0 }
    let places = magnitudes.indices.filter { magnitudes[$0] == largest }
    if places.count > 1 { return 4 }
    return places[0] == 0 ? 1 : places[0] == magnitudes.count - 1 ? 3 : 2
  }

  func reason(_ table: CoverageModel.Table, _ row: Int, _ column: Int) -> String? {
    let name = table.rows[row]
    if table.columns == Self.edges, column == 1, !hasCut { return "no block is cut off" }
    if name.hasPrefix("-"), isEncoding, table.rows == scales.names { return "a scale has no sign" }
    if table.rows == Self.places, format.shape.rows * format.shape.columns == 1,
      name != "first", name != "none but 0"
    {
      return "a block has one element"
    }
    return nil
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

  init?(_ operation: BlockOperation) {
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
    _ item: BlockCase, _ expected: BlockAnswer,
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
