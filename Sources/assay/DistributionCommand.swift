import ArgumentParser
import Descriptors

/// `assay distribution`: everything that a random operation may answer, with exact probabilities.
struct DistributionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distribution",
    abstract: "List every outcome of an estimator with its exact probability.",
    usage: "assay distribution ESTIMATOR --values LIST [options]",
    discussion: """
      ESTIMATOR is one of:
        mvue                 one block, --pattern N:M keeps N of its M values
        prune-below          single values, --threshold T, or --sparsity S for
                             the threshold that makes a share S of them 0
        stochastic-rounding  single values, --to F [--rounding stochastic-N]

      mvue draws by --design: systematic, pair-table (2:4 only; the default
      there, as in the literature), successive, uniform or greedy. The fast
      kernels draw systematically; all of the first two have the least
      variance. --quantised BITS rounds the probabilities and stays unbiased.
      With --to F the values enter a format, by --rounding and --overflow.

      LIST is read as by 'assay explain'; values are finite.

      Examples:
        assay distribution mvue --pattern 2:4 --values 3,-1,2,-4
        assay distribution mvue --pattern 4:8 --values 9,1,1,2,3,0,5,8 --json
        assay distribution prune-below --threshold 1/2 --values 0.3
        assay distribution stochastic-rounding --to float4_e2m1fn \\
          --rounding stochastic-8 --values 0.7
      """)

  @Argument(help: "mvue, prune-below or stochastic-rounding.") var estimator: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The values; may begin with a minus sign.", valueName: "list"))
  var values: String

  @Option(
    help: ArgumentHelp(
      "prune-below: the expected share of zeros, in place of --threshold.", valueName: "share"))
  var sparsity: String?

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var options: OperationOptions

  @OptionGroup var catalogOptions: CatalogOptions

  func run() throws {
    let catalog = try catalogOptions.catalog()
    let input = try InputValue.finiteList(values)
    guard sparsity == nil || estimator == EstimatorName.pruneBelow.rawValue else {
      throw CommandFailure.usage("\(estimator.excerpt) has no --sparsity", "leave it out")
    }
    let sheet: DistributionSheet
    switch EstimatorName(rawValue: estimator) {
    case .mvue: sheet = try .pruning(input, options, catalog)
    case .pruneBelow: sheet = try .pruneBelow(input, options, sparsity: sparsity)
    case .stochasticRounding: sheet = try .rounding(input, options, catalog)
    case nil:
      throw CommandFailure.unknown(
        "estimator", estimator, among: EstimatorName.allCases.map(\.rawValue))
    }
    if json { try Output.json(sheet) } else { sheet.print() }
  }

  private enum EstimatorName: String, CaseIterable {
    case mvue
    case pruneBelow = "prune-below"
    case stochasticRounding = "stochastic-rounding"
  }
}
