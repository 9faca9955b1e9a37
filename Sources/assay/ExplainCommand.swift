import ArgumentParser

/// `assay explain`: single cases, step by step.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Derive single cases step by step, exactly.",
    usage: "assay explain OPERATION --values LIST [options]",
    discussion: """
      OPERATION is cast, add, sub, mul, div, sqrt, fma or faa. LIST holds
      values between commas: integers, n/d, decimals, hex floats, inf, -inf,
      nan, or codes of the operand format as in code:7E.

      A cast takes any number of values, one case each. Without --from a
      value enters the target exactly as written; with it, the value must be
      one of that format. Other operations take as many values as operands.
      Without --dialect, --rounding or --overflow a cast also shows what
      every dialect makes of the same input.

      Examples:
        assay explain cast --to float8_e4m3fn --values 465,-17/2
        assay explain cast --from float32 --to bfloat16 --values code:3F808000
        assay explain cast --to float4_e2m1fn --values 0.7 \\
          --rounding stochastic-8 --word 0x40
        assay explain add --format float8_e5m2 --values 1,0x1p-3
      """)

  @Argument(help: "The operation.") var operation: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The values; may begin with a minus sign.", valueName: "list"))
  var values: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The random word of a stochastic rounding, decimal or 0x and hex digits.",
      valueName: "word"))
  var word: String?

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var options: OperationOptions

  @OptionGroup var catalogOptions: CatalogOptions

  func run() throws {
    let derivation = try Derivation(
      OperationOptions.kind(named: operation), options, values: InputValue.list(values),
      word: word, in: catalogOptions.catalog())
    if json { try Output.json(derivation) } else { derivation.print() }
  }
}
