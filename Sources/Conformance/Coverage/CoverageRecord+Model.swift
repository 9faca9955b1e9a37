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

  /// The record of what was counted, of which numbers are kept and the classes never met: parts of a run
  /// need all of these to be joined, and whole runs keep a few (`keepFirstNames`).
  init(
    folding tables: [CoverageModel.Table], counts: [UInt64], cases: UInt64, method: String,
    reason: (_ table: CoverageModel.Table, _ row: Int, _ column: Int) -> String?
  ) {
    self.init(
      cases: cases, method: method,
      tables: tables.map { table in
        var record = Table(name: table.name, met: [:], neverMet: [:], excluded: [])
        var folded = FoldedCells(cells: table.count)
        for row in table.rows.indices {
          for column in table.columns.indices {
            if counts[table.cell(row, column)] > 0 {
              folded.meet(row * table.columns.count + column)
            } else if reason(table, row, column) != nil {
              folded.excluded += 1
            } else {
              folded.neverMet += 1
              record.neverMet[table.rows[row], default: []].append(table.columns[column])
            }
          }
        }
        // Whole rows that a format does not have, as in the record at length.
        folded.excluded += table.absent.count
        record.folded = folded
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
