import Descriptors
import Devices
import ExactArithmetic
import Reference
public import Results
import Specs

/// What storing values in fewer bits does to them, and to sums of their products.
public struct FormatExperiment: Experiment {
  /// How values are distributed.
  enum Values: String, CaseIterable {
    case normal
    /// Normal times a power of two whose exponent is three times a normal deviate, rounded.
    case wide
  }

  /// Creates the experiment.
  public init() {}

  public var name: String { "formats" }

  public var summary: String { "what number and block formats do to values and to their products" }

  private let names = [
    "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2", "float6_e2m3fn", "float6_e3m2fn",
    "float4_e2m1fn", "int8", "int4", "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e2m3", "mxfp6_e3m2",
    "mxfp4_e2m1", "mxint8", "nvfp4", "int4-g32-float16",
  ]
  private let rows = 8
  private func lengths(_ effort: ExperimentContext.Effort) -> [Int] {
    effort == .quick ? [32, 256] : [32, 256, 2048]
  }

  public func parameters(_ context: ExperimentContext) -> [String: String] {
    ["rows": "\(rows)", "sums": "\(rows * rows)", "device": context.device.name]
  }

  public var sheet: ExperimentSheet {
    ExperimentSheet(
      experiment: name, title: "Formats and block formats",
      paragraphs: [
        "Matrices of \(rows) rows enter a format and are read back. Formats of single numbers get one "
          + "power of two for the whole matrix, which puts its largest magnitude near the format's "
          + "largest value; block formats find their own scales. Everything rounds to nearest even "
          + "and saturates.",
        "Values are normal, or wide: normal times 2^k with k three times a normal deviate, rounded, as "
          + "gradients are nearly lognormal.",
        "The error of products compares exact sums of products of stored values with exact sums of "
          + "the values themselves. It hardly depends on length: errors and sums both grow as its "
          + "square root.",
      ],
      figures: [
        FigureDescription(
          id: "values", title: "The error of single values.",
          caption: "Root mean square of the error over that of the values.",
          quantity: Quantity.normwise, statistic: "rms", mark: .point,
          horizontal: .init("format", series: "format"),
          vertical: .init(Quantity.normwise, isLogarithmic: true), colour: "values"),
        FigureDescription(
          id: "products", title: "What storing both operands costs a sum of products.",
          caption: "Root mean square of the error over that of the sums, one line a format.",
          quantity: Quantity.products, statistic: "rms", mark: .line,
          horizontal: .init("products", isLogarithmic: true),
          vertical: .init("error relative to rms", isLogarithmic: true), colour: "format",
          facet: "values"),
      ],
      tables: [
        TableDescription(
          title: "Single values.", rows: ["format", "values"],
          columns: .quantities([
            .init(Quantity.normwise, "rms", heading: "error / rms"),
            .init(Quantity.relative, "median", heading: "median relative"),
            .init(Quantity.relative, "max", heading: "largest relative"),
            .init(Quantity.ulp, "max", heading: "largest ulp"),
            .init(Quantity.steps, "max", heading: "value steps"),
            .init(Quantity.shrink, "value", heading: "shrink"),
            .init(Quantity.exact, "share", heading: "exact"),
          ])),
        TableDescription(
          title: "Root mean square of the error of sums of products over that of the sums.",
          rows: ["format", "values"],
          columns: .abscissas(.init(Quantity.products, "rms", heading: "numbers of products"))),
      ],
      smallerIsBetter: [
        Quantity.normwise, Quantity.relative, Quantity.ulp, Quantity.steps, Quantity.products,
      ],
      largerIsBetter: [Quantity.exact])
  }

  public func run(
    _ context: ExperimentContext, emit: (ExperimentRecord) throws -> Void
  ) async throws {
    let lengths = lengths(context.effort)
    var done = 0
    for name in names {
      let format = try MatrixFormat(name, context.catalog)
      for values in Values.allCases {
        try context.checkCancellation()
        let series = ["format": name, "values": values.rawValue]
        do {
          for length in lengths {
            let isLast = length == lengths.last
            let x = Self.matrix(values, rows, length, context.seed, "x")
            let w = Self.matrix(values, rows, length, context.seed, "w")
            let measured = isLast ? x.count : 0
            let storedX = try await format.store(
              x, rows: rows, measured: measured, on: context.device)
            let storedW = try await format.store(w, rows: rows, measured: 0, on: context.device)
            guard (storedX.values + storedW.values).allSatisfy(\.isFinite) else {
              throw DeviceError.failed("a finite value came back as NaN or infinity")
            }
            try emit(
              .measurement(
                Measurement(
                  experiment: self.name, series: series, x: Double(length),
                  quantity: Quantity.products, statistic: "rms",
                  value: productError((x, w), (storedX.values, storedW.values), length))))
            guard isLast else { continue }
            var tally = ErrorTally()
            for value in storedX.numbers {
              tally.add(
                CaseError(
                  got: value.got, exact: value.exact, magnitudes: .zero, scale: format.scale))
            }
            for record in tally.measurements(experiment: self.name, series: series) {
              try emit(record)
            }
          }
        } catch let error as DeviceError {
          try emit(.remark(experiment: self.name, text: "\(name), \(values.rawValue): \(error)."))
        }
        done += 1
        context.progress(Double(done) / Double(names.count * Values.allCases.count))
      }
    }
  }

  /// A matrix of values, the same on every machine.
  private static func matrix(
    _ values: Values, _ rows: Int, _ columns: Int, _ seed: UInt64, _ label: String
  ) -> [Float] {
    var source = NormalSource(
      seed: seed, label: "formats/\(values.rawValue)/\(columns)/\(label)")
    let unit = Double(sign: .plus, exponent: -NormalSource.bits, significand: 1)
    return (0..<rows * columns).map { _ in
      let value = Float(Double(source.next()) * unit)
      guard values == .wide else { return value }
      let exponent = (3 * Double(source.next()) * unit).rounded()
      return PowerOfTwoScale.product(value, exponent: Int(exponent))
    }
  }

  /// The root of the sum of squared errors of all sums over that of squared sums; both are exact.
  private func productError(
    _ exact: (x: [Float], w: [Float]), _ stored: (x: [Float], w: [Float]), _ length: Int
  ) -> Double {
    var (noise, signal) = (Rational.zero, Rational.zero)
    for row in 0..<rows {
      for column in 0..<rows {
        func sum(_ pair: (x: [Float], w: [Float])) -> Rational {
          ExactDot(
            pair.x[row * length..<(row + 1) * length],
            pair.w[column * length..<(column + 1) * length]
          ).value
        }
        let (truth, got) = (sum(exact), sum(stored))
        noise += (got - truth) * (got - truth)
        signal += truth * truth
      }
    }
    return signal.isZero ? 0 : (noise / signal).approximateDouble.squareRoot()
  }
}
