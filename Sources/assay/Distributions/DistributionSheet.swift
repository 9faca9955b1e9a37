import Descriptors
import ExactArithmetic
import Reference

/// A whole distribution with its moments and what was proved of it.
struct DistributionSheet: Encodable {
  /// The estimator's name: `mvue-2:4/pair-table`.
  var estimator: String
  /// The values that went in.
  var input: [String]
  /// Everything that may come out, in order of first appearance.
  var outcomes: [Outcome]
  var mean: [String]
  /// The trace of the covariance.
  var variance: String
  /// Whether the mean is the input, as rationals.
  var unbiased: Bool
  /// The least variance that an unbiased estimator of its kind can have; absent where no such
  /// bound is stated.
  var minimumVariance: String?
  /// Mean less input, where it is not 0.
  var bias: [String]?
  /// The probability of each value to be kept, of a design of least variance.
  var inclusion: [String]?
  /// The magnitude of what is kept by chance; absent where nothing is drawn.
  var scale: String?
  /// The indices of the values that are kept for certain, from 0.
  var saturated: [Int]?
  /// The equalities of rationals that were checked.
  var obligations: [Obligation]
  /// A sentence for the reader, below the table.
  let remark: String?

  /// One outcome.
  struct Outcome: Encodable {
    var probability: String
    var values: [String]
  }

  /// A statement and whether it holds.
  struct Obligation: Encodable {
    var statement: String
    var holds: Bool
  }

  private enum CodingKeys: CodingKey {
    case estimator, input, outcomes, mean, variance, unbiased, minimumVariance, bias, inclusion
    case scale, saturated, obligations
  }

  /// A distribution of an estimate of the input.
  init(
    _ estimator: String, of input: [Rational], _ law: Distribution<[Rational]>,
    remark: String? = nil
  ) {
    self.estimator = estimator
    self.remark = remark
    self.input = input.map(\.description)
    outcomes = law.entries.map {
      Outcome(probability: $0.probability.description, values: $0.outcome.map(\.description))
    }
    let mean = law.mean
    self.mean = mean.map(\.description)
    variance = law.variance.description
    unbiased = mean == input
    if !unbiased { bias = zip(mean, input).map { ($0 - $1).description } }
    let sum = law.entries.reduce(into: Rational.zero) { $0 += $1.probability }
    obligations = [
      Obligation(statement: "the probabilities sum to 1", holds: sum == .one),
      Obligation(statement: "the mean is the input", holds: unbiased),
    ]
  }

  /// Text for a terminal.
  func print() {
    Output.line(Style.output.heading("\(estimator) of \(input.joined(separator: ", "))"))
    var table = WrappedTable()
    table.add("probability", "values")
    for outcome in outcomes {
      table.add(outcome.probability, outcome.values.joined(separator: ", "))
    }
    for line in table.lines { Output.line(line) }
    Output.line()
    var facts = WrappedTable()
    facts.add("outcomes", "\(outcomes.count)")
    facts.add("mean", mean.joined(separator: ", "))
    if let bias { facts.add("bias", bias.joined(separator: ", ")) }
    facts.add("variance", variance)
    if let minimumVariance { facts.add("least possible", minimumVariance) }
    if let inclusion { facts.add("kept with", inclusion.joined(separator: ", ")) }
    if let scale { facts.add("scale", scale) }
    if let saturated, !saturated.isEmpty {
      facts.add("kept always", saturated.map { input[$0] }.joined(separator: ", "))
    }
    for line in facts.lines { Output.line(line) }
    Output.line()
    var checked = WrappedTable()
    for obligation in obligations {
      checked.add(
        obligation.holds ? Style.output.good("holds") : Style.output.bad("fails"),
        obligation.statement)
    }
    for line in checked.lines { Output.line(line) }
    if let remark {
      Output.line()
      var text = WrappedTable()
      text.add("note", remark)
      for line in text.lines { Output.line(line) }
    }
  }
}

extension InputValue {
  /// Reads values between commas that must be finite numbers.
  static func finiteList(_ text: String) throws(CommandFailure) -> [Rational] {
    try list(text).map { value throws(CommandFailure) in
      guard case .datum(let datum) = value.meaning else {
        throw .usage("'\(value.text)' is a code of no format", "write its value")
      }
      guard let number = datum.number else {
        throw .usage(
          "'\(value.text)' is no finite number, and has no place in a distribution",
          "NaN and infinities are kept as they are, without chance; leave them out")
      }
      return number
    }
  }
}

extension [InputValue] {
  /// `map` that throws what its closure throws.
  fileprivate func map<Image>(
    _ transform: (InputValue) throws(CommandFailure) -> Image
  ) throws(CommandFailure) -> [Image] {
    var images: [Image] = []
    for value in self { images.append(try transform(value)) }
    return images
  }
}
