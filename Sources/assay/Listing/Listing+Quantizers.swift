import Descriptors
import Specs

extension Listing {
  /// Name and codes of every grid, with its note or source.
  var quantizerTable: WrappedTable {
    var table = WrappedTable()
    for entry in catalog.quantizers {
      table.add(
        entry.grid.name, entry.grid.codes.spelling,
        entry.note.isEmpty ? entry.source : entry.note)
    }
    return table
  }

  /// The grids.
  var quantizerEntries: [ListedEntry] {
    catalog.quantizers.map { quantizer in
      var entry = ListedEntry(name: quantizer.grid.name)
      entry.family = quantizer.grid.codes.spelling
      entry.source = quantizer.source
      entry.page = "steps"
      entry.note = quantizer.note.isEmpty ? nil : quantizer.note
      return entry
    }
  }
}
