import Descriptors
import Harness
import Reference
import Results

/// The counting of one check's classes, and cases aimed at those that can occur.
struct CoverageCount: Sendable {
  /// The tables.
  let model: CoverageModel
  /// All cases counted, where that can be finished.
  let census: Census?
  /// Cases of which every class that can occur holds one, as far as all cases can be counted; cases
  /// aimed at the classes otherwise.
  let aimed: [Case]
  /// Cells that are empty, since all cases that could fall into them were tried.
  private let empty: Set<Int>
  private let detail: CoverageDetail

  /// `nil` where nothing is to be counted.
  init?(_ evaluator: ScalarEvaluator, _ detail: CoverageDetail) {
    guard detail != .none else { return nil }
    self.init(evaluator, detail == .full)
  }

  private struct Key: Hashable {
    var operation: Operation
    var detail: CoverageDetail
  }

  /// Several levels and devices are asked the same, one after the other.
  private static let known = SharedValues<Key, CoverageCount?>(capacity: 12)

  /// The counting of an operation, made once for all devices that are asked it; `nil` where nothing
  /// is to be counted.
  static func shared(_ evaluator: ScalarEvaluator, _ detail: CoverageDetail) -> CoverageCount? {
    if detail == .none { return nil }
    return known(Key(operation: evaluator.operation, detail: detail)) { _ in
      CoverageCount(evaluator, detail)
    }
  }

  /// The counting with every class by name.
  init(_ evaluator: ScalarEvaluator) { self.init(evaluator, true) }

  private init(_ evaluator: ScalarEvaluator, _ isFull: Bool) {
    model = CoverageModel(evaluator)
    detail = isFull ? .full : .counted
    if isFull {
      census = Census(model)
      let found = census == nil ? CellSearch(model)() : .init()
      aimed = census?.witnesses ?? found.witnesses
      empty = found.empty
    } else {
      census = Census.isCheap(evaluator.operation) ? Census(model) : nil
      aimed = census?.witnesses ?? []
      empty = []
    }
  }

  /// Whether cases are aimed at the classes of an operation.
  static func aims(at evaluator: ScalarEvaluator, _ detail: CoverageDetail) -> Bool {
    switch detail {
    case .none: false
    case .counted: Census.isCheap(evaluator.operation)
    case .full: true
    }
  }

  /// The record of cases that were counted one by one.
  ///
  /// - Parameter isEverything: whether these are all the cases there are.
  func record(_ cells: [Int: UInt64], cases: UInt64, isEverything: Bool) -> CoverageRecord {
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    for (cell, count) in cells { counts[cell] = count }
    return record(counts, cases, "each case as it was judged", isEverything: isEverything)
  }

  /// The record of the cases of which a refuted device's answers were looked at.
  func record(of cases: [Case]) -> CoverageRecord {
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    for item in cases { _ = model.classify(item) { counts[$0] += 1 } }
    return record(
      counts, UInt64(cases.count), "the answers that were looked at after the refutation")
  }

  /// How far apart codes are that are classified where each would cost more than its comparison.
  private static let stride: UInt64 = 17

  /// The record of operand codes that were swept.
  func record(swept parts: [Range<UInt64>]) -> CoverageRecord? {
    guard let census else { return detail == .full ? nil : record(someOf: parts) }
    let cases = parts.reduce(0) { $0 + UInt64($1.count) }
    var counts = census.counts
    if cases < census.cases {
      if census.runs.isEmpty {
        counts = [UInt64](repeating: 0, count: model.cellCount)
        for part in parts {
          for code in part { _ = model.classify([code], word: 0) { counts[$0] += 1 } }
        }
      } else {
        counts = census.counts(in: parts)
      }
    }
    return record(
      counts, cases, "all codes that were judged, by the reference's intervals")
  }

  private func record(someOf parts: [Range<UInt64>]) -> CoverageRecord? {
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    var cases: UInt64 = 0
    for part in parts {
      var code = (part.lowerBound + Self.stride - 1) / Self.stride * Self.stride
      while code < part.upperBound {
        _ = model.classify([code], word: 0) { counts[$0] += 1 }
        (code, cases) = (code + Self.stride, cases + 1)
      }
    }
    return record(counts, cases, "one code of \(Self.stride)")
  }

  private func record(
    _ counts: [UInt64], _ cases: UInt64, _ method: String, isEverything: Bool = false
  ) -> CoverageRecord {
    let exclusions = Exclusions(model, census: census, isCounted: isEverything)
    let reason = { (table: CoverageModel.Table, row: Int, column: Int) -> String? in
      let cell = table.cell(row, column)
      guard (census?.counts[cell] ?? 0) == 0 else { return nil }
      return exclusions.reason(table, row: row, column: column)
        ?? (empty.contains(cell) ? "no code of the other operand does: all were tried" : nil)
    }
    return CoverageRecord(
      model.tables, detail, counts: counts, cases: cases, method: method, reason: reason)
  }
}
