import Reference
import Results

extension CoverageRecord {
  /// Why no case can fall into a cell; `nil` where that is not known.
  typealias Reason = (_ table: CoverageModel.Table, _ row: Int, _ column: Int) -> String?

  /// The record of what was counted.
  ///
  /// - Parameters:
  ///   - counts: the cases of each cell.
  ///   - cases: how many cases were counted.
  init(
    _ tables: [CoverageModel.Table], _ detail: CoverageDetail, counts: [UInt64], cases: UInt64,
    method: String, reason: Reason
  ) {
    self.init(
      cases: cases, method: method,
      tables: tables.map { table in
        detail == .full ? Table(table, counts, reason) : Table(folding: table, counts, reason)
      })
  }

  /// The record of what was counted of an operation on numbers.
  ///
  /// - Parameter census: the count over all cases, where there is one.
  init(
    _ model: CoverageModel, counts: [UInt64], cases: UInt64, method: String, census: Census?
  ) {
    let exclusions = Exclusions(model, census: census)
    self.init(model.tables, .full, counts: counts, cases: cases, method: method) {
      table, row, column in
      guard (census?.counts[table.cell(row, column)] ?? 0) == 0 else { return nil }
      return exclusions.reason(table, row: row, column: column)
    }
  }
}

extension CoverageRecord.Table {
  /// Every cell by its name.
  fileprivate init(
    _ table: CoverageModel.Table, _ counts: [UInt64], _ reason: CoverageRecord.Reason
  ) {
    self.init(name: table.name, met: [:], neverMet: [:], excluded: [])
    var reasons: [String: [String: [String]]] = [:]
    for (row, rowName) in table.rows.enumerated() {
      for (column, columnName) in table.columns.enumerated() {
        let count = counts[table.cell(row, column)]
        if count > 0 {
          met[rowName, default: [:]][columnName] = count
        } else if let reason = reason(table, row, column) {
          reasons[reason, default: [:]][rowName, default: []].append(columnName)
        } else {
          neverMet[rowName, default: []].append(columnName)
        }
      }
    }
    for (name, reason) in table.absent { reasons[reason, default: [:]][name] = [] }
    excluded = reasons.sorted { $0.key < $1.key }.map { .init(reason: $0.key, cells: $0.value) }
  }

  /// Cells as numbers, and the names of those never met: parts of a run need all of these to be joined,
  /// and whole runs keep a few (`keepFirstNames`).
  fileprivate init(
    folding table: CoverageModel.Table, _ counts: [UInt64], _ reason: CoverageRecord.Reason
  ) {
    self.init(name: table.name, met: [:], neverMet: [:], excluded: [])
    var cells = FoldedCells(cells: table.count)
    for row in table.rows.indices {
      for column in table.columns.indices {
        if counts[table.cell(row, column)] > 0 {
          cells.meet(row * table.columns.count + column)
        } else if reason(table, row, column) != nil {
          cells.excluded += 1
        } else {
          cells.neverMet += 1
          neverMet[table.rows[row], default: []].append(table.columns[column])
        }
      }
    }
    // Whole rows that a format does not have, as in the record at length.
    cells.excluded += table.absent.count
    folded = cells
  }
}
