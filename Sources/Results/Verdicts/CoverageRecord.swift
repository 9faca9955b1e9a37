/// Which classes of operands, results and roundings a check has met, in tables of two classes each.
public struct CoverageRecord: Codable, Hashable, Sendable {
  /// How many cases were classified.
  public var cases: UInt64
  /// How they were counted, in words.
  public var method: String
  /// The tables.
  public var tables: [Table]

  /// The cross of two classifications.
  public struct Table: Codable, Hashable, Sendable {
    /// The two, as `operand x rounding`.
    public var name: String
    /// How many cases each cell has: by row, then by column; cells without are left out.
    public var met: [String: [String: UInt64]]
    /// The cells that can occur, or are not known not to, and did not: columns by row.
    public var neverMet: [String: [String]]
    /// The cells that cannot occur.
    public var excluded: [Exclusion]
    /// The cells as numbers, where there are too many records for names: then only a few of
    /// `neverMet` have some.
    public var folded: FoldedCells?

    /// Creates a table.
    public init(
      name: String, met: [String: [String: UInt64]], neverMet: [String: [String]],
      excluded: [Exclusion]
    ) {
      self.name = name
      self.met = met
      self.neverMet = neverMet
      self.excluded = excluded
    }

    /// How many cells were met.
    public var metCount: Int { folded?.met ?? met.values.reduce(0) { $0 + $1.count } }
    /// How many cells can occur and did not.
    public var neverMetCount: Int {
      folded?.neverMet ?? neverMet.values.reduce(0) { $0 + $1.count }
    }
    /// How many cells cannot occur.
    public var excludedCount: Int {
      folded?.excluded ?? excluded.reduce(0) { $0 + $1.count }
    }
  }

  /// Cells that cannot occur, and why.
  public struct Exclusion: Codable, Hashable, Sendable {
    /// Why not.
    public var reason: String
    /// The cells, columns by row; a row with no columns is left out as a whole.
    public var cells: [String: [String]]

    /// Creates an exclusion.
    public init(reason: String, cells: [String: [String]]) {
      self.reason = reason
      self.cells = cells
    }

    /// How many cells it holds; a whole row is one.
    public var count: Int { cells.values.reduce(0) { $0 + max(1, $1.count) } }
  }

  /// Creates a record.
  public init(cases: UInt64, method: String, tables: [Table]) {
    self.cases = cases
    self.method = method
    self.tables = tables
  }

  /// How many cells of all tables were met, never met, and cannot occur.
  public var totals: (met: Int, neverMet: Int, excluded: Int) {
    (
      tables.reduce(0) { $0 + $1.metCount }, tables.reduce(0) { $0 + $1.neverMetCount },
      tables.reduce(0) { $0 + $1.excludedCount }
    )
  }

  /// One line: how many cells were met, never met, and cannot occur.
  public var summary: String {
    let (met, neverMet, excluded) = totals
    let missing = neverMet == 0 ? "none never met" : "\(neverMet) never met"
    return "\(met) classes met, \(missing), \(excluded) cannot occur"
  }

  /// Whether numbers stand for most of the names.
  public var isFolded: Bool { tables.contains { $0.folded != nil } }

  /// The cells never met, a line for each row of a table; of a folded record the first ones.
  public var neverMetLines: [String] {
    tables.flatMap { table in
      table.neverMet.sorted { $0.key < $1.key }.map { row, columns in
        "\(table.name): \(row): \(columns.joined(separator: "; "))"
      }
    }
  }

  /// What parts of one run have met together.
  ///
  /// A cell that any part met was met, and one that no part met stays never met. The parts must be
  /// of the same check, so that the same cells cannot occur.
  public static func merged(_ parts: [CoverageRecord]) -> CoverageRecord? {
    guard var whole = parts.first else { return nil }
    for part in parts.dropFirst() {
      let (sum, overflow) = whole.cases.addingReportingOverflow(part.cases)
      whole.cases = overflow ? .max : sum
      for table in part.tables {
        guard let index = whole.tables.firstIndex(where: { $0.name == table.name }) else {
          whole.tables.append(table)
          continue
        }
        whole.tables[index].add(table)
      }
    }
    whole.keepFirstNames()
    return whole
  }

  /// Leaves the names of a few classes never met to tables whose cells are kept as numbers: the first
  /// rows in the order of their names.
  public mutating func keepFirstNames() {
    for index in tables.indices where tables[index].folded != nil {
      var room = FoldedCells.mostNamed
      for (row, columns) in tables[index].neverMet.sorted(by: { $0.key < $1.key }) {
        tables[index].neverMet[row] = room > 0 ? Array(columns.prefix(room)) : nil
        room -= min(room, columns.count)
      }
    }
  }
}

extension CoverageRecord.Table {
  fileprivate mutating func add(_ other: Self) {
    if let others = other.folded { folded?.add(others) }
    for (row, columns) in other.met {
      met[row, default: [:]].merge(columns) { first, second in
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
      }
    }
    for (row, columns) in neverMet {
      let others = other.neverMet[row] ?? []
      let left = columns.filter { others.contains($0) }
      neverMet[row] = left.isEmpty ? nil : left
    }
  }
}
