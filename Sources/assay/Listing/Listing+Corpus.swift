import Specs

extension Listing {
  /// Id, number of cases, title and threads of every public bug.
  var corpusTable: WrappedTable {
    var table = WrappedTable(rightAligned: [1])
    for entry in corpus {
      table.add(
        entry.id, "\(entry.rows.count)",
        "\(entry.title). \(entry.sources.joined(separator: ", "))")
    }
    return table
  }

  /// The public bugs with their cases.
  var corpusEntries: [ListedEntry] {
    corpus.map { bug in
      var entry = ListedEntry(name: bug.id)
      entry.family = bug.kind
      entry.summary = bug.title
      entry.sources = bug.sources
      entry.note = bug.note.isEmpty ? nil : bug.note
      entry.page = "corpus"
      entry.cases = bug.rows.map { CorpusCaseDocument($0) }
      return entry
    }
  }

  /// The embedded file is read by the tests; a faulty one lists nothing.
  private var corpus: [CorpusEntry] { (try? Corpus.builtIn().entries) ?? [] }
}

/// A case of a public bug in JSON.
struct CorpusCaseDocument: Encodable {
  var operation: String
  var inputs: [String]
  var expected: [String]
  /// What the system gave; left out where it is not known.
  var wrong: [String]?
  var fault: String
  var origin: String

  init(_ row: CorpusEntry.Row) {
    func text(_ codes: [UInt64]) -> [String] {
      codes.map { "0x" + String($0, radix: 16, uppercase: true) }
    }
    operation = row.operation
    inputs = text(row.inputs)
    expected = text(row.expected)
    wrong = row.wrong.map(text)
    fault = row.fault
    origin = row.origin.rawValue
  }
}
