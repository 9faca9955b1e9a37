import ArgumentParser
import Conformance
import Descriptors

/// `assay apply`: an operation over a raw stream of codes.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Compute an operation over a raw stream of codes.",
    usage: "assay apply OPERATION [--by DEVICE] [options] < codes > codes",
    discussion: """
      Reads codes from stdin and writes the results' codes to stdout. A code
      takes 1, 2, 4 or 8 bytes, little-endian, the smallest that holds it;
      the operands of a case follow each other, and random words of 4 bytes
      come last where the operation takes some.

      \(OperationOptions.streams)

      Examples:
        assay apply cast --from float32 --to float8_e4m3fn < in > out
        assay apply fma --format float16 --to float32 --by reference < in > out
        assay apply mask --pattern 2:4 --format float32 --rows 64 \\
          --columns 128 < weights > mask
        assay apply mvue --pattern 2:4 --format float32 --seed 7 < grad > pruned
        assay apply dot --accumulator fmaq-m7e4-12-10 --length 64 \\
          --format float8_e4m3fn < in > sums
        assay apply encode-block --block nvfp4 --columns 64 --format float32 \\
          < in > codes
      """)

  @Argument(
    help: ArgumentHelp(
      "cast, add, sub, mul, div, sqrt, fma, faa, \(OperationOptions.Function.listed)."))
  var operation: String

  @Option(
    help: ArgumentHelp(
      "reference, or a device: production, production:avx2, ... (see 'assay list devices').",
      valueName: "device"))
  var by = "production"

  @Option(
    help: ArgumentHelp(
      "Draw the random words, where the operation takes some.", valueName: "number"))
  var seed: UInt64?

  @Flag(help: "mask: check that the codes obey the pattern already.") var check = false

  @OptionGroup var options: OperationOptions

  @OptionGroup var catalogOptions: CatalogOptions

  func run() async throws {
    let resolved = try options.resolved(operation, in: catalogOptions.catalog()).operation
    if check {
      guard case .mask = resolved.function, seed == nil else {
        throw CommandFailure.usage("--check goes with mask", "leave it out")
      }
      var stream = CodeStream(cases: try PatternCheck(resolved), deviceName: "the check")
      try await stream.run()
      guard let cases = stream.cases as? PatternCheck, let violation = cases.violation else {
        return
      }
      Output.line(violation)
      try Output.flush()
      throw Ending(status: .refuted)
    }
    guard seed == nil || resolved.wordCount > 0 else {
      throw CommandFailure.usage("\(operation) draws nothing here", "leave out --seed")
    }
    let unit = try KnownDevices.prepared(named: by, for: resolved)
    var stream = CodeStream(cases: OperationCases(resolved, unit, seed: seed), deviceName: by)
    try await stream.run()
    guard let cases = stream.cases as? OperationCases else { return }
    for line in cases.flagged.remarks(resolved) {
      Output.write(Diagnostics.line(line), to: .diagnostics)
    }
  }
}
