import Results

/// A table of an experiment, ready for HTML and Markdown.
struct TableModel {
  struct Cell {
    var text: String
    /// The value in full, for whoever points at it; `nil` where the text is all.
    var full: String?
  }

  struct Row {
    /// The names of the row.
    var heads: [String]
    var cells: [Cell]
  }

  var caption: String
  /// Headings of the columns that name the row.
  var names: [String]
  /// Headings of the columns with numbers.
  var columns: [String]
  var rows: [Row]
  var isEmpty: Bool { rows.isEmpty }

  /// The table as a sheet describes it.
  ///
  /// Rows come in the order in which their series first appear. A cell with several measurements,
  /// which differ in a series that the table does not name, shows them all.
  init(_ table: TableDescription, of results: ExperimentResults) {
    caption = table.title
    names = table.rows
    switch table.columns {
    case .quantities(let quantities):
      columns = quantities.map(\.heading)
      rows = Self.rows(
        table.rows, count: quantities.count,
        entries: results.measurements.filter { $0.x == nil }.flatMap { measurement in
          quantities.indices.filter {
            quantities[$0].quantity == measurement.quantity
              && quantities[$0].statistic == measurement.statistic
          }.map { ($0, measurement) }
        })
    case .abscissas(let quantity):
      let all = results.measurements(of: quantity.quantity, quantity.statistic)
      let places = Set(all.compactMap(\.x)).sorted()
      columns = places.map { PlainNumber.text($0) }
      if !quantity.heading.isEmpty { caption += " Columns: \(quantity.heading)." }
      rows = Self.rows(
        table.rows, count: places.count,
        entries: all.compactMap { measurement in
          measurement.x.flatMap { places.firstIndex(of: $0) }.map { ($0, measurement) }
        })
    }
  }

  /// The numbers of a figure: a row for each series and small multiple, a column for each place.
  init(_ chart: FigureChart) {
    let figure = chart.figure
    var seen: Set<String> = []
    let series = [figure.facet, figure.colour].compactMap { $0 }
      .filter { $0 != figure.horizontal.series && seen.insert($0).inserted }
    caption = "\(figure.title) \(figure.vertical.title), by \(figure.horizontal.title)."
    names = series
    let places = Set(chart.drawn.compactMap(\.x)).sorted()
    let axis = figure.horizontal.series
    columns = axis == nil ? places.map { PlainNumber.text($0) } : chart.categories
    rows = Self.rows(
      series, count: columns.count,
      entries: chart.drawn.compactMap { measurement in
        let column =
          axis.map { axis in
            measurement.series[axis].flatMap { chart.categories.firstIndex(of: $0) }
          } ?? measurement.x.flatMap { places.firstIndex(of: $0) }
        return column.map { ($0, measurement) }
      })
  }

  private static func rows(
    _ series: [String], count: Int, entries: [(column: Int, measurement: Measurement)]
  ) -> [Row] {
    var order: [[String]] = []
    var cells: [[String]: [[Measurement]]] = [:]
    for (column, measurement) in entries {
      let heads = series.map { measurement.series[$0] ?? "" }
      if cells[heads] == nil { order.append(heads) }
      cells[heads, default: Array(repeating: [], count: count)][column].append(measurement)
    }
    return order.map { heads in
      Row(heads: heads, cells: (cells[heads] ?? []).map { cell($0) })
    }
  }

  private static func cell(_ measurements: [Measurement]) -> Cell {
    let short = measurements.map { PlainNumber.text($0.value) }.joined(separator: "; ")
    let full = measurements.map { $0.exact ?? "\($0.value)" }.joined(separator: "; ")
    return Cell(text: short.isEmpty ? "–" : short, full: full == short || full.isEmpty ? nil : full)
  }

  /// The table in Markdown.
  var markdown: String {
    MarkdownTable(
      columns: names.map { .init($0) } + columns.map { .init($0, isNumeric: true) },
      rows: rows.map { $0.heads + $0.cells.map(\.text) }
    ).text
  }
}
