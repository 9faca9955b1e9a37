import ExactArithmetic
import Results

/// Gathers the errors of many cases of one series and makes measurements of them.
///
/// Sums are exact; a number enters binary64 once, at the end, and a square root is taken then.
struct ErrorTally: Sendable {
  private(set) var count = 0
  private(set) var notNumbers = 0
  private(set) var exactCount = 0
  private var signedSum = Rational.zero
  private var squareSum = Rational.zero
  private var signalSum = Rational.zero
  private var crossSum = Rational.zero
  private var relative: [Rational] = []
  private var ulp: [Rational] = []
  private var steps: [Rational] = []
  private var backward: [Rational] = []
  /// The place of the case with the largest backward error, and that error; the first of equals.
  private(set) var worst: (place: Int, error: Rational)?

  /// Takes in the next case.
  mutating func add(_ error: CaseError) {
    let place = count
    count += 1
    if let steps = error.steps { self.steps.append(steps) }
    guard let signed = error.signed, let got = error.got else {
      notNumbers += 1
      return
    }
    if signed.isZero { exactCount += 1 }
    signedSum += signed
    squareSum += signed * signed
    signalSum += error.exact * error.exact
    crossSum += got * error.exact
    if let relative = error.relative { self.relative.append(relative) }
    if let ulp = error.ulp { self.ulp.append(ulp) }
    if let backward = error.backward {
      self.backward.append(backward)
      if worst.map({ $0.error < backward }) ?? true { worst = (place, backward) }
    }
  }

  /// The results that were numbers.
  var measured: Int { count - notNumbers }

  /// The mean signed error.
  var bias: Rational? { measured == 0 ? nil : signedSum / Rational(measured) }

  /// The sum of squared errors over the sum of squared exact values.
  var noise: Rational? { signalSum.isZero ? nil : squareSum / signalSum }

  /// `E[q y] / E[y^2]`: the factor by which results have shrunk, in the sense of least squares.
  var shrink: Rational? { signalSum.isZero ? nil : crossSum / signalSum }

  /// The share of exact results among all.
  var exactShare: Rational? { count == 0 ? nil : Rational(exactCount, over: count) }

  /// The `numerator/denominator` quantile of values: the smallest one that at least this part of
  /// them does not exceed.
  static func quantile(_ sorted: [Rational], _ numerator: Int, _ denominator: Int) -> Rational? {
    guard !sorted.isEmpty else { return nil }
    let place = (sorted.count * numerator + denominator - 1) / denominator
    return sorted[max(0, place - 1)]
  }

  /// One figure of an experiment.
  struct Figure {
    var quantity: String
    var statistic: String
    var value: Double
    var exact: Rational?
  }

  /// Everything that exists for the cases at hand.
  var figures: [Figure] {
    var figures: [Figure] = []
    func put(_ quantity: String, _ statistic: String, _ exact: Rational?) {
      guard let exact, exact.approximateDouble.isFinite else { return }
      figures.append(
        .init(
          quantity: quantity, statistic: statistic, value: exact.approximateDouble, exact: exact))
    }
    put(Quantity.exact, "share", exactShare)
    put(Quantity.notNumbers, "count", Rational(notNumbers))
    put(Quantity.bias, "mean", bias)
    put(Quantity.shrink, "value", shrink)
    if let noise {
      // A root is no fraction; it is of a sum that is exact.
      figures.append(
        .init(
          quantity: Quantity.normwise, statistic: "rms",
          value: noise.approximateDouble.squareRoot(), exact: nil))
    }
    for (quantity, values) in [
      (Quantity.relative, relative), (Quantity.ulp, ulp), (Quantity.steps, steps),
      (Quantity.backward, backward),
    ] {
      let sorted = values.sorted()
      put(quantity, "median", Self.quantile(sorted, 1, 2))
      put(quantity, "p99", Self.quantile(sorted, 99, 100))
      put(quantity, "max", sorted.last)
    }
    return figures
  }

  /// Quantiles of the error over the sum of magnitudes; the abscissa is the percentage of cases.
  func distribution(experiment: String, series: [String: String]) -> [ExperimentRecord] {
    let sorted = backward.sorted()
    return [1, 5, 10, 25, 50, 75, 90, 95, 99, 100].compactMap { percent in
      Self.quantile(sorted, percent, 100).map { value in
        .measurement(
          Measurement(
            experiment: experiment, series: series, x: Double(percent),
            quantity: Quantity.distribution, statistic: "quantile",
            value: value.approximateDouble))
      }
    }
  }

  /// The figures as measurements of an experiment.
  func measurements(
    experiment: String, series: [String: String], x: Double? = nil
  ) -> [ExperimentRecord] {
    figures.map { figure in
      .measurement(
        Measurement(
          experiment: experiment, series: series, x: x, quantity: figure.quantity,
          statistic: figure.statistic, value: figure.value,
          exact: figure.exact.flatMap(\.shortText)))
    }
  }
}

/// The names of what is measured.
enum Quantity {
  static let exact = "exact results"
  static let notNumbers = "results that are no numbers"
  static let bias = "signed error"
  static let shrink = "shrink factor"
  static let normwise = "error relative to rms"
  static let relative = "relative error"
  static let ulp = "error in ulp"
  static let steps = "value steps"
  static let products = "error of sums of products relative to rms"
  static let distribution = "quantiles of error relative to sum of magnitudes"
  static let backward = "error relative to sum of magnitudes"
}

extension Rational {
  /// The fraction in full where it is short.
  var shortText: String? {
    let text = description
    return text.utf8.count <= 40 ? text : nil
  }
}
