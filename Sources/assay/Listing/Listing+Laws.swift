import Conformance
import Descriptors
import Harness
import Specs

extension Listing {
  /// The ids of the laws with the number of listed formats that each applies to.
  var lawTable: WrappedTable {
    var table = WrappedTable()
    for entry in lawEntries { table.add(entry.name, entry.summary ?? "") }
    return table
  }

  /// The laws, `*` where the format's name stands.
  var lawEntries: [ListedEntry] {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for format in catalog.formats {
      for law in FormatLaws.all(for: format) {
        let name = law.id.lastPart
        if counts[name] == nil { order.append(name) }
        counts[name, default: 0] += 1
      }
    }
    var entries = order.map { name in
      var entry = ListedEntry(name: "format/*/\(name)")
      entry.summary = "\(counts[name] ?? 0) of \(catalog.formats.count) listed formats"
      return entry
    }
    entries += sparsityEntries
    var device = ListedEntry(name: "OPERATION@DEVICE")
    device.summary = "an operation's id judged on a device, bit for bit"
    entries.append(device)
    return entries
  }

  /// The laws of masks and estimators, `*` where the rule's name stands.
  private var sparsityEntries: [ListedEntry] {
    var subjects: [String: Set<String>] = [:]
    var order: [String] = []
    for law in CatalogLaws.all(in: catalog) {
      let family = law.id.prefix { $0 != "/" }
      let isGeneral = law.id.hasPrefix("mask/general/")
      let name = isGeneral ? law.id : "\(family)/*/\(law.id.lastPart)"
      if subjects[name] == nil { order.append(name) }
      subjects[name, default: []].insert(law.subject)
    }
    return order.map { name in
      var entry = ListedEntry(name: name)
      let count = subjects[name]?.count ?? 0
      entry.summary =
        name.hasPrefix("mask/general/")
        ? "of no one rule"
        : name.hasPrefix("mask/")
          ? "\(count.counted("judged mask"))" : "\(count.counted("judged estimator"))"
      return entry
    }
  }
}
