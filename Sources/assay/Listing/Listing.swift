import Descriptors
import Specs

/// Everything of some kinds that has a name.
struct Listing {
  /// The kinds in the order in which they are listed.
  enum Kind: String, CaseIterable {
    case formats, blocks, dialects, accumulators, masks, estimators, quantizers, operations,
      profiles, laws, devices, corpus

    /// Reads the name of a kind.
    init(named name: String) throws(CommandFailure) {
      guard let kind = Kind(rawValue: name) else {
        throw .unknown("kind", name, among: Kind.allCases.map(\.rawValue))
      }
      self = kind
    }
  }

  let kinds: [Kind]
  let catalog: Catalog

  /// The text, one section for each kind.
  func print() {
    for (index, kind) in kinds.enumerated() {
      if index > 0 { Output.line() }
      Output.line(Style.output.heading(kind.rawValue))
      let lines = table(kind).lines + (patterns(kind)?.lines ?? [])
      if lines.isEmpty { Output.line("  (none)") }
      for line in lines { Output.line(line) }
    }
  }

  /// The naming rules of a kind with what they mean; `nil` where there are none.
  private func patterns(_ kind: Kind) -> WrappedTable? {
    switch kind {
    case .formats: patternTable
    case .accumulators: Self.table(Self.accumulatorPatterns)
    case .blocks: Self.table(Self.blockPatterns)
    default: nil
    }
  }

  private func table(_ kind: Kind) -> WrappedTable {
    switch kind {
    case .formats: formatTable
    case .dialects: dialectTable
    case .operations: operationTable
    case .laws: lawTable
    case .devices: deviceTable
    case .masks: maskTable
    case .estimators: estimatorTable
    case .blocks: blockTable
    case .accumulators: accumulatorTable
    case .quantizers: quantizerTable
    case .profiles: profileTable
    case .corpus: corpusTable
    }
  }

  /// The document, a list for each kind.
  var document: [String: [ListedEntry]] {
    var document: [String: [ListedEntry]] = [:]
    for kind in kinds { document[kind.rawValue] = entries(kind) }
    if kinds.contains(.formats) { document["formatPatterns"] = patternEntries }
    if kinds.contains(.accumulators) {
      document["accumulatorPatterns"] = Self.entries(Self.accumulatorPatterns)
    }
    if kinds.contains(.blocks) { document["blockPatterns"] = Self.entries(Self.blockPatterns) }
    return document
  }

  private func entries(_ kind: Kind) -> [ListedEntry] {
    switch kind {
    case .formats: formatEntries
    case .dialects: dialectEntries
    case .operations: operationEntries
    case .laws: lawEntries
    case .devices: deviceEntries
    case .masks: maskEntries
    case .estimators: estimatorEntries
    case .blocks: blockEntries
    case .accumulators: accumulatorEntries
    case .quantizers: quantizerEntries
    case .profiles: profileEntries
    case .corpus: corpusEntries
    }
  }
}

/// One entry of a list in JSON; what does not apply is left out.
struct ListedEntry: Encodable {
  var name: String
  var bits: Int?
  var family: String?
  var operands: Int?
  var roundings: [String]?
  /// How names are written, where a rule has a parameter.
  var pattern: String?
  /// The masks or prunings that are judged where none is asked for.
  var judged: [String]?
  var unbiased: Bool?
  var minimumVariance: Bool?
  /// Whether it is a guess about a machine.
  var hypothesis: Bool?
  /// The page of mathematics.
  var page: String?
  var spellings: [SpellingDocument]?
  var present: Bool?
  var summary: String?
  var source: String?
  var note: String?
  /// The threads of a public bug.
  var sources: [String]?
  /// The cases of a public bug.
  var cases: [CorpusCaseDocument]?

  init(name: String) { self.name = name }
}

/// One system's name for a format in JSON.
struct SpellingDocument: Encodable {
  var system: String
  var name: String

  init(_ spelling: Spelling) {
    system = spelling.system
    name = spelling.name
  }
}
