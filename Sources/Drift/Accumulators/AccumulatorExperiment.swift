import Descriptors
import Devices
import Reference
public import Results
import Specs

/// How errors grow with the number of products: listed accumulators, operand formats, orders.
public struct AccumulatorExperiment: Experiment {
  /// Which accumulators are compared.
  public enum Subject: String, Sendable, CaseIterable {
    /// Accumulators of several formats.
    case accumulators
    /// One format in every order, with chunks.
    case orders
  }

  private let subject: Subject

  /// Creates the experiment.
  public init(_ subject: Subject = .accumulators) { self.subject = subject }

  public var name: String { subject.rawValue }

  public var summary: String {
    switch subject {
    case .accumulators: "how errors of sums grow with length, by accumulator and operand format"
    case .orders: "float32, float16 and bfloat16 sums in every order and chunk"
    }
  }

  private var names: [String] {
    switch subject {
    case .accumulators:
      [
        "float32", "float32-unfused", "float16", "bfloat16", "float32-lanes-8", "float32-pairwise",
        "float32-kahan", "float32-permuted-1", "fmaq-m7e4-12-10", "fmaq-m10e5-16-16", "hopper-fp8",
        "exact",
      ]
    case .orders:
      ["float32", "float16", "bfloat16"].flatMap { format in
        ["", "-lanes-8", "-pairwise", "-kahan", "-permuted-1", "-chunk-16", "-chunk-64"]
          .map { format + $0 }
      }
    }
  }

  private var formats: [String] {
    subject == .orders ? ["bfloat16"] : ["float8_e4m3fn", "bfloat16", "float32"]
  }

  private let longest = 4608
  private var lengths: [Int] { [16, 64, 256, 1024, longest] }

  private func count(_ effort: ExperimentContext.Effort) -> Int { effort == .quick ? 50 : 400 }

  public func parameters(_ context: ExperimentContext) -> [String: String] {
    ["sums": "\(count(context.effort))", "operands": "normal", "device": context.device.name]
  }

  public var sheet: ExperimentSheet {
    ExperimentSheet(
      experiment: name,
      title: subject == .orders ? "Orders of summation" : "Accumulators against exact sums",
      paragraphs: [
        "Both operands are standard normal and rounded into their format; every sum is compared "
          + "with the exact sum of the same products.",
        "The error relative to the sum of magnitudes does not depend on how much cancels; the "
          + "relative error does. An ulp is the spacing of the result format at the exact sum; value "
          + "steps count from the result to the exact sum rounded once.",
      ],
      figures: [
        FigureDescription(
          id: "growth", title: "How errors grow with the number of products.",
          caption: "Root mean square of the error over that of the sums, one line an accumulator.",
          quantity: Quantity.normwise, statistic: "rms", mark: .line,
          horizontal: .init("products", isLogarithmic: true),
          vertical: .init(Quantity.normwise, isLogarithmic: true), colour: "accumulator",
          facet: "operands"),
        FigureDescription(
          id: "distribution", title: "Which errors are typical.",
          caption: "Quantiles of the error of sums of \(longest) products over the sum of "
            + "magnitudes, one line an accumulator.",
          quantity: Quantity.distribution, statistic: "quantile", mark: .line,
          horizontal: .init("percent of sums at or below"),
          vertical: .init("error / magnitudes", isLogarithmic: true), colour: "accumulator",
          facet: "operands"),
      ],
      tables: [
        TableDescription(
          title: "Root mean square of the error over that of the sums.",
          rows: ["accumulator", "operands"],
          columns: .abscissas(.init(Quantity.normwise, "rms", heading: "numbers of products"))),
        TableDescription(
          title: "Sums of \(longest) products.", rows: ["accumulator", "operands"],
          columns: .quantities([
            .init(Quantity.bias, "mean", heading: "mean error"),
            .init(Quantity.shrink, "value", heading: "shrink"),
            .init(Quantity.relative, "median", heading: "median relative"),
            .init(Quantity.ulp, "median", heading: "median ulp"),
            .init(Quantity.ulp, "p99", heading: "99 % ulp"),
            .init(Quantity.steps, "max", heading: "most value steps"),
            .init(Quantity.backward, "max", heading: "largest / magnitudes"),
            .init(Quantity.exact, "share", heading: "exact"),
          ])),
      ],
      smallerIsBetter: [
        Quantity.normwise, Quantity.relative, Quantity.ulp, Quantity.steps, Quantity.backward,
        Quantity.notNumbers,
      ],
      largerIsBetter: [Quantity.exact])
  }

  public func run(
    _ context: ExperimentContext, emit: (ExperimentRecord) throws -> Void
  ) async throws {
    let accumulators = try names.map { try context.catalog.accumulator(named: $0) }
    var refused: Set<String> = []
    var step = 0
    for operands in formats {
      let format = NumberFormat(try context.catalog.format(named: operands))
      for length in lengths {
        let trial = DotTrial(
          data: DotData(kind: .normal, format: format, length: length, seed: context.seed),
          count: count(context.effort), accumulators: accumulators)
        for outcome in try await trial.run(context) {
          let series = ["accumulator": outcome.accumulator.name, "operands": operands]
          if let refusal = outcome.refusal {
            let text = "\(outcome.accumulator.name) of \(operands): \(refusal)."
            if refused.insert(text).inserted {
              try emit(.remark(experiment: name, text: text))
            }
            continue
          }
          for record in outcome.tally.measurements(
            experiment: name, series: series, x: Double(length))
          {
            try emit(record)
          }
          guard length == longest else { continue }
          // Once more without abscissa, as a summary.
          for record in outcome.tally.measurements(experiment: name, series: series) {
            try emit(record)
          }
          for record in outcome.tally.distribution(experiment: name, series: series) {
            try emit(record)
          }
          if let worst = try await trial.worst(
            of: outcome, experiment: name, series: series, on: context.device)
          {
            try emit(.worst(worst))
          }
        }
        step += 1
        context.progress(Double(step) / Double(formats.count * lengths.count))
      }
    }
  }
}
