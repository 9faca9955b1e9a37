import Descriptors
import Specs

extension Listing {
  /// How each mask rule is named, what it is, and what of it is judged.
  var maskTable: WrappedTable {
    var table = WrappedTable()
    for entry in catalog.masks {
      table.add(entry.name, entry.rule.spelling)
      table.add("", entry.note.isEmpty ? entry.source : entry.note)
      if !entry.judged.isEmpty {
        table.add("", "judged: " + entry.judged.map(\.name).joined(separator: " "))
      }
    }
    return table
  }

  /// The mask rules.
  var maskEntries: [ListedEntry] {
    catalog.masks.map { entry in
      var listed = ListedEntry(name: entry.name)
      listed.family = Self.kebab(entry.rule.rawValue)
      listed.pattern = entry.rule.spelling
      listed.judged = entry.judged.map(\.name)
      listed.source = entry.source
      listed.page = entry.page
      listed.note = entry.note.isEmpty ? nil : entry.note
      return listed
    }
  }

  /// How each estimator is named, what it is, and what of it is judged.
  var estimatorTable: WrappedTable {
    var table = WrappedTable()
    for entry in catalog.estimators {
      table.add(entry.name, entry.design.spelling)
      let moments =
        entry.isUnbiased
        ? entry.hasMinimumVariance ? "Unbiased, least variance. " : "Unbiased. " : "Biased. "
      table.add("", moments + (entry.note.isEmpty ? entry.source : entry.note))
      if !entry.judged.isEmpty {
        table.add("", "judged: " + entry.judged.map(\.name).joined(separator: " "))
      }
    }
    return table
  }

  /// The estimators.
  var estimatorEntries: [ListedEntry] {
    catalog.estimators.map { entry in
      var listed = ListedEntry(name: entry.name)
      listed.family = Self.kebab(entry.design.rawValue)
      listed.pattern = entry.design.spelling
      listed.judged = entry.judged.map(\.name)
      listed.unbiased = entry.isUnbiased
      listed.minimumVariance = entry.hasMinimumVariance
      listed.source = entry.source
      listed.page = entry.page
      listed.note = entry.note.isEmpty ? nil : entry.note
      return listed
    }
  }

  /// `pairTable` as `pair-table`, as specification files write it.
  private static func kebab(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}
