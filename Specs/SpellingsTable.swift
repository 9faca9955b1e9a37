public import Descriptors

/// Who calls which format what: one row per listed format, one column per system.
public struct SpellingsTable: Hashable, Sendable {
  /// The systems, in the order in which the specification first mentions them.
  public var systems: [String]
  /// The rows, in the order of the catalogue.
  public var rows: [Row]

  /// The names of one format.
  public struct Row: Hashable, Sendable {
    /// The format's name.
    public var format: String
    /// Its names in each system, `names.count == systems.count`; empty where it has none.
    public var names: [[String]]
  }

  /// The table of the given formats.
  public init(_ formats: [FormatDescriptor]) {
    var systems: [String] = []
    for spelling in formats.flatMap(\.spellings) where !systems.contains(spelling.system) {
      systems.append(spelling.system)
    }
    self.systems = systems
    rows = formats.map { format in
      Row(
        format: format.name,
        names: systems.map { system in
          format.spellings.filter { $0.system == system }.map(\.name)
        })
    }
  }
}

extension Catalog {
  /// The names of every listed format in every system; aliases are the column `alias`.
  public var spellingsTable: SpellingsTable { SpellingsTable(formats) }
}
