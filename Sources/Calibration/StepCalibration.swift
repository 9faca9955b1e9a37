public import Descriptors
public import ExactArithmetic
import Production
import Reference

/// Errors of steps of a quantiser on one list of values, and the best step: `assay calibrate step`.
public struct StepCalibration: Sendable {
  /// The grid.
  public let grid: QuantizerGrid
  /// The bits of a code.
  public let bits: Int
  /// The norm p: errors are sums of |x - x^|^p.
  public let norm: Rational
  /// Enclosures are at most 2^-precision of their larger end wide.
  public let precision: Int

  /// Larger norms are refused: their powers have more digits than anybody asked for.
  static let largestNorm = Rational(64)
  /// Changes of a code that are gone through one by one, exactly.
  static let mostChanges = 1 << 20
  /// Values times changes of a code for norms that need every value at every change.
  static let mostEvaluations = 1 << 20

  /// Creates the question.
  ///
  /// - Throws: `CalibrationError` for bits outside 1 to 16, a norm that is not above 0 or beyond 64, a grid
  ///   with a zero of its own or with the level 0 alone, and a precision outside 1 to 400.
  public init(
    _ grid: QuantizerGrid, bits: Int, norm: Rational = 2, precision: Int = 40
  ) throws(CalibrationError) {
    guard QuantizerGrid.bits.contains(bits) else {
      throw CalibrationError("\(bits) bits are asked for", "give 1 to 16")
    }
    guard norm.signum > 0, norm <= Self.largestNorm else {
      throw CalibrationError(
        "the norm is \(norm.decimal(significantDigits: 6))", "give a number above 0, at most 64")
    }
    guard (1...400).contains(precision) else {
      throw CalibrationError("the precision is \(precision) bits", "give 1 to 400")
    }
    guard grid.zero == .none else {
      throw CalibrationError(
        "the grid \(grid.name) has a zero beside its step",
        "choose one that has none, such as lapq-signed or symmetric")
    }
    let (below, above) = grid.halfLevels(bits: bits)
    guard !below.isEmpty, !above.isEmpty, let clip = grid.halfClip(bits: bits), clip > 0 else {
      throw CalibrationError(
        "the grid \(grid.name) has the one level 0 with \(bits) bits", "give 2 to 16")
    }
    self.grid = grid
    self.bits = bits
    self.norm = norm
    self.precision = precision
  }

  /// alpha over the step.
  var clip: Rational { Rational(grid.halfClip(bits: bits) ?? 0, over: 2) }

  /// The best step of a list, beside customary ones.
  ///
  /// - Throws: `CalibrationError` for an empty list, and for one that is too long for the norm.
  public func best(_ sample: Sample) throws(CalibrationError) -> StepResult {
    let errors = try errors(of: sample)
    var result = StepResult(name: sample.name)
    switch try errors.best(precision) {
    case .degenerate(let error):
      result.isDegenerate = true
      result.error = .exact(error)
      return result
    case .found(let optimum):
      result.step = CertifiedNumber(optimum.step)
      result.alpha = CertifiedNumber(optimum.step * Enclosure(clip))
      result.error = CertifiedNumber(optimum.error)
      result.isDecided = optimum.isDecided
    }
    result.heuristics = StepHeuristics(self, sample, errors).all
    return result
  }

  /// The error of one step above 0.
  ///
  /// - Throws: `CalibrationError` for an empty list, and for a step that is not above 0.
  public func at(step: Rational, _ sample: Sample) throws(CalibrationError) -> StepResult {
    guard step.signum > 0 else {
      throw CalibrationError(
        "the step is \(step.decimal(significantDigits: 6))", "give a number above 0")
    }
    var result = StepResult(name: sample.name)
    result.step = .exact(step)
    result.alpha = .exact(step * clip)
    result.error = CertifiedNumber(try errors(of: sample).at(Enclosure(step), precision))
    return result
  }

  /// The error of the step whose clipping value is alpha.
  ///
  /// - Throws: as `at(step:_:)` does.
  public func at(alpha: Rational, _ sample: Sample) throws(CalibrationError) -> StepResult {
    guard alpha.signum > 0 else {
      throw CalibrationError(
        "alpha is \(alpha.decimal(significantDigits: 6))", "give a number above 0")
    }
    return try at(step: alpha / clip, sample)
  }

  /// The errors of steps on a list, by what is fast enough for its length.
  private func errors(of sample: Sample) throws(CalibrationError) -> StepErrors {
    guard sample.count > 0 else {
      throw CalibrationError("'\(sample.name)' has no values", "give one or more")
    }
    let changes = sample.count * (grid.codes.range(bits: bits).count / 2)
    if norm == 2, case .doubles(let values) = sample.numbers, changes > 1 << 12,
      let prepared = PreparedSteps(values, grid, bits: bits)
    {
      return .prepared(PreparedErrors(prepared, values))
    }
    let isExact = norm <= .one || norm.isInteger
    guard changes <= Self.mostChanges, isExact || changes * sample.count <= Self.mostEvaluations
    else {
      throw CalibrationError(
        "'\(sample.name)' has \(sample.count) values, too many for the norm "
          + "\(norm.decimal(significantDigits: 6)) with \(bits) bits",
        "take --groups, or the norm 2")
    }
    return .exact(StepError(of: sample.rationals, grid, bits: bits, norm: norm))
  }
}

/// The answer for one list.
public struct StepResult: Sendable, Encodable {
  /// The tensor.
  public var name: String
  /// The row, and the group in it, from 0, where lists are parts of a tensor.
  public var row: Int?
  public var group: Int?
  /// The step; `nil` where there is no best one.
  public var step: CertifiedNumber?
  /// Its clipping value.
  public var alpha: CertifiedNumber?
  /// The sum of |x - x^|^p.
  public var error: CertifiedNumber = .exact(.zero)
  /// Whether every step is as good, or the smallest ones are best.
  public var isDegenerate = false
  /// Whether it is proved that no other step is better, or as good and smaller.
  public var isDecided = true
  /// Customary choices.
  public var heuristics: [StepHeuristic] = []

  init(name: String) { self.name = name }

  private enum CodingKeys: String, CodingKey {
    case name, row, group, step, alpha, error, heuristics
    case isDegenerate = "degenerate"
    case isDecided = "decided"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(row, forKey: .row)
    try container.encodeIfPresent(group, forKey: .group)
    try container.encode(step, forKey: .step)
    try container.encode(alpha, forKey: .alpha)
    try container.encode(error, forKey: .error)
    try container.encode(isDegenerate, forKey: .isDegenerate)
    try container.encode(isDecided, forKey: .isDecided)
    try container.encode(heuristics, forKey: .heuristics)
  }
}

/// A customary choice of a step, and its error.
public struct StepHeuristic: Sendable, Encodable {
  /// `max`, `percentile-99.9`, `gaussian-clip`, `laplace-clip` or `golden-section`.
  public var name: String
  /// The step; `nil` where the choice is a clipping value of 0.
  public var step: CertifiedNumber?
  /// The clipping value.
  public var alpha: CertifiedNumber
  /// The error of the step.
  public var error: CertifiedNumber?

  private enum CodingKeys: CodingKey { case name, step, alpha, error }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(step, forKey: .step)
    try container.encode(alpha, forKey: .alpha)
    try container.encode(error, forKey: .error)
  }
}
