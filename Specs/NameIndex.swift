internal import Descriptors

/// Which listed format each name leads to, in any case.
///
/// Names and aliases are unique. A spelling belongs to a system and is unique there; the same
/// word may mean different formats in different systems.
struct NameIndex: Sendable {
  /// Positions by lower-case name or alias.
  private var names: [String: Int] = [:]
  /// Positions by lower-case spelling, with the systems that use it so.
  private var spellings: [String: [(system: String, position: Int)]] = [:]
  /// Every name as written and where it leads, for suggestions.
  private(set) var written: [(name: String, position: Int)] = []

  /// Enters a format.
  mutating func add(
    _ format: FormatDescriptor, at position: Int, _ node: SpecNode
  ) throws(SpecError) {
    let aliases = format.spellings.filter { $0.system == Catalog.aliasSystem }.map(\.name)
    for name in [format.name] + aliases {
      try requireFree(name, for: format, node)
      names[name.lowercased()] = position
      written.append((name, position))
    }
    for spelling in format.spellings where spelling.system != Catalog.aliasSystem {
      let key = spelling.name.lowercased()
      let users = spellings[key, default: []]
      guard !users.contains(where: { Catalog.same($0.system, spelling.system) }) else {
        throw node.error(
          "'\(spelling.name)' has a meaning in \(spelling.system) already", "remove one of the two")
      }
      spellings[key] = users + [(spelling.system, position)]
      if names[key] == nil { written.append((spelling.name, position)) }
    }
  }

  private func requireFree(
    _ name: String, for format: FormatDescriptor, _ node: SpecNode
  ) throws(SpecError) {
    guard names[name.lowercased()] == nil else {
      throw node.error("the name '\(name)' is taken", "choose another name")
    }
    // A format that follows a naming rule may be listed, as int4 is, but only with the meaning
    // that the rule gives.
    let rule: FormatDescriptor?
    do { rule = try ParametricFormats.format(named: name) } catch { rule = nil }
    guard let rule, rule.encoding != format.encoding || rule.bits != format.bits else { return }
    throw node.error(
      "the name '\(name)' belongs to \(rule.name) by rule", "choose another name")
  }

  /// The position of a name or alias.
  func position(name: String) -> Int? {
    names[name.lowercased()]
  }

  /// The positions of a spelling, with the systems that use it, in file order.
  func positions(spelling: String) -> [(system: String, position: Int)] {
    spellings[spelling.lowercased()] ?? []
  }
}
