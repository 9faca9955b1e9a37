import Descriptors
import Specs

extension Listing {
  /// Name, size and note or source of every profile.
  var profileTable: WrappedTable {
    var table = WrappedTable()
    for profile in catalog.profiles {
      table.add(profile.name, profile.note.isEmpty ? profile.source : profile.note)
      let formats = profile.formats.map(\.name).joined(separator: " ")
      table.add("", "\(profile.operations.count.counted("operation")) on \(formats)")
    }
    return table
  }

  /// The profiles.
  var profileEntries: [ListedEntry] {
    catalog.profiles.map { profile in
      var entry = ListedEntry(name: profile.name)
      entry.summary = profile.operations.count.counted("operation")
      entry.source = profile.source
      entry.page = profile.page
      entry.note = profile.note.isEmpty ? nil : profile.note
      return entry
    }
  }
}
