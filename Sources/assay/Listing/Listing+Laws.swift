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
      let laws =
        FormatLaws.all(for: format) + ArithmeticLaws.all(for: format)
        + SelectionLaws.all(for: format)
      for law in laws {
        let name = "\(law.id.prefix { $0 != "/" })/*/\(law.id.lastPart)"
        if counts[name] == nil { order.append(name) }
        counts[name, default: 0] += 1
      }
    }
    var entries = order.map { name in
      var entry = ListedEntry(name: name)
      entry.summary = "\(counts[name] ?? 0) of \(catalog.formats.count) listed formats"
      return entry
    }
    entries += sparsityEntries
    var device = ListedEntry(name: "OPERATION@DEVICE")
    device.summary = "an operation's id judged on a device, bit for bit"
    entries.append(device)
    return entries
  }

  /// What the laws of a family are about.
  private static let subjects = [
    "mask": "mask", "estimator": "estimator", "accumulator": "accumulator",
    "block": "block format",
  ]

  /// The laws of masks, estimators, accumulators and blocks, `*` where the entry's name stands.
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
        : count.counted("judged \(Self.subjects[String(name.prefix { $0 != "/" })] ?? "subject")")
      return entry
    }
  }
}
