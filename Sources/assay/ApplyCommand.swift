import ArgumentParser

/// `assay apply`: an operation over a raw stream of codes.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Compute an operation over a raw stream of codes.",
    usage: "assay apply OPERATION [--by DEVICE] [options] < codes > codes",
    discussion: """
      Reads codes from stdin and writes the results' codes to stdout. A code
      takes 1, 2, 4 or 8 bytes, little-endian, the smallest that holds it;
      the operands of a case follow each other, and a random word of 4 bytes
      comes last where the rounding is stochastic.

      Examples:
        assay apply cast --from float32 --to float8_e4m3fn < in > out
        assay apply fma --format float16 --to float32 --by reference < in > out
      """)

  @Argument(help: "cast, add, sub, mul, div, sqrt, fma or faa.") var operation: String

  @Option(
    help: ArgumentHelp(
      "reference, or a device: production, production:avx2, ... (see 'assay list devices').",
      valueName: "device"))
  var by = "production"

  @OptionGroup var options: OperationOptions

  @OptionGroup var catalogOptions: CatalogOptions

  func run() async throws {
    let kind = try OperationOptions.kind(named: operation)
    let resolved = try options.resolved(kind, in: catalogOptions.catalog())
    let unit = try ReferenceDevice.orKnown(by, for: resolved.operation)
    try await CodeStream(resolved.operation, deviceName: by).run(unit)
  }
}
