import ArgumentParser
import Descriptors

/// `assay show`: what a name means.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a format or a dialect, or every code of a format.",
    usage: "assay show NAME [--codes] [--json] [--formats FILE]",
    discussion: """
      NAME is a format in any spelling (ml_dtypes, ONNX, MLIR, PTX,
      safetensors, P3109; system:name where two systems differ) or a
      dialect.

      Examples:
        assay show float8_e4m3fn
        assay show FLOAT4E2M1 --codes
        assay show torch-2.13 --json
      """)

  @Argument(help: "The format or dialect.") var name: String

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
    case .dialect(let preset):
      guard !codes else {
        throw CommandFailure.usage(
          "\(preset.name) is a dialect, which has no codes", "leave out --codes")
      }
      let sheet = DialectSheet(preset: preset)
      if json { try Output.json(sheet.document) } else { sheet.print() }
    }
  }
}
