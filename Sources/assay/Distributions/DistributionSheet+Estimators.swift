import Descriptors
import ExactArithmetic
import Reference
import Specs

extension DistributionSheet {
  /// The most outcomes that are listed; more would not be read by anyone.
  private static let mostOutcomes = 20_000

  /// One block under an N:M design.
  static func pruning(
    _ values: [Rational], _ options: OperationOptions, _ catalog: Catalog
  ) throws -> DistributionSheet {
    let isTwoOfFour = options.pattern == "2:4" && options.quantised == nil && !options.isInteger
    let pruning = try options.pruning(standard: isTwoOfFour ? .pairTable : .systematic)
    guard values.count == pruning.pattern.of else {
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), a block of \(pruning.pattern) has "
          + "\(pruning.pattern.of)",
        "give exactly one block")
    }
    let estimator = try asUsage { () throws(PruningError) in try BlockEstimator(pruning) }
    let ideal = try asUsage { () throws(PruningError) in try estimator.distribution(of: values) }
    guard ideal.count <= mostOutcomes else {
      throw CommandFailure.usage(
        "\(ideal.count) outcomes are too many to list", "choose a shorter block")
    }
    let (law, entered) = try entering(ideal, options, catalog)
    let isDefault = options.design == nil && isTwoOfFour
    var sheet = DistributionSheet(
      pruning.name + entered, of: values, law,
      remark: isDefault
        ? "the pair table is the solution of the literature; --design systematic is what the "
          + "fast kernels draw, with the same mean and variance" : nil)
    let filling = WaterFilling(values, keep: pruning.pattern.keep)
    sheet.minimumVariance = filling.minimumVariance.description
    let isQuantised = if case .quantised = pruning.draw { true } else { false }
    if !isQuantised, [.systematic, .pairTable].contains(pruning.design) {
      sheet.inclusion = filling.inclusion.map(\.description)
      sheet.scale = filling.scale?.description
      sheet.saturated = filling.saturated.sorted()
      let violation = filling.certificate.violation(for: values, keep: pruning.pattern.keep)
      sheet.obligations += [
        Obligation(
          statement: "the variance is the least possible",
          holds: law.variance == filling.minimumVariance && law.mean == values),
        Obligation(
          statement: "the inclusion probabilities satisfy the Karush-Kuhn-Tucker conditions",
          holds: violation == nil),
      ]
    }
    return sheet
  }

  /// Single values that stay from a threshold on.
  static func pruneBelow(
    _ values: [Rational], _ options: OperationOptions, sparsity: String?
  ) throws -> DistributionSheet {
    guard !options.hasFormats else {
      throw CommandFailure.usage(
        "prune-below takes exact values here", "leave out --format, --to and the rules")
    }
    let threshold = try threshold(options.threshold, sparsity: sparsity, values)
    let pruning = try asUsage { () throws(PruningError) in
      try StochasticPruning(threshold: threshold)
    }
    let law = try independent(values.map { pruning.distribution(of: $0) })
    var sheet = DistributionSheet("prune-below \(threshold)", of: values, law)
    let expected = values.reduce(into: Rational.zero) { $0 += pruning.variance(of: $1) }
    sheet.obligations.append(
      Obligation(
        statement: "the variance is the sum of threshold |x| - x^2 below the threshold",
        holds: law.variance == expected))
    if let sparsity {
      let zeros = law.entries.reduce(into: Rational.zero) { sum, entry in
        sum += entry.probability * Rational(entry.outcome.count(where: \.isZero))
      }
      let wanted = try InputValue.finiteList(sparsity)[0]
      sheet.obligations.append(
        Obligation(
          statement: "the expected share of zeros is \(wanted)",
          holds: zeros == wanted * Rational(values.count)))
    }
    return sheet
  }

  /// The threshold as it was given, or the one that makes a share of the values 0.
  private static func threshold(
    _ threshold: String?, sparsity: String?, _ values: [Rational]
  ) throws -> Rational {
    guard (threshold == nil) != (sparsity == nil) else {
      throw CommandFailure.usage(
        threshold == nil
          ? "prune-below lacks --threshold" : "--threshold and --sparsity are two ways",
        "write for example --threshold 1/2, or --sparsity 0.9")
    }
    let given = try InputValue.finiteList(threshold ?? sparsity ?? "")
    guard given.count == 1 else {
      throw CommandFailure.usage(
        "\(threshold == nil ? "--sparsity" : "--threshold") takes one value",
        "write for example 1/2")
    }
    guard sparsity != nil else { return given[0] }
    switch SparsityThreshold(sparsity: given[0], of: values) {
    case .threshold(let found): return found
    case .alreadySparser(let share):
      throw CommandFailure.usage(
        "a share of \(share) of the values is 0 already", "ask for that or more")
    case .unreachable:
      throw CommandFailure.usage(
        "no threshold makes a share of \(given[0]) of these values 0",
        "write a share from 0 to below 1")
    }
  }

  /// Single values, rounded stochastically into a format.
  static func rounding(
    _ values: [Rational], _ options: OperationOptions, _ catalog: Catalog
  ) throws -> DistributionSheet {
    guard !options.isParticular, options.from == nil, options.format == nil else {
      throw CommandFailure.usage(
        "stochastic-rounding takes --to and the rules only", "leave the other options out")
    }
    guard let to = options.to else {
      throw CommandFailure.usage(
        "stochastic-rounding lacks --to", "name the format of the results")
    }
    let format = try catalog.format(named: to)
    try format.requireReference()
    var (dialect, _) = try options.dialect.resolved(for: format, in: catalog)
    if options.dialect.rounding == nil { dialect.rounding = .stochastic(bits: 32, variant: .c) }
    guard dialect.rounding.takesRandomWord else {
      throw CommandFailure.usage(
        "\(dialect.rounding.name) draws nothing", "write --rounding stochastic-8")
    }
    let estimator = StochasticRoundingEstimator(NumberFormat(format), dialect: dialect)
    let laws = try values.map { value in
      guard let law = estimator.distribution(of: value) else {
        throw CommandFailure.usage(
          "\(ExactText.short(value)) may become no number in \(format.name)",
          "use --overflow sat-finite or a smaller value")
      }
      return law
    }
    return DistributionSheet(
      "\(dialect.rounding.name) to \(format.name)", of: values, try independent(laws))
  }

  /// Independent values as one distribution.
  private static func independent(
    _ laws: [Distribution<Rational>]
  ) throws -> Distribution<[Rational]> {
    let count = laws.reduce(1) { $0 > mostOutcomes ? $0 : $0 * $1.count }
    guard count <= mostOutcomes else {
      throw CommandFailure.usage(
        "\(laws.count) independent values have too many outcomes to list", "give fewer values")
    }
    return Distribution.independent(laws)
  }

  /// The outcomes as values of a format, where one is asked for, and what is added to the name.
  private static func entering(
    _ law: Distribution<[Rational]>, _ options: OperationOptions, _ catalog: Catalog
  ) throws -> (Distribution<[Rational]>, String) {
    guard let name = options.to ?? options.format else {
      guard !options.dialect.isGiven, options.from == nil else {
        throw CommandFailure.usage("rules need a format", "name it with --to")
      }
      return (law, "")
    }
    let format = try catalog.format(named: name)
    try format.requireReference()
    let (dialect, _) = try options.dialect.resolved(for: format, in: catalog)
    let rounding = StochasticRoundingEstimator(NumberFormat(format), dialect: dialect)
    guard let rounded = rounding.distribution(of: law) else {
      throw CommandFailure.usage(
        "a result may be no number in \(format.name)", "use --overflow sat-finite")
    }
    return (rounded, " to \(format.name), \(dialect.rounding.name)")
  }

  private static func asUsage<Value>(
    _ body: () throws(PruningError) -> Value
  ) throws(CommandFailure) -> Value {
    do {
      return try body()
    } catch {
      throw .reason("\(error)")
    }
  }
}
