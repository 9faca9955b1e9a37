import Reference
import Reporting

extension CoverageRecord {
  /// The record of what was counted.
  ///
  /// - Parameters:
  ///   - counts: the cases of each cell.
  ///   - cases: how many cases were counted.
  ///   - reason: why no case can fall into a cell; `nil` where that is not known.
  init(
    tables: [CoverageModel.Table], counts: [UInt64], cases: UInt64, method: String,
    reason: (_ table: CoverageModel.Table, _ row: Int, _ column: Int) -> String?
  ) {
    self.init(
      cases: cases, method: method,
      tables: tables.map { table in
        var record = Table(name: table.name, met: [:], neverMet: [:], excluded: [])
        var reasons: [String: [String: [String]]] = [:]
        for (row, rowName) in table.rows.enumerated() {
          for (column, columnName) in table.columns.enumerated() {
            let count = counts[table.cell(row, column)]
            if count > 0 {
              record.met[rowName, default: [:]][columnName] = count
            } else if let reason = reason(table, row, column) {
              reasons[reason, default: [:]][rowName, default: []].append(columnName)
            } else {
              record.neverMet[rowName, default: []].append(columnName)
            }
          }
        }
        for (name, reason) in table.absent { reasons[reason, default: [:]][name] = [] }
        record.excluded = reasons.sorted { $0.key < $1.key }.map {
          Exclusion(reason: $0.key, cells: $0.value)
        }
        return record
      })
  }

  /// The record of what was counted of an operation on numbers.
  ///
  /// - Parameter census: the count over all cases, where there is one.
  init(
    _ model: CoverageModel, counts: [UInt64], cases: UInt64, method: String, census: Census?
  ) {
    let exclusions = Exclusions(model, census: census)
    self.init(tables: model.tables, counts: counts, cases: cases, method: method) {
      table, row, column in
      guard (census?.counts[table.cell(row, column)] ?? 0) == 0 else { return nil }
      return exclusions.reason(table, row: row, column: column)
    }
  }
}

/// The counting of one check's classes, and cases aimed at those that can occur.
struct CoverageCount: Sendable {
  /// The tables.
  let model: CoverageModel
  /// All cases counted, where that can be finished.
  let census: Census?

  init(_ evaluator: Evaluator) {
    model = CoverageModel(evaluator)
    census = Census(model)
    aimed = census?.witnesses ?? CellSearch(model).witnesses()
  }

  /// Cases of which every class that can occur holds one, as far as all cases can be counted;
  /// cases aimed at the classes otherwise.
  let aimed: [DeviceAnswer]

  /// The record of cases that were counted one by one.
  func record(_ cells: [Int: UInt64], cases: UInt64) -> CoverageRecord {
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    for (cell, count) in cells { counts[cell] = count }
    return CoverageRecord(
      model, counts: counts, cases: cases, method: "each case as it was judged", census: census)
  }

  /// The record of a refuted device's answers.
  func record(of answers: [DeviceAnswer]) -> CoverageRecord {
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    for answer in answers {
      _ = model.classify(answer.codes, word: answer.word) { counts[$0] += 1 }
    }
    return CoverageRecord(
      model, counts: counts, cases: UInt64(answers.count),
      method: "the answers that were looked at after the refutation", census: census)
  }

  /// The record of operand codes that were swept.
  func record(swept parts: [Range<UInt64>]) -> CoverageRecord? {
    guard let census else { return nil }
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
    return CoverageRecord(
      model, counts: counts, cases: cases,
      method: "all codes that were judged, by the reference's intervals", census: census)
  }
}
