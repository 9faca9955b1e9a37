public import Results

/// How the order of summation breaks a symmetry that exact arithmetic keeps for ever.
///
/// A network whose features all begin equal is trained with sums in different orders; what is
/// measured is how far the first layer's features have moved apart. The samples are fixed, those of
/// data seed 4; the context's seed chooses the orders.
public struct SymmetryExperiment: Experiment {
  public let name = "symmetry"
  public let summary = "how rounding in different orders makes equal features of a network differ"

  /// Creates the experiment.
  public init() {}

  /// The seed of the samples and of the first weights.
  static let dataSeed: UInt64 = 4
  static let steps = [10, 100, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000]
  static let deviation = "deviation of first-layer features"

  /// The published figures (in a network of the same sizes) and the range that each must be in.
  static let ranges: [(arithmetic: String, step: Int, range: ClosedRange<Double>, text: String)] = [
    ("float32, one order", 4000, 0...0, "0 at step 4000"),
    ("float32, orders permuted", 1000, 1e-8...1e-5, "from 1e-8 to 1e-5 at step 1000"),
    ("float32, orders permuted", 4000, 1e-2...Double.infinity, "above 1e-2 at step 4000"),
    ("float32, superaccumulator", 1000, 0...0, "0 at step 1000"),
  ]

  public func parameters(_ context: ExperimentContext) -> [String: String] {
    ["data seed": "\(Self.dataSeed)", "network": "6-16-16-2", "samples": "48"]
  }

  public func run(
    _ context: ExperimentContext, emit: (ExperimentRecord) throws -> Void
  ) async throws {
    let permuted = ReductionOrder.permuted(seed: context.seed)
    let exact = ReductionOrder.exact(seed: context.seed)
    var found: [String: [Int: Double]] = [:]
    var done = 0.0
    func measure<Scalar: TrainingScalar>(
      _ scalar: Scalar.Type, _ activation: SymmetricTraining<Scalar>.Activation, _ text: String,
      _ order: ReductionOrder, noise: Double = 0, last: Int = 4000
    ) throws {
      var training = SymmetricTraining<Scalar>(
        activation, rate: activation == .tanh ? 0.35 : 0.2, order: order, seed: Self.dataSeed,
        noise: noise)
      let series = ["activation": activation.rawValue, "arithmetic": text]
      func put(_ quantity: String, _ statistic: String, _ value: Double, at step: Int) throws {
        try emit(
          .measurement(
            Measurement(
              experiment: name, series: series, x: Double(step), quantity: quantity,
              statistic: statistic, value: value)))
      }
      for step in 0...last {
        if step % 250 == 0 { try context.checkCancellation() }
        let deviation = training.deviation
        let loss = training.step()
        if Self.steps.contains(step) {
          try put(Self.deviation, "max", deviation, at: step)
          try put("loss", "value", loss, at: step)
          if activation == .tanh { found[text, default: [:]][step] = deviation }
        }
      }
      done += 1
      context.progress(done / 7)
    }
    try measure(Float.self, .tanh, "float32, one order", .same)
    try measure(Float.self, .tanh, "float32, orders permuted", permuted)
    // A step with exact sums takes about eight times as long as others.
    try measure(Float.self, .tanh, "float32, superaccumulator", exact, last: 1000)
    try measure(Double.self, .tanh, "float64, orders permuted", permuted)
    try measure(Float.self, .relu, "float32, one order", .same)
    try measure(Float.self, .relu, "float32, orders permuted", permuted)
    try measure(Float.self, .relu, "float32, one order, noise 1e-3", .same, noise: 1e-3)
    for expected in Self.ranges {
      guard let value = found[expected.arithmetic]?[expected.step] else { continue }
      let holds = expected.range.contains(value) ? "holds" : "does not hold"
      try emit(
        .remark(
          experiment: name,
          text: "tanh, \(expected.arithmetic): \(expected.text) \(holds), it is \(Float(value))"))
    }
  }

  public var sheet: ExperimentSheet {
    ExperimentSheet(
      experiment: name, title: "Equal features and the order of sums",
      paragraphs: [
        "A network 6-16-16-2 begins with all features of a layer equal. Every feature computes the "
          + "same thing and receives the same gradient, so that in exact arithmetic they stay equal "
          + "for ever, and the network is as good as one with a single feature in each layer.",
        "In floating point they stay equal, to the bit, as long as every feature sums in the same "
          + "order, whatever that order is. Where each feature has an order of its own, rounding "
          + "moves them apart by some units in the last place; once training reaches a point where "
          + "the symmetric solution is unstable, that grows until the features differ altogether, "
          + "and the loss falls. An accumulator that rounds the exact sum once does not see orders.",
        "The deviation is the largest difference between a first-layer feature's weights and the "
          + "first feature's, relative to the largest weight. Full-batch gradient descent, rate 0.35 "
          + "(tanh) or 0.2 (ReLU), on 48 fixed samples.",
      ],
      figures: [
        FigureDescription(
          id: "deviation", title: "Rounding moves equal features apart.",
          caption:
            "Runs that are not shown stay at 0: one order for all, and the superaccumulator.",
          quantity: Self.deviation, statistic: "max", mark: .line,
          horizontal: FigureDescription.Axis("step"),
          vertical: FigureDescription.Axis("largest relative deviation", isLogarithmic: true),
          colour: "arithmetic", facet: "activation")
      ],
      tables: [
        TableDescription(
          title: "Largest relative deviation of first-layer features.",
          rows: ["activation", "arithmetic"],
          columns: .abscissas(.init(Self.deviation, "max", heading: "steps"))),
        TableDescription(
          title: "Loss.", rows: ["activation", "arithmetic"],
          columns: .abscissas(.init("loss", "value", heading: "steps"))),
      ])
  }
}
