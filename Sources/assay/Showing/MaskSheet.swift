import Descriptors
import ExactArithmetic
import Reference
import Specs

/// What a mask rule is, and how many masks it allows, exactly.
struct MaskSheet {
  let rule: MaskRule
  private let entry: MaskEntry?

  /// The sheet of a rule, with what the catalogue says of it.
  init(_ rule: MaskRule, in catalog: Catalog) {
    self.rule = rule
    entry = catalog.entry(of: rule)
  }

  /// The sheet, one fact a line.
  func print() {
    Output.line(Style.output.heading("\(rule.name), mask"))
    var table = WrappedTable()
    table.add("rule", rule.meaning)
    if let pattern = rule.pattern {
      table.add("keeps", "\(pattern.keep) of every \(pattern.of), pruning \(pattern.prune)")
    }
    for fact in counts { table.add(fact.name, fact.text) }
    if let uncounted { table.add("masks per tile", uncounted) }
    if let bound = rule.bound { table.add("bound", bound) }
    for fact in diversity { table.add(fact.name, fact.text) }
    if let fits { table.add("fits by chance", fits) }
    if let entry {
      if !entry.note.isEmpty { table.add("note", entry.note) }
      table.add("source", entry.source)
      table.add("page", "Specs/pages/\(entry.page).md")
    }
    for line in table.lines { Output.line(line) }
  }

  // MARK: - Facts

  private struct Fact {
    var name: String
    var value: Rational
    var note = ""

    var text: String { MaskSheet.text(value) + (note.isEmpty ? "" : ", \(note)") }
  }

  /// The masks of one block or tile.
  private var counts: [Fact] {
    switch rule {
    case .magnitude(let pattern, _):
      return [Fact(name: "masks per block", value: MaskDiversity.block(pattern))]
    case .sequential(let pattern, _):
      return [Fact(name: "masks per block", value: MaskDiversity.sequentialBlock(pattern))]
    case .transposable(let pattern, .optimal):
      guard let exact = tileCount(pattern) else { return [] }
      let formula = MaskDiversity.transposablePaperFormula(pattern)
      let name = "masks per tile"
      return [
        Fact(name: name, value: exact, note: "counted exactly"),
        Fact(
          name: "formula in print", value: formula,
          note: formula == exact ? "the same" : "above the count"),
      ]
    // Their masks are others than the optimal ones: rows and columns may keep fewer.
    case .transposable, .top, .threshold: return []
    }
  }

  /// Why the masks of a tile are not counted, where they are not.
  private var uncounted: String? {
    switch rule {
    case .transposable(let pattern, .optimal):
      let states = Self.states(pattern)
      return states <= Self.mostStates
        ? nil
        : "not counted: it takes \(Self.text(states)) states, and up to \(Self.mostStates) are gone through"
    case .transposable: return "not counted: rows and columns may keep fewer than the pattern's"
    case .magnitude, .sequential, .top, .threshold: return nil
    }
  }

  /// The masks that rules allow in a matrix of the pattern's size both ways.
  private var diversity: [Fact] {
    guard let pattern = rule.pattern, pattern.of <= 16 else { return [] }
    let (keep, of) = (pattern.keep, pattern.of)
    func power(_ base: Rational) -> Rational {
      (0..<of).reduce(.one) { product, _ in product * base }
    }
    let size = "of \(of) x \(of)"
    var facts = [
      Fact(
        name: "masks \(size)",
        value: MaskDiversity.unstructured(elements: of * of, kept: keep * of),
        note: "unstructured"),
      Fact(name: "", value: power(MaskDiversity.block(pattern)), note: pattern.name),
    ]
    if let tile = tileCount(pattern) {
      facts.append(Fact(name: "", value: tile, note: "transposable-\(pattern)"))
    }
    facts.append(
      Fact(
        name: "", value: power(MaskDiversity.sequentialBlock(pattern)),
        note: "sequential-\(pattern)"))
    return facts
  }

  /// The share of blocks that lose nothing where as many elements are 0 as the pattern prunes.
  private var fits: String? {
    guard case .magnitude(let pattern, _) = rule, pattern.prune > 0,
      let conversion = UnstructuredConversion(
        zeroFraction: Rational(pattern.prune, over: pattern.of), blockLength: pattern.of)
    else { return nil }
    let share = conversion.probability(ofAtLeast: pattern.prune)
    return "\(Self.text(share)) of blocks, where elements are 0 independently with probability "
      + "\(conversion.zeroFraction)"
  }

  /// The most states for which tiles are counted.
  private static let mostStates = Rational(4000)

  /// What is pruned is as transposable as what is kept.
  private static func fewer(_ pattern: BlockPattern) -> BlockPattern {
    BlockPattern(keep: max(1, min(pattern.keep, pattern.prune)), of: pattern.of) ?? pattern
  }

  /// The states that counting the masks of a tile goes through.
  private static func states(_ pattern: BlockPattern) -> Rational {
    let fewer = fewer(pattern)
    return pattern.prune == 0 ? .one : MaskDiversity.binomial(fewer.of + fewer.keep, fewer.keep)
  }

  /// The transposable masks of a tile; `nil` where counting takes too long.
  private func tileCount(_ pattern: BlockPattern) -> Rational? {
    if pattern.prune == 0 { return .one }
    return Self.states(pattern) <= Self.mostStates
      ? MaskDiversity.transposableTile(Self.fewer(pattern)) : nil
  }

  private static func text(_ value: Rational) -> String {
    let exact = ExactText.short(value)
    return value.isInteger && exact.count <= 24
      ? exact
      : "\(exact.count <= 40 ? exact + ", " : "")about \(value.decimal(significantDigits: 6))"
  }

  // MARK: - JSON

  /// The sheet in JSON.
  var document: Document {
    var document = Document(name: rule.name, meaning: rule.meaning)
    document.keep = rule.pattern?.keep
    document.of = rule.pattern?.of
    document.masks = counts.first?.value.description
    document.printedFormula = counts.count > 1 ? counts[1].value.description : nil
    document.source = entry?.source
    document.page = entry?.page
    document.note = entry?.note
    return document
  }

  /// A mask rule in JSON; what does not apply is left out.
  struct Document: Encodable {
    var name: String
    var meaning: String
    var keep: Int?
    var of: Int?
    /// The masks of one block or tile, exactly.
    var masks: String?
    /// What the formula in print says instead.
    var printedFormula: String?
    var source: String?
    var page: String?
    var note: String?
  }
}

extension MaskRule {
  /// The rule in words.
  var meaning: String {
    switch self {
    case .magnitude(_, let axis):
      "the largest magnitudes of each block \(axis.along); ties keep the lower index"
    case .sequential(_, let axis):
      "of each block \(axis.along), adjacent elements are pruned, so that the rest keeps the most"
    case .transposable(_, .optimal):
      "in each tile equally many of each row and column, so that the magnitudes kept sum to the most"
    case .transposable(_, .pruneGreedy):
      "in each tile, the smallest of each row and the smallest of each column are pruned"
    case .transposable(_, .keepGreedy):
      "in each tile, from the largest magnitude down, what rows and columns still allow is kept"
    case .top(let count): "the \(count.counted("element")) of largest magnitude in the whole matrix"
    case .threshold(let code):
      "the elements at least as large as code 0x\(String(code, radix: 16, uppercase: true)) of "
        + "their format"
    }
  }

  /// What is proved of the rule's masks beside the optimal ones.
  fileprivate var bound: String? {
    switch self {
    case .transposable(_, .pruneGreedy): "prunes at most twice what the optimal mask prunes"
    case .transposable(_, .keepGreedy): "keeps at least half of what the optimal mask keeps"
    case .transposable(_, .optimal): "the optimum, proved tile by tile by potentials of the dual"
    default: nil
    }
  }
}

extension MaskRule.Axis {
  /// `along rows`.
  fileprivate var along: String { self == .rows ? "along a row" : "down a column" }
}
