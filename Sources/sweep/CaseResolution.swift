import Conformance
import Descriptors
import Devices
import Reference
import Specs

/// A case made into checks, by the rules of the command line.
struct CaseResolution {
  /// Why a command line means nothing.
  struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  let item: SweepCase
  let catalog: Catalog
  let device: any Device

  /// Prepares the catalogue with the case's own formats.
  ///
  /// - Throws: `SpecError` for entries that mean nothing.
  init(_ item: SweepCase, on device: any Device) throws {
    self.item = item
    self.device = device
    var catalog = try Catalog.builtIn()
    if let text = item.specification {
      try catalog.add(specification: text, file: SweepCase.file)
    }
    self.catalog = catalog
  }

  /// The checks of the case.
  ///
  /// - Throws: `SpecError`, `OperationError` or `Refusal` for a line that means nothing.
  func checks() throws -> [PlannedCheck] {
    if item.operation.contains("/") {
      for format in catalog.formats { try requireReference(format) }
      return try VerificationPlan.everything(catalog: catalog, effort: .quick)
        .selecting([item.operation]).checks
    }
    if let kind = Operation.Kind(rawValue: item.operation) { return try scalar(kind) }
    let operation = try blockOperation()
    try require(device.support(for: operation))
    return try PlannedCheck.all(of: operation, on: device, effort: .quick)
  }

  private func require(_ support: DeviceSupport) throws(Refusal) {
    switch support {
    case .supported: return
    case .unsupported(let reason), .absent(let reason): throw Refusal(reason)
    }
  }

  private func format(_ option: String) throws -> FormatDescriptor {
    guard let name = item[option] else { throw Refusal("--\(option) is missing") }
    return try catalog.format(named: name)
  }

  /// Refuses what the command refuses: formats of more values than the reference counts or lists.
  private func requireReference(_ format: FormatDescriptor) throws(Refusal) {
    let isSigned: Bool
    switch format.encoding {
    case .float(let layout): isSigned = layout.signed
    case .fixedPoint(let layout): isSigned = layout.signed
    case .posit where format.bits > 16: throw Refusal("a posit of more than 16 bits")
    case .posit, .hiFloat8, .table: return
    }
    guard format.bits < 64 || isSigned else { throw Refusal("64 bits without a sign") }
  }

  private func dialect(
    for target: FormatDescriptor
  ) throws -> (dialect: Dialect, preset: String) {
    let preset = try catalog.dialect(named: item["dialect"] ?? "standard")
    var dialect = preset.dialect(for: target.name)
    if let name = item["rounding"] {
      guard let rule = RoundingRule(name: name) else { throw Refusal("no rounding '\(name)'") }
      dialect.rounding = rule
      guard preset.roundings.isEmpty || preset.roundings.contains(rule) else {
        throw Refusal("\(preset.name) does not round \(name)")
      }
    }
    if let name = item["overflow"] {
      guard let rule = OverflowRule(rawValue: name) else { throw Refusal("no overflow '\(name)'") }
      dialect.overflow = rule
    }
    return (dialect, preset.name)
  }

  // MARK: - One result

  private func scalar(_ kind: Operation.Kind) throws -> [PlannedCheck] {
    let operands: [FormatDescriptor]
    if kind == .cast {
      operands = [try format("from")]
    } else {
      let names = (item["format"] ?? "").split(separator: ",").map(String.init)
      let formats = try names.map { try catalog.format(named: $0) }
      if kind.family == .scaled, formats.count == 2 {
        operands = formats + formats
      } else {
        guard formats.count == 1 || formats.count == kind.operandCount else {
          throw Refusal("--format names \(formats.count) formats")
        }
        operands =
          formats.count == kind.operandCount
          ? formats : Array(repeating: formats[0], count: kind.operandCount)
      }
    }
    let target: FormatDescriptor
    if let result = kind.result(for: operands[0]) {
      guard !item.has("to"), !item.has("rounding"), !item.has("overflow") else {
        throw Refusal("\(kind.rawValue) has no --to, --rounding or --overflow")
      }
      target = result
    } else if kind == .cast || item.has("to") {
      target = try format("to")
    } else {
      let values = kind.family == .scaled ? [operands[1], operands[3]] : operands
      guard Set(values).count == 1 else { throw Refusal("--to is missing") }
      target = values[0]
    }
    let (dialect, preset) = try dialect(for: target)
    let operation = Operation(kind, operands: operands, result: target, dialect: dialect)
    for format in operands + [target] { try requireReference(format) }
    try require(device.support(for: operation))
    return [
      PlannedCheck(DeviceCheck(operation, on: device, preset: preset, effort: .quick))
    ]
  }

  // MARK: - Blocks

  private func integer(_ option: String, standard: Int? = nil) throws(Refusal) -> Int {
    guard let text = item[option] else {
      guard let standard else { throw Refusal("--\(option) is missing") }
      return standard
    }
    guard let value = Int(text) else { throw Refusal("--\(option) is no number") }
    return value
  }

  private var ragged: MaskRule.RaggedRule { item.has("ragged") ? .atMost : .refuse }

  private func blockOperation() throws -> Operation {
    if item.operation == "decode-block" { return try decoding() }
    let operand = try format("format")
    try requireReference(operand)
    switch item.operation {
    case "mask":
      guard let rule = MaskRule(named: item["pattern"] ?? "") else { throw Refusal("no rule") }
      return Operation(
        .mask(
          rule, rows: try integer("rows"), columns: try integer("columns"), ragged: ragged),
        format: operand)
    case "dot":
      let name = (item["accumulator"] ?? "") + (item["chunk"].map { "-chunk-\($0)" } ?? "")
      let rule = try catalog.accumulator(named: name)
      let result = item.has("to") ? try format("to") : rule.result
      try requireReference(result)
      return Operation(
        .dot(rule, length: try integer("length")), format: operand, result: result,
        dialect: try dialect(for: result).dialect)
    case "encode-block": return try encoding(operand)
    case "mvue", "prune-below": return try pruning(operand)
    default:
      // The options of the others are the parts of an id, in order.
      let parts = [item.operation] + item.options.compactMap(\.value)
      return try NamedOperation(parsing: parts.joined(separator: "/"), catalog: catalog).operation
    }
  }

  private func pruning(_ operand: FormatDescriptor) throws -> Operation {
    let result = item.has("to") ? try format("to") : operand
    try requireReference(result)
    let dialect = try dialect(for: result).dialect
    guard item.operation == "mvue" else {
      let text = (item["threshold"] ?? "").dropFirst("code:".count)
      guard let code = UInt64(text, radix: 16), code <= NumberFormat(operand).lastCode else {
        throw Refusal("no code of the format")
      }
      return Operation(
        .pruneBelow(threshold: code), format: operand, result: result, dialect: dialect)
    }
    guard let pattern = BlockPattern(named: item["pattern"] ?? "") else {
      throw Refusal("no pattern")
    }
    let name = item["design"] ?? "systematic"
    guard
      let design = BlockPruning.Design.allCases.first(where: {
        ($0 == .pairTable ? "pair-table" : $0.rawValue) == name
      })
    else { throw Refusal("no design") }
    let draw: BlockPruning.Draw =
      item.has("integer")
      ? .integer
      : item.has("quantised") ? .quantised(bits: try integer("quantised")) : .fraction
    return Operation(
      .prune(BlockPruning(pattern, design: design, draw: draw)), format: operand, result: result,
      dialect: dialect)
  }

  private func encoding(_ operand: FormatDescriptor) throws -> Operation {
    var (block, rows, columns) = try matrixOfBlocks()
    if item.has("rounding") {
      let rounding = try dialect(for: block.element).dialect.rounding
      guard rounding.takesRandomWord, block.drawsElements else {
        throw Refusal("elements are not rounded so")
      }
      block.elementDialect.rounding = rounding
    }
    return Operation(
      .encodeBlock(block, rows: rows, columns: columns, ragged: ragged), format: operand)
  }

  private func decoding() throws -> Operation {
    let result = try format("to")
    try requireReference(result)
    let (block, rows, columns) = try matrixOfBlocks()
    return Operation(
      .decodeBlock(block, rows: rows, columns: columns, ragged: ragged), format: result,
      dialect: try dialect(for: result).dialect)
  }

  private func matrixOfBlocks() throws -> (block: BlockFormat, rows: Int, columns: Int) {
    let block = try catalog.block(named: item["block"] ?? "")
    let (rows, columns) = (try integer("rows", standard: 1), try integer("columns"))
    guard
      item.has("ragged") || rows % block.shape.rows == 0 && columns % block.shape.columns == 0
    else { throw Refusal("the blocks do not fill the matrix") }
    return (block, rows, columns)
  }
}
