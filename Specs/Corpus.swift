import CResources

/// Bugs of low-precision arithmetic that were reported in public, as data to be replayed.
///
/// The file is `corpus.yaml` beside this one. It defines nothing, so it is no part of the catalogue
/// and of its fingerprint.
public struct Corpus: Sendable {
  /// The entries, in file order.
  public let entries: [CorpusEntry]

  /// The corpus that is compiled in.
  ///
  /// - Throws: `SpecError` where the embedded file is faulty, which the tests exclude.
  public static func builtIn() throws(SpecError) -> Corpus { try embedded.get() }

  private static let embedded = Result<Corpus, SpecError> { () throws(SpecError) in
    try Corpus(
      text: String(cString: assay_corpus_yaml()),
      file: "Specs/corpus.yaml")
  }

  /// Reads a text with entries under `corpus:`.
  ///
  /// - Parameter file: what to call the text in errors.
  /// - Throws: `SpecError` with the place, for anything that is not understood.
  public init(text: String, file: String) throws(SpecError) {
    let document = try SpecFields(SpecNode.parse(text, file: file), owner: "the file")
    try document.requireKnown(["corpus"])
    guard let list = document.node("corpus") else {
      throw document.node.error("the file lacks 'corpus'", "list the entries under 'corpus:'")
    }
    var entries: [CorpusEntry] = []
    for node in try list.elements("'corpus'") {
      let entry = try CorpusReader.entry(node)
      guard !entries.contains(where: { $0.id == entry.id }) else {
        throw node.error("entry '\(entry.id)' is there already", "choose another id")
      }
      entries.append(entry)
    }
    self.entries = entries
  }
}
