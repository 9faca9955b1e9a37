import Descriptors
import ExactArithmetic
import Reference
import Specs

/// One block or matrix, pruned step by step.
struct BlockDerivation: Encodable {
  /// What is done: `mvue-2:4/pair-table`.
  var operation: String
  var input: [String]
  var steps: [DerivedCase.Step] = []
  /// The accumulator of a sum.
  var accumulator: String?
  /// The values, or for masks 0 and 1.
  var result: [String] = []

  /// The derivation, one step a line.
  func print() {
    let heading = "\(operation), \(input.joined(separator: ", "))"
    for line in WrappedTable.wrapped(heading, width: WrappedTable.pageWidth) {
      Output.line(Style.output.heading(line))
    }
    var table = WrappedTable()
    for step in steps { table.add(step.label, step.text) }
    for line in table.lines { Output.line(line) }
  }

  /// A derivation without steps.
  init(operation: String, input: [String]) {
    self.operation = operation
    self.input = input
  }

  /// Adds a step.
  mutating func step(_ label: String, _ text: String) {
    steps.append(.init(label: label, text: text))
  }

  private static func list(_ values: [Rational]) -> String {
    values.map(ExactText.short).joined(separator: ", ")
  }

  // MARK: - Estimators

  /// A block pruned by given words.
  ///
  /// - Throws: `CommandFailure` for blocks of another length and missing words.
  init(_ pruning: BlockPruning, _ values: [Rational], words: [UInt32]) throws(CommandFailure) {
    operation = pruning.name
    input = values.map(\.description)
    guard values.count == pruning.pattern.of else {
      throw .usage(
        "--values has \(values.count.counted("value")), a block of \(pruning.pattern) has "
          + "\(pruning.pattern.of)", "give exactly one block")
    }
    guard words.count == pruning.wordsPerBlock else {
      throw .usage(
        "\(pruning.name) takes \(pruning.wordsPerBlock.counted("word")), --word has "
          + "\(words.count)", "write as many between commas, as in --word 0x80000000")
    }
    guard pruning.draw != .integer || values.allSatisfy(\.isInteger) else {
      throw .usage(
        "integer draws count in units of 1 here, and a value is no integer",
        "multiply the values by a power of two")
    }
    step("magnitudes", Self.list(values.map(\.magnitude)))
    let filling = WaterFilling(values, keep: pruning.pattern.keep)
    let isRing = pruning.design == .systematic || pruning.design == .pairTable
    if isRing { explain(filling, pruning.draw) }
    if pruning.design == .systematic, pruning.draw == .fraction, let word = words.first {
      explainRing(filling, word)
    }
    do {
      let estimator = try BlockEstimator(pruning)
      let outcome = try estimator.outcome(of: values, words: words)
      if pruning.wordsPerBlock > 0, !(pruning.design == .systematic && filling.scale == nil) {
        step("word", Self.interval(try estimator.breakpoints(of: values), pruning, words[0]))
      }
      step("result", Self.list(outcome))
      result = outcome.map(\.description)
    } catch {
      throw .reason("\(error)")
    }
  }

  /// A value pruned below a threshold by a given word.
  init(_ pruning: StochasticPruning, _ value: Rational, word: UInt32) {
    operation = "prune-below \(pruning.threshold)"
    input = [value.description]
    let u = Rational(Int64(word), exponent: -32)
    let p = pruning.probability(keeping: value)
    step("probability", "min(1, |x| / threshold) = \(ExactText.short(p))")
    step("u", "\(word) / 2^32 = \(ExactText.short(u)), \(u < p ? "below" : "not below") it")
    let outcome = pruning.outcome(of: value, word: word)
    step("result", ExactText.short(outcome))
    result = [outcome.description]
  }

  /// Adds what becomes of the result in a format.
  mutating func enter(_ format: NumberFormat, codes: [UInt64], flags: AnswerFlags) {
    var names: [String] = []
    if flags.contains(.nonFinite) { names.append("not finite") }
    if flags.contains(.biased) { names.append("biased") }
    if flags.contains(.overflowed) { names.append("overflowed") }
    let values = codes.map { "\(format.hexadecimal($0)) = \(ExactText.short(format.decode($0)))" }
    step("in \(format.name)", (values + names).joined(separator: ", "))
    result = codes.map { format.decode($0).description }
  }

  private mutating func explain(_ filling: WaterFilling, _ draw: BlockPruning.Draw) {
    guard let scale = filling.scale else {
      step("scale", "none: no more elements other than 0 than places, all are kept as they are")
      return
    }
    if !filling.saturated.isEmpty {
      step(
        "certain",
        filling.saturated.sorted().map { "element \($0)" }.joined(separator: ", ")
          + ": larger than the scale of the rest")
    }
    let total = filling.unsaturated.reduce(Rational.zero) { $0 + filling.block[$1].magnitude }
    step("scale", "\(total) / \(filling.placesLeft) = \(scale), what is kept by chance becomes it")
    var rounded = ""
    if case .quantised(let bits) = draw {
      rounded = ", before they become multiples of 2^-\(bits), and the values follow"
    }
    step("inclusion", Self.list(filling.inclusion) + rounded)
  }

  /// The intervals of the elements, and the points that fall on them.
  private mutating func explainRing(_ filling: WaterFilling, _ word: UInt32) {
    guard let scale = filling.scale else { return }
    let u = Rational(Int64(word), exponent: -32)
    let points = (0..<filling.placesLeft).map { (u + Rational($0)) * scale }
    step("u", "\(word) / 2^32 = \(ExactText.short(u))")
    step(points.count == 1 ? "point" : "points", Self.list(points))
    var end = Rational.zero
    for index in filling.unsaturated {
      let start = end
      end += filling.block[index].magnitude
      let hit = points.first { start <= $0 && $0 < end }
      step(
        "element \(index)",
        "[\(ExactText.short(start)), \(ExactText.short(end)))"
          + (hit.map { ", hit at \(ExactText.short($0))" } ?? ""))
    }
  }

  /// The words around the first one that give the same outcome.
  private static func interval(
    _ breaks: [UInt64], _ pruning: BlockPruning, _ word: UInt32
  ) -> String {
    let own: UInt64
    let count: UInt64
    switch pruning.draw {
    case .quantised(let bits):
      count = 1 << UInt64(bits)
      own = UInt64(word) & (count - 1)
    case .fraction:
      count = 1 << 32
      own = UInt64(word)
    case .integer: return "the number modulo the total of the block"
    }
    let from = breaks.last { $0 <= own } ?? 0
    let past = breaks.first { $0 > own } ?? count
    let low = count < 1 << 32 ? "\(own), the low bits" : "\(own)"
    return past - from == count
      ? "\(low): any gives the same" : "\(low): \(from) to \(past - 1) give the same"
  }

  // MARK: - Masks

  /// The mask of a matrix of exact magnitudes.
  init(_ rule: MaskRule, _ data: Matrix<Datum>, mask: Mask) {
    operation = rule.name
    input = data.elements.map(\.description)
    let magnitudes = data.map { Magnitude($0) }
    for row in 0..<data.rows {
      let values = (0..<data.columns).map { ExactText.short(data[row, $0]) }
      let kept = (0..<data.columns).map { mask[row, $0] ? "1" : "0" }.joined()
      step("row \(row)", "\(kept)  of \(values.joined(separator: ", "))")
    }
    let pruned = Mask(rows: mask.rows, columns: mask.columns, kept: mask.kept.map { !$0 })
    step("kept", "\(mask.keptCount), magnitudes sum to \(mask.keptSum(of: magnitudes))")
    step(
      "pruned",
      "\(pruned.keptCount), magnitudes sum to \(pruned.keptSum(of: magnitudes))")
    if case .transposable(let pattern, let method) = rule, data.rows == pattern.of,
      data.columns == pattern.of
    {
      let best = Transposable.optimum(ofTile: magnitudes, pattern)
      if method == .optimal {
        step(
          "potentials",
          "rows \(Self.list(best.certificate.rowPotentials)); columns "
            + Self.list(best.certificate.columnPotentials))
        step(
          "proof",
          best.certificate.flaw.map { "fails: \($0)" }
            ?? "the potentials are a solution of the dual with the same value: no mask keeps more")
      } else {
        step("optimum", "keeps \(best.sum), by \(best.mask)")
      }
    }
    result = mask.kept.map { $0 ? "1" : "0" }
  }
}
