import Descriptors
import Specs

/// What a pruning of blocks is.
struct EstimatorSheet {
  let pruning: BlockPruning
  private let entry: EstimatorEntry?

  /// The sheet of a pruning, with what the catalogue says of it.
  init(_ pruning: BlockPruning, in catalog: Catalog) {
    self.pruning = pruning
    entry = catalog.entry(of: pruning)
  }

  /// The sheet, one fact a line.
  func print() {
    Output.line(Style.output.heading("\(pruning.name), estimator"))
    let pattern = pruning.pattern
    var table = WrappedTable()
    table.add("keeps", "at most \(pattern.keep) of every \(pattern.of)")
    table.add("design", pruning.design.spelling)
    if pruning.design != .greedy { table.add("draw", drawn) }
    table.add("words", "\(pruning.wordsPerBlock) of 32 bits a block")
    if let entry {
      table.add("unbiased", entry.isUnbiased ? "yes" : "no")
      table.add(
        "variance", entry.hasMinimumVariance ? "the least of unbiased ones" : "not the least")
      if !entry.note.isEmpty { table.add("note", entry.note) }
      table.add("source", entry.source)
      table.add("page", "Specs/pages/\(entry.page).md")
    }
    table.add("look closer", "assay distribution \(options) --values LIST")
    for line in table.lines { Output.line(line) }
  }

  private var drawn: String {
    switch pruning.draw {
    case .fraction: "a word w stands for w / 2^32"
    case .quantised(let bits): "probabilities are multiples of 2^-\(bits), values to match"
    case .integer: "a 64-bit number modulo the block's total"
    }
  }

  /// The estimator as options of a command.
  private var options: String {
    var text = "mvue --pattern \(pruning.pattern)"
    if pruning.design != .systematic || pruning.pattern.name == "2:4" {
      text += " --design \(pruning.design.spelling)"
    }
    switch pruning.draw {
    case .fraction: break
    case .quantised(let bits): text += " --quantised \(bits)"
    case .integer: text += " --integer"
    }
    return text
  }

  /// The sheet in JSON.
  var document: Document {
    Document(
      name: pruning.name, keep: pruning.pattern.keep, of: pruning.pattern.of,
      design: pruning.design.spelling, words: pruning.wordsPerBlock,
      unbiased: entry?.isUnbiased, minimumVariance: entry?.hasMinimumVariance,
      source: entry?.source, page: entry?.page, note: entry?.note)
  }

  /// A pruning in JSON; what does not apply is left out.
  struct Document: Encodable {
    var name: String
    var keep: Int
    var of: Int
    var design: String
    /// Random words of 32 bits a block.
    var words: Int
    var unbiased: Bool?
    var minimumVariance: Bool?
    var source: String?
    var page: String?
    var note: String?
  }
}
