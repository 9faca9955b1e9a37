public import Descriptors

/// Accumulators written as entries of a specification file.
public struct AccumulatorText: Sendable {
  private let catalog: Catalog

  /// A writer that leaves out of a stage's dialect what the catalogue's standard dialect says anyway.
  public init(_ catalog: Catalog) { self.catalog = catalog }

  /// The entry: the lines under `accumulators:`, each with its line break.
  ///
  /// - Parameter name: the entry's name; the accumulator's own where none is given.
  public func entry(_ accumulator: Accumulator, name: String? = nil) -> String {
    var fields = [("name", name ?? accumulator.name)]
    if accumulator.product != .exact { fields.append(("product", stage(accumulator.product))) }
    fields.append(("sum", stage(accumulator.sum)))
    switch accumulator.adder {
    case .serial: break
    case .compensated: fields.append(("adder", "compensated"))
    case .aligned(let adder):
      fields.append(
        (
          "adder",
          mapping([
            ("terms", "\(adder.terms)"), ("bits", "\(adder.bits)"),
            ("rounding", adder.rounding.name), ("includes-sum", "\(adder.includesSum)"),
            ("exponent", adder.exponent.rawValue),
          ])
        ))
    }
    switch accumulator.order {
    case .sequential: break
    case .oddFirst: fields.append(("order", "odd-first"))
    case .pairwise: fields.append(("order", "pairwise"))
    case .permuted(let seed): fields.append(("order", mapping([("permuted", "\(seed)")])))
    case .lanes(let lanes, let combination):
      fields.append(
        (
          "order", mapping([("lanes", "\(lanes)"), ("combination", combination.rawValue)])
        ))
    }
    if let chunk = accumulator.chunk {
      let isPlain = chunk.outer == accumulator.sum
      fields.append(
        (
          "chunk",
          isPlain
            ? "\(chunk.length)"
            : mapping([("length", "\(chunk.length)"), ("outer", stage(chunk.outer))])
        ))
    }
    if accumulator.flushesOperands { fields.append(("flushes-operands", "true")) }
    if accumulator.nan != .canonical { fields.append(("nan", accumulator.nan.rawValue)) }
    fields.append(("result", accumulator.result.name))
    return fields.enumerated().map { index, field in
      "  \(index == 0 ? "-" : " ") \(field.0): \(field.1)\n"
    }.joined()
  }

  private func stage(_ stage: AccumulatorStage) -> String {
    switch stage {
    case .exact: return "exact"
    case .grid(let grid):
      var fields = [
        ("significand", "\(grid.significandBits)"), ("exponent", "\(grid.exponentBits)"),
        ("bias", "\(grid.bias)"),
      ]
      if grid.rounding != .towardZero { fields.append(("rounding", grid.rounding.name)) }
      if !grid.flushes { fields.append(("flushes", "false")) }
      if !grid.saturates { fields.append(("saturates", "false")) }
      return mapping(fields)
    case .format(let format, let dialect):
      let standard = catalog.standard.dialect(for: format.name)
      var fields = [("format", format.name)]
      func add<Value: Equatable>(_ key: String, _ text: String, _ own: Value, _ usual: Value) {
        if own != usual { fields.append((key, text)) }
      }
      add("rounding", dialect.rounding.name, dialect.rounding, standard.rounding)
      add("overflow", dialect.overflow.name, dialect.overflow, standard.overflow)
      add("nan", dialect.nan.rawValue, dialect.nan, standard.nan)
      add("flush-results", "\(dialect.flushResults)", dialect.flushResults, standard.flushResults)
      add("wraps", "\(dialect.wraps)", dialect.wraps, standard.wraps)
      return fields.count == 1 ? format.name : mapping(fields)
    }
  }

  private func mapping(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + "}"
  }
}
