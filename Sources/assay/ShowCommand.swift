import ArgumentParser
import Descriptors

/// `assay show`: what a name means.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a name means, or a format's codes.",
    usage: "assay show NAME [--codes] [--json] [--formats FILE]",
    discussion: """
      NAME is a format in any spelling (ml_dtypes, ONNX, MLIR, PTX,
      safetensors, P3109; system:name where two systems differ), a dialect,
      a mask (2:4, transposable-4:8), an estimator (mvue-2:4), an accumulator
      (fmaq-m7e4-12-10; accumulator:float32 where a format has the name) or a
      block format (nvfp4, mxfp4_e2m1-ceil). Masks come with their number,
      counted exactly.

      Examples:
        assay show float8_e4m3fn
        assay show FLOAT4E2M1 --codes
        assay show torch-2.13 --json
        assay show transposable-4:8
        assay show fmaq-m7e4-12-10
      """)

  @Argument(help: "What to show.") var name: String

  @Flag(help: "Print every code with its exact value (formats up to 16 bits).")
  var codes = false

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var catalogOptions: CatalogOptions

  func run() throws {
    let catalog = try catalogOptions.catalog()
    switch try Shown(name, in: catalog) {
    case .format(let format) where codes:
      let table = try CodeTable(format)
      if json { try Output.json(table.document) } else { table.print() }
    case .format(let format):
      let sheet = try FormatSheet(format)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    case .mask(let rule):
      try requireFormat(rule.name, "a mask")
      let sheet = MaskSheet(rule, in: catalog)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    case .pruning(let pruning):
      try requireFormat(pruning.name, "an estimator")
      let sheet = EstimatorSheet(pruning, in: catalog)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    case .accumulator(let accumulator):
      try requireFormat(accumulator.name, "an accumulator")
      let sheet = AccumulatorSheet(accumulator, in: catalog)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    case .block(let block):
      try requireFormat(block.name, "a block format")
      let sheet = BlockSheet(block, in: catalog)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    case .dialect(let preset):
      try requireFormat(preset.name, "a dialect")
      let sheet = DialectSheet(preset: preset)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    }
  }

  private func requireFormat(_ name: String, _ kind: String) throws(CommandFailure) {
    guard codes else { return }
    throw .usage("\(name) is \(kind), which has no codes", "leave out --codes")
  }
}
