import Results

// The tables over all operations, each row drawn from the cases alone.

extension PeerMatrix {
  /// Something seen in several operations, with the simplest case of all.
  private struct Row {
    var library: String
    var operations: [String] = []
    var targets: [String] = []
    var dialects: [String] = []
    var cases: UInt64 = 0
    var asIf: [String] = []
    var smallest: PeerDifference
    var rank: [Int]
    var operation: String

    mutating func add(
      _ finding: PeerFinding, _ smallest: PeerDifference, _ rank: [Int], cases: UInt64 = 0
    ) {
      if !operations.contains(finding.operation) { operations.append(finding.operation) }
      if !targets.contains(finding.target) { targets.append(finding.target) }
      self.cases += cases
      guard rank.lexicographicallyPrecedes(self.rank) else { return }
      (self.smallest, self.rank, operation) = (smallest, rank, finding.operation)
    }

    /// Where it was seen: the formats, of many the first and how many more.
    var into: String {
      targets.count <= 3
        ? targets.joined(separator: ", ") : "\(targets[0]) and \(targets.count - 1) more"
    }
  }

  /// How many operations of each library part from its own dialect for one and the same cause.
  var causes: String {
    var names: [String] = []
    var operations: [String: [String: Set<String>]] = [:]
    for finding in findings {
      for kind in finding.kinds {
        if !names.contains(kind.cause) { names.append(kind.cause) }
        operations[kind.cause, default: [:]][finding.library, default: []]
          .insert("\(finding.operation) \(finding.dialect)")
      }
    }
    let table = MarkdownTable(
      columns: [.init("operations that differ")]
        + libraries.map { .init($0.name, isNumeric: true) },
      rows: names.sorted().map { name in
        [name]
          + libraries.map { library in
            operations[name]?[library.name].map { "\($0.count)" } ?? ""
          }
      })
    return """
      Operations by what explains their differences, or by what becomes of which operands where nothing
      tried does; one operation may have several.

      \(table.text)
      """
  }

  /// The ways in which answers differ from the libraries' own dialects, over all operations.
  var kinds: String {
    var keys: [[String]] = []
    var rows: [[String]: [Row]] = [:]
    for finding in findings {
      for kind in finding.kinds {
        let key = [finding.library, kind.operand, kind.outcome]
        if rows[key] == nil { keys.append(key) }
        var found = rows[key] ?? []
        // Explained alike: by something that explains both, or not at all.
        let place = found.firstIndex { row in
          row.asIf.isEmpty ? kind.asIf.isEmpty : row.asIf.contains(where: kind.asIf.contains)
        }
        if let place {
          found[place].asIf.removeAll { !kind.asIf.contains($0) }
          found[place].add(finding, kind.smallest, kind.rank, cases: kind.cases)
        } else {
          var row = Row(
            library: finding.library, asIf: kind.asIf, smallest: kind.smallest, rank: kind.rank,
            operation: finding.operation)
          row.add(finding, kind.smallest, kind.rank, cases: kind.cases)
          found.append(row)
        }
        rows[key] = found
      }
    }
    let table = MarkdownTable(
      columns: [
        .init("library"), .init("operand"), .init("what comes"), .init("as if"), .init("into"),
        .init("operations", isNumeric: true), .init("cases", isNumeric: true),
        .init("simplest case"), .init("demanded"), .init("library's"),
      ],
      rows: sorted(keys).flatMap { key in
        (rows[key] ?? []).map { row in
          [
            row.library, key[1], key[2], row.asIf.prefix(2).joined(separator: " or "), row.into,
            "\(row.operations.count)", "\(row.cases)", row.smallest.operands,
            row.smallest.expected, row.smallest.got,
          ]
        }
      })
    return """
      A row for each way in which a library's answers differ from its own dialect: what the operand is to
      the result format, and what came, a neighbour of the value that was due or one thing for another.
      `as if` is a format in between, or one other choice of the dialect, that gives every one of these
      answers; it is found by trying and empty where nothing tried does.

      \(table.text)
      """
  }

  /// Keys by their library, in the order of libraries, then by what follows.
  private func sorted(_ keys: [[String]]) -> [[String]] {
    let order = libraries.map(\.name)
    return keys.sorted { one, other in
      let places = [one, other].map { order.firstIndex(of: $0[0]) ?? order.count }
      guard places[0] == places[1] else { return places[0] < places[1] }
      return one.lexicographicallyPrecedes(other)
    }
  }

  /// The choices by which other dialects part from libraries that follow their own.
  var choices: String {
    var keys: [[String]] = []
    var rows: [[String]: Row] = [:]
    for finding in findings {
      for other in finding.others {
        for choice in other.choices {
          let key = [
            finding.library, choice.name ?? "several choices", choice.here ?? "",
            choice.there ?? "",
          ]
          if rows[key] == nil { keys.append(key) }
          var row =
            rows[key]
            ?? Row(
              library: finding.library, smallest: choice.smallest, rank: choice.rank,
              operation: finding.operation)
          row.add(finding, choice.smallest, choice.rank)
          if !row.dialects.contains(other.dialect) { row.dialects.append(other.dialect) }
          rows[key] = row
        }
      }
    }
    let table = MarkdownTable(
      columns: [
        .init("library"), .init("choice"), .init("its own"), .init("theirs"), .init("dialects"),
        .init("into"), .init("operations", isNumeric: true), .init("simplest case"),
        .init("they demand"), .init("library's"),
      ],
      rows: sorted(keys).compactMap { key in
        rows[key].map { row in
          [
            row.library, key[1], key[2], key[3], row.dialects.joined(separator: ", "), row.into,
            "\(row.operations.count)", row.smallest.operands, row.smallest.expected,
            row.smallest.got,
          ]
        }
      })
    return """
      In these cases the library does what its own dialect says, and other dialects demand something
      else. Making one choice of its own dialect as the others make it gives what they demand.

      \(table.text)
      """
  }

  /// What libraries let their callers choose, and what not.
  var offered: String {
    guard let first = offers.first else { return "" }
    let table = MarkdownTable(
      columns: [.init("")] + offers.map { .init("\($0.library) \($0.version)") },
      rows: first.items.indices.map { index in
        [first.items[index].name] + offers.map { $0.items[index].extent ?? "not offered" }
      })
    return """
      What our operations and dialects have and a library may let its callers ask for. A library without
      any overflow rule has one of its own.

      \(table.text)
      """
  }
}

extension PeerKind {
  /// What explains the answers, or what they are.
  fileprivate var cause: String {
    if isRefusal { return outcome }
    guard let first = asIf.first else { return "unexplained: \(operand)" }
    let parts = first.split(separator: ":").map(String.init)
    return parts.count > 1 ? "as with another '\(parts[0])'" : "as if \(first)"
  }

  /// Whether there is no code to compare.
  private var isRefusal: Bool {
    ["raises", "gives"].contains { outcome.hasPrefix($0) }
  }
}

extension PeerFinding {
  /// The format that results have: the last one that the id names.
  fileprivate var target: String {
    let parts = operation.split(separator: "/").map(String.init)
    guard parts.count > 2 else { return operation }
    return parts[0] == "cast" ? parts[2] : parts[1]
  }
}
