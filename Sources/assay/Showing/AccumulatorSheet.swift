import Descriptors
import ExactArithmetic
import Reference
import Specs

/// What an accumulator does to a sum of products, field by field.
struct AccumulatorSheet {
  let accumulator: Accumulator
  private let entry: AccumulatorEntry?

  /// The sheet of an accumulator, with what the catalogue says of it.
  init(_ accumulator: Accumulator, in catalog: Catalog) {
    self.accumulator = accumulator
    entry = catalog.entry(of: accumulator)
  }

  /// The sheet, one fact a line.
  func print() {
    Output.line(Style.output.heading("\(accumulator.name), accumulator"))
    var table = WrappedTable()
    for field in fields { table.add(field.name, field.value) }
    if let entry {
      if !entry.note.isEmpty { table.add("note", entry.note) }
      table.add("source", entry.source)
      table.add("page", "Specs/pages/\(entry.page).md")
    }
    for line in table.lines { Output.line(line) }
  }

  /// The accumulator in a few words.
  static func summary(_ accumulator: Accumulator) -> String {
    let sheet = AccumulatorSheet(accumulator)
    return sheet.fields.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
  }

  private init(_ accumulator: Accumulator) {
    self.accumulator = accumulator
    entry = nil
  }

  // MARK: - Fields

  /// Every field in words.
  var fields: [Parameter] {
    var fields: [Parameter] = []
    func add(_ name: String, _ value: String) {
      fields.append(Parameter(name: name, value: value))
    }
    if entry?.isHypothesis == true { add("hypothesis", "a guess that nobody has confirmed") }
    add("product", accumulator.product == .exact ? "exact" : Self.stage(accumulator.product))
    if case .grid(let grid) = accumulator.product { add("products", GridFacts(grid).text) }
    add("sum", Self.stage(accumulator.sum))
    if case .grid(let grid) = accumulator.sum { add("sums", GridFacts(grid).text) }
    add("adder", adder)
    add("order", order)
    if let chunk = accumulator.chunk {
      let outer =
        chunk.outer == accumulator.sum ? "as every sum does" : Self.stage(chunk.outer)
      add("chunk", "\(chunk.length.counted("product")); their sums are added, entering: \(outer)")
    } else {
      add("chunk", "none")
    }
    add("subnormal operands", accumulator.flushesOperands ? "zeros of their sign" : "kept")
    add(
      "NaN",
      accumulator.nan == .canonical
        ? "canonical"
        : "the first one of an addition, as x86 does; its own default has the sign set")
    add("result", accumulator.result.name)
    return fields
  }

  private static func stage(_ stage: AccumulatorStage) -> String {
    switch stage {
    case .exact: "exact"
    case .format(let format, let dialect):
      ([format.name] + differences(dialect)).joined(separator: ", ")
    case .grid(let grid): GridFacts(grid).name
    }
  }

  /// What a dialect says, the fields that have their first value left out.
  private static func differences(_ dialect: Dialect) -> [String] {
    let usual = Dialect().parameters
    return [dialect.rounding.name]
      + zip(dialect.parameters, usual).filter { $0.0 != $0.1 && $0.0.name != "rounding" }
      .map { "\($0.0.name) \($0.0.value)" }
  }

  private var adder: String {
    switch accumulator.adder {
    case .serial: "one product at a time"
    case .compensated: "one product at a time, what each addition loses carried over (Kahan)"
    case .aligned(let adder):
      "\(adder.terms.counted("product"))\(adder.includesSum ? " and the sum" : "") at a time, "
        + "aligned to the largest \(adder.exponent == .value ? "value" : "exponent"), "
        + "\(adder.bits.counted("bit")) below it kept, \(adder.rounding.name)"
    }
  }

  private var order: String {
    switch accumulator.order {
    case .sequential: "from index 0 on"
    case .oddFirst: "of each pair the odd index first"
    case .pairwise: "halves, each summed so, then added"
    case .permuted(let seed): "the permutation of seed \(seed)"
    case .lanes(let lanes, let combination):
      "\(lanes.counted("lane")), index i in lane i mod \(lanes), combined by "
        + (combination == .sequential ? "one after the other" : combination.rawValue)
    }
  }

  // MARK: - JSON

  /// The sheet in JSON.
  var document: Document {
    Document(
      name: accumulator.name,
      fields: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) }),
      product: StageDocument(accumulator.product), sum: StageDocument(accumulator.sum),
      outer: accumulator.chunk.map { StageDocument($0.outer) },
      chunk: accumulator.chunk?.length, flushesOperands: accumulator.flushesOperands,
      result: accumulator.result.name, hypothesis: entry?.isHypothesis, source: entry?.source,
      page: entry?.page, note: entry.flatMap { $0.note.isEmpty ? nil : $0.note })
  }

  /// An accumulator in JSON; what does not apply is left out.
  struct Document: Encodable {
    var name: String
    /// Every field in words.
    var fields: [String: String]
    var product: StageDocument
    var sum: StageDocument
    var outer: StageDocument?
    var chunk: Int?
    var flushesOperands: Bool
    var result: String
    var hypothesis: Bool?
    var source: String?
    var page: String?
    var note: String?
  }

  /// A stage in JSON.
  struct StageDocument: Encodable {
    /// `exact`, `format` or `grid`.
    var kind: String
    var format: String?
    /// The fields of the dialect.
    var dialect: [String: String]?
    var significandBits: Int?
    var exponentBits: Int?
    var bias: Int?
    var rounding: String?
    var flushes: Bool?
    var saturates: Bool?
    /// The largest and the smallest magnitude.
    var largest: String?
    var smallest: String?
    /// How many values there are, zero included, where they are finitely many.
    var values: String?

    init(_ stage: AccumulatorStage) {
      rounding = stage.rounding?.name
      switch stage {
      case .exact: kind = "exact"
      case .format(let descriptor, let rules):
        kind = "format"
        format = descriptor.name
        dialect = Dictionary(uniqueKeysWithValues: rules.parameters.map { ($0.name, $0.value) })
      case .grid(let grid):
        kind = "grid"
        let facts = GridFacts(grid)
        significandBits = grid.significandBits
        exponentBits = grid.exponentBits
        bias = grid.bias
        flushes = grid.flushes
        saturates = grid.saturates
        largest = facts.largest.description
        smallest = facts.smallest.description
        values = grid.flushes && grid.saturates ? facts.count.description : nil
      }
    }
  }
}
