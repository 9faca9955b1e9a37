import Descriptors
import ExactArithmetic
import Tensors

// The document of `assay survey --json`: exact values are strings `n` or `n/d`, counts are
// numbers, decimals are strings with the digits that the page states.

extension SurveyReport: Encodable {
  private enum Keys: String, CodingKey {
    case file, seed, targets, tensors, skipped, totals
  }

  /// Writes the document.
  public func encode(to encoder: any Encoder) throws {
    var document = encoder.container(keyedBy: Keys.self)
    try document.encode(file, forKey: .file)
    if targets.contains(where: { $0.dialect.rounding.takesRandomWord }) {
      try document.encode(seed, forKey: .seed)
    }
    try document.encode(targets.map(TargetRecord.init), forKey: .targets)
    try document.encode(
      rows.map { row in
        TensorRecord(
          name: row.name, element: row.element.label, shape: row.shape,
          figures: records(row.figures))
      }, forKey: .tensors)
    try document.encode(
      skipped.map {
        SkippedRecord(name: $0.name, element: $0.element.label, reason: $0.reason)
      }, forKey: .skipped)
    try document.encode(records(totals), forKey: .totals)
  }

  private func records(_ figures: [ErrorFigures]) -> [FiguresRecord] {
    zip(targets, figures).map { FiguresRecord($0.format.name, $1) }
  }
}

private struct TargetRecord: Encodable {
  let format: String
  let rounding: String
  let overflow: String

  init(_ target: SurveyTarget) {
    format = target.format.name
    rounding = target.dialect.rounding.name
    overflow = target.dialect.overflow.name
  }
}

private struct TensorRecord: Encodable {
  let name: String
  let element: String
  let shape: [Int]
  let figures: [FiguresRecord]
}

private struct SkippedRecord: Encodable {
  let name: String
  let element: String
  let reason: String
}

private struct WorstRecord: Encodable {
  let input: String
  let result: String
}

/// Figures that do not exist for the inputs at hand have no key.
private struct FiguresRecord: Encodable {
  let format: String
  let count, measured, exact: UInt64
  let nanInputs, infiniteInputs: UInt64
  let saturated, overflowedToInfinity, overflowedToNaN, flushed, subnormalResults: UInt64
  let codesUsed: Int
  let maxUlp, meanUlp: String?
  let maxSteps: UInt64?
  let meanSteps: String?
  let maxRelative, meanRelative: String?
  let bias: String?
  let signal, noise: String
  let sqnrDecibels: String?
  let worst: WorstRecord?
  let referenceChecks: UInt64

  init(_ format: String, _ figures: ErrorFigures) {
    self.format = format
    count = figures.count
    measured = figures.measured
    exact = figures.exact
    nanInputs = figures.nanInputs
    infiniteInputs = figures.infiniteInputs
    saturated = figures.saturated
    overflowedToInfinity = figures.overflowedToInfinity
    overflowedToNaN = figures.overflowedToNaN
    flushed = figures.flushed
    subnormalResults = figures.subnormalResults
    codesUsed = figures.codesUsed
    maxUlp = figures.meanUlp == nil ? nil : figures.maxUlp.description
    meanUlp = figures.meanUlp?.description
    maxSteps = figures.measured == 0 ? nil : figures.maxSteps
    meanSteps = figures.meanSteps?.description
    maxRelative = figures.nonzero == 0 ? nil : figures.maxRelative.description
    meanRelative = figures.meanRelativeText
    bias = figures.bias?.description
    signal = figures.signal.description
    noise = figures.noise.description
    sqnrDecibels = figures.signalToNoise(places: 4)
    worst = figures.worst.map {
      WorstRecord(input: $0.input.description, result: $0.image.description)
    }
    referenceChecks = figures.referenceChecks
  }
}

extension ElementType {
  /// The format's name, or the type's own where it has none.
  var label: String { formatName ?? "\(self)" }
}
