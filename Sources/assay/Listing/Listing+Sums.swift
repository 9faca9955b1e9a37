import Descriptors
import Specs

extension Listing {
  /// Name and note or source of every accumulator.
  var accumulatorTable: WrappedTable {
    var table = WrappedTable()
    for entry in catalog.accumulators {
      let note = entry.note.isEmpty ? entry.source : entry.note
      let isSaid = note.lowercased().contains("hypothesis")
      table.add(entry.name, entry.isHypothesis && !isSaid ? "Hypothesis. " + note : note)
    }
    return table
  }

  /// The accumulators.
  var accumulatorEntries: [ListedEntry] {
    catalog.accumulators.map { entry in
      var listed = ListedEntry(name: entry.name)
      listed.hypothesis = entry.isHypothesis
      listed.summary = AccumulatorSheet.summary(entry.accumulator)
      listed.source = entry.source
      listed.page = entry.page
      listed.note = entry.note.isEmpty ? nil : entry.note
      return listed
    }
  }

  /// Name, shape, formats and scheme of every block format.
  var blockTable: WrappedTable {
    var table = WrappedTable()
    for entry in catalog.blocks { table.add(entry.name, BlockSheet.summary(entry.block)) }
    return table
  }

  /// The block formats.
  var blockEntries: [ListedEntry] {
    catalog.blocks.map { entry in
      var listed = ListedEntry(name: entry.name)
      listed.summary = BlockSheet.summary(entry.block)
      listed.source = entry.source
      listed.page = entry.page
      listed.note = entry.note.isEmpty ? nil : entry.note
      return listed
    }
  }

  /// How the names of accumulators are formed.
  static let accumulatorPatterns = [
    (
      "fmaq-m{M}e{E}-{P}-{A}", "M significand and E exponent bits, bias P of products and A of sums"
    ),
    ("  ...-no-underflow", "no smallest magnitude; then a rounding rule, as -nearest-even"),
    ("{FORMAT}", "every sum enters the format; -unfused: every product too"),
    ("  ...-lanes-{N}", "also -pairwise, -kahan and -permuted-{SEED}: other orders"),
    ("int{N}-wrap", "also -saturate and uint{N}: sums of integers"),
    ("{NAME}-chunk-{N}", "chunks of N products, then the sum of their sums"),
  ]

  /// How the names of block formats are formed.
  static let blockPatterns = [
    (
      "{NAME}-{RULE}",
      "another scale rule: floor, ceil, even, rceil, amax-over-max, amax, four-over-six"
    ),
    ("{NAME}-{R}x{C}", "blocks of R rows and C columns"),
    ("int{B}-g{N}-{SCALE}", "groups of N signed integers of B bits; uint{B}: with a zero point"),
    ("p3109-{N}-{SCALE}-{ELEMENT}", "IEEE P3109 blocks of N"),
  ]

  /// Naming rules as a table.
  static func table(_ patterns: [(String, String)]) -> WrappedTable {
    var table = WrappedTable()
    for (name, meaning) in patterns { table.add(name, meaning) }
    return table
  }

  /// Naming rules in JSON.
  static func entries(_ patterns: [(String, String)]) -> [ListedEntry] {
    patterns.map { name, meaning in
      var entry = ListedEntry(name: String(name.trimmingSpaces))
      entry.summary = meaning
      return entry
    }
  }
}
