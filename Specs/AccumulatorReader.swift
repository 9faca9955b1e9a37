internal import Descriptors

/// Reads the entries under `accumulators:`.
struct AccumulatorReader {
  private let stages: StageReader
  private static let keys = [
    "name", "product", "sum", "adder", "order", "chunk", "flushes-operands", "nan", "result",
    "source", "page", "note", "hypothesis",
  ]

  /// A reader that looks names up in a catalogue.
  init(_ catalog: Catalog) { stages = StageReader(catalog: catalog) }

  /// Reads one entry.
  func entry(_ node: SpecNode) throws(SpecError) -> AccumulatorEntry {
    let (fields, name) = try SparsityReader.named(node, "an accumulator")
    try fields.requireKnown(Self.keys)
    guard let sumNode = fields.node("sum") else {
      throw node.error(
        "\(fields.owner) lacks 'sum'", "name a format, give it a dialect, or write a grid")
    }
    let sum = try stages.stage(sumNode, "'sum' of \(fields.owner)")
    var product = AccumulatorStage.exact
    if let node = fields.node("product") {
      product = try stages.stage(node, "'product' of \(fields.owner)")
    }
    guard let resultNode = fields.node("result") else {
      throw node.error("\(fields.owner) lacks 'result'", "name the format of its results")
    }
    let accumulator = Accumulator(
      name: name, product: product, sum: sum, adder: try adder(fields), order: try order(fields),
      chunk: try chunk(fields, sum: sum),
      flushesOperands: try fields.boolean("flushes-operands") ?? false,
      nan: try fields.choice("nan") ?? .canonical,
      result: try stages.format(resultNode, "'result' of \(fields.owner)"))
    try Self.check(accumulator, fields)
    return AccumulatorEntry(
      name: name, accumulator: accumulator, source: try SparsityReader.source(fields),
      page: try SparsityReader.page(fields), note: try fields.text("note") ?? "",
      isHypothesis: try fields.boolean("hypothesis") ?? false)
  }

  private func adder(_ fields: SpecFields) throws(SpecError) -> Accumulator.Adder {
    guard let node = fields.node("adder") else { return .serial }
    switch node.text {
    case "serial": return .serial
    case "compensated": return .compensated
    case .some:
      throw fields.error(
        "adder", "'adder' cannot be \(node.kind)",
        "use serial, compensated, or {terms: N, bits: N} for one that aligns")
    case nil: break
    }
    let aligned = try SpecFields(node, owner: "'adder' of \(fields.owner)")
    try aligned.requireKnown(["terms", "bits", "rounding", "includes-sum", "exponent"])
    return .aligned(
      AlignedAdder(
        terms: try aligned.requiredInteger("terms", in: SumLimits.terms),
        bits: try aligned.requiredInteger("bits", in: SumLimits.bits),
        rounding: try stages.rounding(aligned) ?? .towardZero,
        includesSum: try aligned.boolean("includes-sum") ?? true,
        exponent: try aligned.choice("exponent") ?? .operands))
  }

  private func order(_ fields: SpecFields) throws(SpecError) -> Accumulator.Order {
    guard let node = fields.node("order") else { return .sequential }
    switch node.text {
    case "sequential": return .sequential
    case "odd-first": return .oddFirst
    case "pairwise": return .pairwise
    case .some:
      throw fields.error(
        "order", "'order' cannot be \(node.kind)",
        "use sequential, odd-first, pairwise, {lanes: N} or {permuted: SEED}")
    case nil: break
    }
    let order = try SpecFields(node, owner: "'order' of \(fields.owner)")
    try order.requireKnown(["lanes", "combination", "permuted"])
    if let seed = order.node("permuted") {
      guard !order.has("lanes"), !order.has("combination") else {
        throw order.error("permuted", "'permuted' and 'lanes' are two orders", "keep one of them")
      }
      guard let text = seed.text, let number = UInt64(text) else {
        throw order.error(
          "permuted", "'permuted' must be a seed, not \(seed.kind)",
          "use an integer from 0 to 2^64 - 1")
      }
      return .permuted(seed: number)
    }
    let lanes = try order.requiredInteger("lanes", in: SumLimits.lanes)
    return .lanes(lanes, try order.choice("combination") ?? .halves)
  }

  private func chunk(
    _ fields: SpecFields, sum: AccumulatorStage
  ) throws(SpecError) -> Accumulator.Chunk? {
    guard let node = fields.node("chunk") else { return nil }
    if node.text != nil {
      let length = try fields.requiredInteger("chunk", in: SumLimits.chunk)
      return Accumulator.Chunk(length: length, outer: sum)
    }
    let chunk = try SpecFields(node, owner: "'chunk' of \(fields.owner)")
    try chunk.requireKnown(["length", "outer"])
    let length = try chunk.requiredInteger("length", in: SumLimits.chunk)
    var outer = sum
    if let node = chunk.node("outer") {
      outer = try stages.stage(node, "'outer' in 'chunk' of \(fields.owner)")
    }
    return Accumulator.Chunk(length: length, outer: outer)
  }

  /// Refuses fields that do not go together.
  private static func check(
    _ accumulator: Accumulator, _ fields: SpecFields
  ) throws(SpecError) {
    if case .lanes(let lanes, let combination) = accumulator.order, combination != .sequential,
      lanes & (lanes - 1) != 0
    {
      throw fields.error(
        "order", "\(lanes) lanes have no '\(combination.rawValue)'",
        "take a power of two, or 'combination: sequential'")
    }
    if case .aligned = accumulator.adder {
      switch accumulator.order {
      case .sequential, .oddFirst, .permuted: break
      case .lanes, .pairwise:
        throw fields.error(
          "order", "an adder that aligns takes its terms one group after the other",
          "use sequential, odd-first or {permuted: SEED}")
      }
    }
    if accumulator.nan == .x86, accumulator.adder != .serial {
      throw fields.error("nan", "'nan: x86' needs a serial adder", "remove 'nan' or 'adder'")
    }
    if accumulator.adder == .compensated, accumulator.order == .pairwise {
      throw fields.error(
        "order", "a pairwise order has no running sum to compensate", "use another order or adder")
    }
  }
}
