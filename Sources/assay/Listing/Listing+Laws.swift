import Conformance
import Harness
import Specs

extension Listing {
  /// The ids of the laws with the number of subjects that each applies to.
  var lawTable: WrappedTable {
    var table = WrappedTable()
    for entry in lawEntries { table.add(entry.name, entry.summary ?? "") }
    return table
  }

  /// The laws, `*` where the subject's name stands, and what is asked of devices.
  var lawEntries: [ListedEntry] {
    LawRegistry.families.flatMap { entries(of: $0) }
      + DeviceLaw.allCases.map { law in
        Self.entry(.operation("OPERATION", law, device: "DEVICE"), law.summary)
      } + [Self.entry(.bug("BUG", device: "DEVICE"), "every case of a public bug is right")]
  }

  private func entries(of family: LawFamily) -> [ListedEntry] {
    var counts: [CheckID: Int] = [:]
    var order: [CheckID] = []
    for law in family.laws(in: catalog) {
      guard case .law(_, var subject, let name) = CheckID(parsing: law.id) else { continue }
      if subject != LawFamily.general { subject = "*" }
      let id = CheckID.law(family: family.name, subject: subject, name: name)
      if counts[id] == nil { order.append(id) }
      counts[id, default: 0] += 1
    }
    return order.map { id in
      let count = counts[id] ?? 0
      if case .law(_, LawFamily.general, _) = id { return Self.entry(id, "of no one rule") }
      return Self.entry(
        id,
        family.isOfFormats
          ? "\(count) of \(catalog.formats.count) \(family.subject)s"
          : count.counted(family.subject))
    }
  }

  private static func entry(_ id: CheckID, _ summary: String) -> ListedEntry {
    var entry = ListedEntry(name: "\(id)")
    entry.summary = summary
    return entry
  }
}

extension DeviceLaw {
  /// What is demanded, in a few words.
  fileprivate var summary: String {
    switch self {
    case .answers: "an operation's id judged on a device, bit for bit"
    case .alphabet: "the same for all cases that are made of a few codes"
    case .order: "results do not depend on what stands beside a case"
    case .draws(.unbiased): "the mean of all draws of a block is the block"
    case .draws(.minimumVariance): "their variance is the least of unbiased ways"
    case .draws(.support): "every draw keeps as many elements as there are places"
    case .draws(.norms): "every draw keeps the sum of magnitudes"
    case .inside(sharesWord: false): "what a device draws itself has the stated distribution"
    case .inside(sharesWord: true): "the same where one word rounds a whole block"
    }
  }
}
