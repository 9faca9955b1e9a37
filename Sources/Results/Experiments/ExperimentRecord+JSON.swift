/// A record as JSON: its kind under `record`, its fields beside it.
///
/// | `record` | fields |
/// |---|---|
/// | `run` | `experiment`, `command`, `seed`, `version`, `specifications`, `parameters` |
/// | `measurement` | `experiment`, `series`, `x`, `quantity`, `statistic`, `value`, `exact` |
/// | `case` | `experiment`, `series`, `quantity`, `value`, `operands`, `exact`, `got`, `derivation` |
/// | `remark` | `experiment`, `text` |
/// | `end` | `experiment` |
///
/// `x` and `exact` of a measurement are left out where there is none. JSON has no NaN and no
/// infinity; encoding one throws.
extension ExperimentRecord: Codable {
  private enum Key: String, CodingKey {
    case record, experiment, text
  }

  private enum Kind: String, Codable {
    case run, measurement, `case`, remark, end
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    switch try fields.decode(Kind.self, forKey: .record) {
    case .run: self = .run(try ExperimentRun(from: decoder))
    case .measurement: self = .measurement(try Measurement(from: decoder))
    case .case: self = .worst(try WorstCase(from: decoder))
    case .remark:
      self = .remark(
        experiment: try fields.decode(String.self, forKey: .experiment),
        text: try fields.decode(String.self, forKey: .text))
    case .end: self = .end(experiment: try fields.decode(String.self, forKey: .experiment))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    switch self {
    case .run(let run):
      try fields.encode(Kind.run, forKey: .record)
      try run.encode(to: encoder)
    case .measurement(let measurement):
      try fields.encode(Kind.measurement, forKey: .record)
      try measurement.encode(to: encoder)
    case .worst(let worst):
      try fields.encode(Kind.case, forKey: .record)
      try worst.encode(to: encoder)
    case .remark(let experiment, let text):
      try fields.encode(Kind.remark, forKey: .record)
      try fields.encode(experiment, forKey: .experiment)
      try fields.encode(text, forKey: .text)
    case .end(let experiment):
      try fields.encode(Kind.end, forKey: .record)
      try fields.encode(experiment, forKey: .experiment)
    }
  }
}
