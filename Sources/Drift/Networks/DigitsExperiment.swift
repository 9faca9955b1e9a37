import Descriptors
import Devices
import ExactArithmetic
public import Results
import Specs

/// What low precision does to a network that reads digits, measured against the same network computed
/// in rational numbers.
public struct DigitsExperiment: Experiment {
  public let name = "digits"
  public let summary = "a network that reads digits: low precision against exact arithmetic"
  /// The folder of weights and images; `nil` for the standard one.
  let folder: String?

  /// Creates the experiment.
  ///
  /// - Parameter folder: where `digits.safetensors` and `test.safetensors` are; `Examples/digits`
  ///   of the source tree where it is `nil`.
  public init(folder: String? = nil) { self.folder = folder }

  /// Format, accumulator, and the exponent at which largest magnitudes are put; `nil` does not scale.
  ///
  /// Formats of 8 bits and fewer are scaled to the binade of their largest value, but to 1 where the
  /// accumulator's own range is small.
  static let rows: [(format: String, accumulator: String, target: Int?)] = [
    ("bfloat16", "float32", nil), ("bfloat16", "bfloat16", nil), ("float16", "float16", nil),
    ("float8_e4m3fn", "exact", 8), ("float8_e4m3fn", "float32", 8),
    ("float8_e4m3fn", "bfloat16", 8),
    ("float8_e4m3fn", "fmaq-m7e4-12-10", 0), ("float8_e4m3fn", "fmaq-m4e3-6-5", 0),
    ("float8_e5m2", "float32", 15), ("int8", "int32-wrap", 6), ("float4_e2m1fn", "exact", 2),
  ]

  public func run(
    _ context: ExperimentContext, emit: (ExperimentRecord) throws -> Void
  ) async throws {
    let network =
      try folder.map { folder throws(DigitsError) in try DigitsNetwork(folder: folder) }
      ?? DigitsNetwork()
    let exact = ExactNetworkRun(network)
    let float32 = try context.catalog.format(named: "float32")
    let products = DeviceProducts(device: context.device, result: float32)
    try emit(
      .remark(
        experiment: name,
        text: "exact arithmetic has \(exact.right) of \(network.count) test images right"))
    for (index, row) in Self.rows.enumerated() {
      try context.checkCancellation()
      let configuration = NetworkConfiguration(
        format: try context.catalog.format(named: row.format),
        accumulator: try context.catalog.accumulator(named: row.accumulator), target: row.target)
      switch products.support(for: configuration) {
      case .supported: break
      case .unsupported(let why), .absent(let why):
        try emit(
          .remark(experiment: name, text: "\(row.format) with \(row.accumulator) left out: \(why)"))
        continue
      }
      let low = try LowPrecisionNetwork(network, configuration)
      let drift = exact.drift(of: try await low.sums(of: 0..<network.count, by: products))
      try report(drift, exact, format: row.format, accumulator: row.accumulator, emit: emit)
      context.progress(Double(index + 1) / Double(Self.rows.count))
    }
  }

  private func report(
    _ drift: NetworkDrift, _ exact: ExactNetworkRun, format: String, accumulator: String,
    emit: (ExperimentRecord) throws -> Void
  ) throws {
    let series = ["format": format, "accumulator": accumulator]
    func put(
      _ quantity: String, _ statistic: String, _ value: Double, layer: Int? = nil
    ) throws {
      try emit(
        .measurement(
          Measurement(
            experiment: name, series: series, x: layer.map(Double.init), quantity: quantity,
            statistic: statistic, value: value)))
    }
    try put("accuracy", "share", Double(drift.right) / Double(exact.network.count))
    try put("right", "count", Double(drift.right))
    try put("flipped predictions", "count", Double(drift.flips))
    for (index, layer) in drift.layers.enumerated() {
      try put("relative error", "rms", layer.relativeError, layer: index + 1)
      try put("relative error", "max", layer.largestError, layer: index + 1)
      try put("bias", "mean", layer.bias, layer: index + 1)
      try put("shrink", "value", layer.shrink, layer: index + 1)
      try put("error of layer \(index + 1)", "rms", layer.relativeError)
      if layer.notFinite > 0 {
        try emit(
          .remark(
            experiment: name,
            text:
              "\(format) with \(accumulator): \(layer.notFinite) sums of layer \(index + 1) are "
              + "no numbers and are left out"))
      }
    }
    guard let flip = drift.firstFlip else { return }
    let scores = exact.sums[exact.sums.count - 1]
    let classes = flip.scores.count
    let own = scores[flip.image * classes..<(flip.image + 1) * classes]
    try emit(
      .worst(
        WorstCase(
          experiment: name, series: series, quantity: "flipped predictions", value: 1,
          operands: "test image \(flip.image), which shows \(exact.network.labels[flip.image])",
          exact: "\(flip.exact)", got: "\(flip.got)",
          derivation: own.enumerated().map { digit, score in
            "\(digit): exact score \(score.decimal(significantDigits: 6)), got \(flip.scores[digit])"
          })))
  }

  public var sheet: ExperimentSheet {
    ExperimentSheet(
      experiment: name, title: "A network that reads digits",
      paragraphs: [
        "A perceptron 64-48-32-10 with ReLU reads 360 images of 8 x 8 pixels. Its sums are known "
          + "exactly, as rational numbers; so is what each low-precision computation did to them.",
        "Weights and each image's activations are divided by a power of two and enter the format to "
          + "nearest, saturating; the accumulator sums the products of the codes; the sum enters "
          + "float32, is scaled back, and the bias is added there. A prediction is flipped where its "
          + "class is not that of the exact network, right or wrong.",
        "The error of a layer is the root mean square of the difference from the exact sums, "
          + "relative to that of the exact sums. It holds what the layers before did.",
      ],
      figures: [
        FigureDescription(
          id: "layers", title: "The error of each layer's sums.",
          caption: "Relative to the root mean square of the exact sums.",
          quantity: "relative error", statistic: "rms", mark: .line,
          horizontal: FigureDescription.Axis("layer"),
          vertical: FigureDescription.Axis("relative error", isLogarithmic: true),
          colour: "accumulator", facet: "format")
      ],
      tables: [
        TableDescription(
          title: "Right answers of 360, flipped predictions, relative error of each layer.",
          rows: ["format", "accumulator"],
          columns: .quantities([
            .init("right", "count", heading: "right"),
            .init("flipped predictions", "count", heading: "flips"),
            .init("error of layer 1", "rms", heading: "layer 1"),
            .init("error of layer 2", "rms", heading: "layer 2"),
            .init("error of layer 3", "rms", heading: "layer 3"),
          ]))
      ],
      smallerIsBetter: [
        "flipped predictions", "relative error", "error of layer 1", "error of layer 2",
        "error of layer 3",
      ],
      largerIsBetter: ["accuracy", "right"])
  }
}
