import Descriptors
import Devices
import ExactArithmetic
import Reference
public import Results
import Specs

/// How truncating 12-bit and 16-bit accumulators shrink sums, beside figures of another simulation.
public struct LBAExperiment: Experiment {
  /// Creates the experiment.
  public init() {}

  public var name: String { "lba" }
  public var summary: String { "how 12-bit and 16-bit truncating accumulators shrink sums" }

  static func count(_ effort: ExperimentContext.Effort) -> Int { effort == .quick ? 250 : 2000 }

  public func parameters(_ context: ExperimentContext) -> [String: String] {
    ["sums": "\(Self.count(context.effort))", "operands": "float32", "device": context.device.name]
  }

  public var sheet: ExperimentSheet {
    ExperimentSheet(
      experiment: name, title: "Truncating accumulators shrink sums",
      paragraphs: [
        "Inputs are max(0, normal), weights normal times sqrt(2 / length), both in float32; sums go "
          + "through the FMAq accumulators of LBA, in chunks of 16, of 64, or in one.",
        "The error is the root mean square of the error over that of the exact sums, the shrink "
          + "factor E[q y] / E[y^2]. Truncation loses a little of every addition, always towards "
          + "zero, so nearly all of the error is that factor.",
        "The expected figures come from an independent simulation of 4000 sums each.",
      ],
      figures: [
        FigureDescription(
          id: "shrink", title: "The longer the sum, the more of it is lost.",
          caption:
            "Shrink factor against the number of products, one line a chunk; 1 loses nothing.",
          quantity: Quantity.shrink, statistic: "value", mark: .line,
          horizontal: .init("products", isLogarithmic: true), vertical: .init("shrink factor"),
          colour: "chunk", facet: "accumulator")
      ],
      tables: [
        TableDescription(
          title: "Measured beside expected figures.",
          rows: ["accumulator", "chunk", "length"],
          columns: .quantities([
            .init(Quantity.normwise, "rms", heading: "error"),
            .init(Quantity.normwise, "expected", heading: "error, expected"),
            .init(Quantity.shrink, "value", heading: "shrink"),
            .init(Quantity.shrink, "expected", heading: "shrink, expected"),
          ]))
      ],
      smallerIsBetter: [Quantity.normwise], largerIsBetter: ["within tolerance"])
  }

  public func run(
    _ context: ExperimentContext, emit: (ExperimentRecord) throws -> Void
  ) async throws {
    let format = NumberFormat(try context.catalog.format(named: "float32"))
    var inside = 0
    var judged = 0
    let lengths = [144, 2304, 4608]
    for (step, length) in lengths.enumerated() {
      let rows = ExpectedShrink.all.filter { $0.length == length }
      let accumulators = try rows.map { row in
        var accumulator = try context.catalog.accumulator(named: row.accumulator)
        accumulator.chunk = row.chunk.flatMap { chunk in
          accumulator.chunk.map { Accumulator.Chunk(length: chunk, outer: $0.outer) }
        }
        return accumulator
      }
      let trial = DotTrial(
        data: DotData(kind: .rectified, format: format, length: length, seed: context.seed),
        count: Self.count(context.effort), accumulators: accumulators)
      for (row, outcome) in zip(rows, try await trial.run(context)) {
        let chunk = row.chunk.map(String.init) ?? "none"
        if let refusal = outcome.refusal {
          try emit(
            .remark(
              experiment: name,
              text: "\(row.accumulator), chunk \(chunk), length \(length): \(refusal)."))
          continue
        }
        var series = ["accumulator": row.accumulator, "chunk": chunk]
        if let shrink = outcome.tally.shrink {
          try emit(
            .measurement(
              Measurement(
                experiment: name, series: series, x: Double(length), quantity: Quantity.shrink,
                statistic: "value", value: shrink.approximateDouble, exact: shrink.shortText)))
        }
        series["length"] = "\(length)"
        for record in outcome.tally.measurements(experiment: name, series: series) {
          try emit(record)
        }
        judged += 1
        let isInside = Self.agrees(outcome.tally, row)
        if isInside { inside += 1 }
        for (quantity, statistic, value) in [
          (Quantity.normwise, "expected", row.error), (Quantity.shrink, "expected", row.shrink),
          ("within tolerance", "share", isInside ? 1 : 0),
        ] {
          try emit(
            .measurement(
              Measurement(
                experiment: name, series: series, quantity: quantity, statistic: statistic,
                value: value)))
        }
        if let worst = try await trial.worst(
          of: outcome, experiment: name, series: series, on: context.device)
        {
          try emit(.worst(worst))
        }
      }
      context.progress(Double(step + 1) / Double(lengths.count))
    }
    if judged > 0 {
      try emit(
        .remark(
          experiment: name,
          text: "\(inside) of \(judged) rows agree with the expected figures within 3 %."))
    }
  }

  /// Whether both figures lie within the tolerance of the expected ones.
  static func agrees(
    _ tally: ErrorTally, _ row: ExpectedShrink, tolerance: Double = ExpectedShrink.tolerance
  ) -> Bool {
    guard let noise = tally.noise, let shrink = tally.shrink else { return false }
    let error = noise.approximateDouble.squareRoot()
    return abs(error - row.error) <= tolerance * row.error
      && abs(shrink.approximateDouble - row.shrink) <= tolerance * row.shrink
  }
}
