/// One line of an experiment's results file.
///
/// A file holds one experiment after the other: a `run`, its measurements, cases and remarks, then an
/// `end`. An experiment without its end was cut short.
public enum ExperimentRecord: Hashable, Sendable {
  case run(ExperimentRun)
  case measurement(Measurement)
  case worst(WorstCase)
  /// A sentence for the reader, such as which peer was absent.
  case remark(experiment: String, text: String)
  case end(experiment: String)

  /// The experiment that the record belongs to.
  public var experiment: String {
    switch self {
    case .run(let run): run.experiment
    case .measurement(let measurement): measurement.experiment
    case .worst(let worst): worst.experiment
    case .remark(let experiment, _), .end(let experiment): experiment
    }
  }
}

/// What was run, and what reproduces it.
public struct ExperimentRun: Codable, Hashable, Sendable {
  /// The experiment's name on the command line.
  public var experiment: String
  /// The command that reproduces it.
  public var command: String
  /// The seed of everything that was drawn.
  public var seed: UInt64
  /// The tool's version.
  public var version: String
  /// The fingerprint of the specification files.
  public var specifications: String
  /// Everything else that was chosen, by name.
  public var parameters: [String: String]

  /// Creates a record.
  public init(
    experiment: String, command: String, seed: UInt64, version: String, specifications: String,
    parameters: [String: String] = [:]
  ) {
    self.experiment = experiment
    self.command = command
    self.seed = seed
    self.version = version
    self.specifications = specifications
    self.parameters = parameters
  }
}

/// One number that was measured.
///
/// Experiment, series, x, quantity and statistic together are its key: they occur once in a file.
public struct Measurement: Codable, Hashable, Sendable {
  public var experiment: String
  /// What was varied, by name: `accumulator: float32`, `format: float8_e4m3fn`.
  public var series: [String: String]
  /// The abscissa, such as a length or a step; `nil` for a single figure.
  public var x: Double?
  /// What was measured, with its unit where it has one: `relative error`, `error in ulp`.
  public var quantity: String
  /// Which statistic of it: `mean`, `rms`, `median`, `max`, `share`, `count`, `value`.
  public var statistic: String
  /// The number; never NaN or infinite.
  public var value: Double
  /// The exact value as a fraction, where it is known.
  public var exact: String?

  /// Creates a measurement.
  public init(
    experiment: String, series: [String: String], x: Double? = nil, quantity: String,
    statistic: String, value: Double, exact: String? = nil
  ) {
    self.experiment = experiment
    self.series = series
    self.x = x
    self.quantity = quantity
    self.statistic = statistic
    self.value = value
    self.exact = exact
  }
}

/// A case that did worst, with its derivation.
public struct WorstCase: Codable, Hashable, Sendable {
  public var experiment: String
  /// What was varied, by name.
  public var series: [String: String]
  /// By which quantity it is the worst, and how bad.
  public var quantity: String
  public var value: Double
  /// The operands.
  public var operands: String
  /// The exact answer.
  public var exact: String
  /// What came out.
  public var got: String
  /// How it came about, one fact a line.
  public var derivation: [String]

  /// Creates a record.
  public init(
    experiment: String, series: [String: String], quantity: String, value: Double,
    operands: String, exact: String, got: String, derivation: [String]
  ) {
    self.experiment = experiment
    self.series = series
    self.quantity = quantity
    self.value = value
    self.operands = operands
    self.exact = exact
    self.got = got
    self.derivation = derivation
  }
}
