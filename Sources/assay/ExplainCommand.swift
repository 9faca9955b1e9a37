import ArgumentParser

/// `assay explain`: single cases, step by step.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Derive single cases step by step, exactly.",
    usage: "assay explain OPERATION --values LIST [options]",
    discussion: """
      OPERATION is any of 'assay list operations', or quantise. LIST holds values between
      commas: integers, n/d, decimals, hex floats, inf, -inf, nan, or codes of
      the operand format as in code:7E.

      A cast takes any number of values, one case each. Without --from a
      value enters the target exactly as written; with it, the value must be
      one of that format. Other operations take as many values as operands.
      Without --dialect, --rounding or --overflow a cast also shows what
      every dialect makes of the same input.

      \(OperationOptions.values)

      Examples:
        assay explain cast --to float8_e4m3fn --values 465,-17/2
        assay explain cast --from float32 --to bfloat16 --values code:3F808000
        assay explain cast --to float4_e2m1fn --values 0.7 \\
          --rounding stochastic-8 --word 0x40
        assay explain add --format float8_e5m2 --values 1,0x1p-3
        assay explain mvue --pattern 2:4 --values 3,-1,2,-4 --word 0x40000000
        assay explain mask --pattern transposable-1:2 --values 3,2,2,0
        assay explain dot --accumulator fmaq-m7e4-12-10 --values 3,5,1,7
        assay explain encode-block --block mxfp4_e2m1-1x4 --values 1,2,3,7
        assay explain quantise --grid lapq-signed --bits 2 --step 8/5 \\
          --values -3,0,1/2
      """)

  @Argument(help: "The operation.") var operation: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The values; may begin with a minus sign.", valueName: "list"))
  var values: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The random word, decimal or 0x and hex digits; several between commas.",
      valueName: "word"))
  var word: String?

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var options: OperationOptions

  @OptionGroup var catalogOptions: CatalogOptions

  @OptionGroup var quantiser: QuantiserOptions

  func run() throws {
    if operation == QuantiserOptions.operation {
      guard word == nil, !options.isGiven else {
        throw CommandFailure.usage("quantise has a grid, bits and a step", "leave the rest out")
      }
      let sheet = QuantiserSheet(
        try quantiser.quantiser(in: catalogOptions.catalog()), try InputValue.finiteList(values))
      if json { try Output.json(sheet) } else { sheet.print() }
      return
    }
    guard !quantiser.isGiven else {
      throw CommandFailure.usage(
        "\(operation.excerpt) takes no options of quantise", "leave them out")
    }
    let derivation = try DerivationRequest(
      name: operation, options: options, values: InputValue.list(values), word: word,
      catalog: catalogOptions.catalog()
    ).derived()
    if json { try Output.json(derivation) } else { derivation.print() }
  }
}
