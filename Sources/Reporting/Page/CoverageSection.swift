import Results

/// The coverage of one verdict as its template reads it: a grid for each table.
struct CoverageSection {
  struct Cell {
    var text: String
    /// `met`, `never` or `empty`.
    var kind: String
    var full: String
  }

  struct Row {
    var name: String
    var cells: [Cell]
  }

  struct Missing {
    var row: String
    var columns: String
  }

  struct Excluded {
    var reason: String
    var cells: [Missing]
  }

  struct Table {
    var name: String
    var summary: String
    /// Whether the cells have names, and not only numbers.
    var hasGrid: Bool
    var columns: [String]
    var rows: [Row]
    var hasMissing: Bool
    var missing: [Missing]
    var hasExcluded: Bool
    var excludedSummary: String
    var excluded: [Excluded]
  }

  var anchor: String
  var summary: String
  var method: String
  var tables: [Table]

  init(_ record: CoverageRecord, anchor: String) {
    self.anchor = anchor
    summary = record.summary + "."
    method =
      "\(VerdictHeadline.grouped(record.cases)) cases were classified: \(record.method)."
    tables = record.tables.map { Self.table($0) }
  }

  private static func table(_ table: CoverageRecord.Table) -> Table {
    // Columns without any case or gap would only make the grid wide.
    var columns = Set(table.met.values.flatMap(\.keys))
    columns.formUnion(table.neverMet.values.flatMap(\.self))
    let ordered = columns.sorted { column($0) < column($1) }
    let rows = Set(table.met.keys).union(table.neverMet.keys).sorted { order($0) < order($1) }
    return Table(
      name: table.name,
      summary: "\(table.metCount) met, \(table.neverMetCount) never met, "
        + "\(table.excludedCount) cannot occur",
      hasGrid: table.folded == nil,
      columns: ordered,
      rows: rows.map { row in
        Row(
          name: row,
          cells: ordered.map { column in
            if let count = table.met[row]?[column] {
              let full = "\(row), \(column): \(VerdictHeadline.grouped(count)) cases"
              return Cell(text: HumanUnits.count(count), kind: "met", full: full)
            }
            let isMissing = table.neverMet[row]?.contains(column) ?? false
            return Cell(
              text: isMissing ? "never" : "·", kind: isMissing ? "never" : "empty",
              full: isMissing ? "\(row), \(column): never met" : "cannot occur")
          })
      },
      hasMissing: !table.neverMet.isEmpty,
      missing: table.neverMet.sorted { $0.key < $1.key }.map {
        Missing(row: $0.key, columns: $0.value.joined(separator: "; "))
      },
      hasExcluded: !table.excluded.isEmpty,
      excludedSummary: "\(table.excludedCount) classes that cannot occur, and why",
      excluded: table.excluded.map { exclusion in
        Excluded(
          reason: exclusion.reason,
          cells: exclusion.cells.sorted { $0.key < $1.key }.map {
            Missing(row: $0.key, columns: $0.value.joined(separator: "; "))
          })
      })
  }

  /// Columns in the order in which the exact value rises between its neighbours, what is between
  /// none behind them; classes of codes in the order of rows.
  private static func column(_ name: String) -> String {
    let positions = ["exact", "below half", "tie, even below", "tie, even above", "above half"]
    if let place = positions.firstIndex(where: { name.hasPrefix($0) }) { return "0\(place)\(name)" }
    return "1\(order(name))"
  }

  /// Rows in the order of the values: zeros, small to large, infinities, NaNs; the sign last.
  private static func order(_ name: String) -> String {
    let classes = [
      "0", "smallest subnormal", "subnormal", "largest subnormal", "smallest normal", "smallest",
      "normal", "one", "largest but one", "largest", "inf",
    ]
    let bare = name.hasPrefix("+") || name.hasPrefix("-") ? String(name.dropFirst()) : name
    let place = classes.firstIndex(of: bare).map { 10 + $0 } ?? 50
    // Numbered classes in the order of their numbers.
    let digits = bare.prefix { $0.isNumber }
    let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + bare
    return "\(place)\(digits.isEmpty || place < 50 ? bare : padded)\(name.hasPrefix("-") ? 1 : 0)"
  }
}
