public import ExactArithmetic

/// What a conversion did to a set of inputs: counts, and exact sums and maxima of its errors.
///
/// An input is *measured* when it and its image are both numbers. Errors are image minus input;
/// relative errors leave out inputs that are 0. Figures of several tensors add up with
/// `add(_:)`.
public struct ErrorFigures: Sendable, Hashable {
  // MARK: - Counts

  /// All inputs.
  public internal(set) var count: UInt64 = 0
  /// Inputs that are numbers and became numbers.
  public internal(set) var measured: UInt64 = 0
  /// Measured inputs other than 0.
  public internal(set) var nonzero: UInt64 = 0
  /// Inputs that equal their image.
  public internal(set) var exact: UInt64 = 0
  /// NaN inputs.
  public internal(set) var nanInputs: UInt64 = 0
  /// Inputs that are infinities.
  public internal(set) var infiniteInputs: UInt64 = 0
  /// Numbers beyond the target's largest or smallest finite value that became numbers.
  public internal(set) var saturated: UInt64 = 0
  /// Numbers that became an infinity.
  public internal(set) var overflowedToInfinity: UInt64 = 0
  /// Numbers that became a NaN.
  public internal(set) var overflowedToNaN: UInt64 = 0
  /// Numbers other than 0, not beyond the target's largest or smallest value, that became 0.
  public internal(set) var flushed: UInt64 = 0
  /// Numbers whose image is a subnormal number.
  public internal(set) var subnormalResults: UInt64 = 0

  // MARK: - Sums and maxima

  /// The sum of the errors.
  public internal(set) var errorSum = Rational.zero
  /// The sum of the inputs' squares: the signal.
  public internal(set) var signal = Rational.zero
  /// The sum of the errors' squares: the noise.
  public internal(set) var noise = Rational.zero
  /// The sum of the errors' magnitudes in units in the last place.
  public internal(set) var ulpSum = Rational.zero
  /// The largest magnitude of an error in units in the last place.
  public internal(set) var maxUlp = Rational.zero
  /// Whether the target has a unit in the last place; without one the three figures above stay 0.
  public internal(set) var hasUlp = true
  /// The sum and the maximum of the value steps.
  public internal(set) var stepSum: UInt64 = 0
  /// The largest number of value steps.
  public internal(set) var maxSteps: UInt64 = 0
  /// Bounds of the sum of the relative errors, which has no short exact form.
  public internal(set) var relativeSum = Enclosure(.zero)
  /// The largest relative error.
  public internal(set) var maxRelative = Rational.zero
  /// The input of the largest error in units in the last place, or of the largest error where
  /// there is no such unit: the nearest to zero and the positive one of several; `nil` where all
  /// inputs are exact.
  public internal(set) var worst: Worst?
  /// The exact conversions that the reference computed and found equal.
  public internal(set) var referenceChecks: UInt64 = 0
  /// The codes that occur, one bit each.
  var codes: [UInt64]

  /// An input and its image.
  public struct Worst: Sendable, Hashable {
    /// The input.
    public var input: Rational
    /// What it became.
    public var image: Rational
    /// What the largest error was measured in: the magnitude of the error that counts.
    var size: Rational
  }

  /// The figures of no inputs, for a target of the given width.
  init(bits: Int, hasUlp: Bool) {
    codes = Array(repeating: 0, count: max(1, (1 << bits) / 64))
    self.hasUlp = hasUlp
  }

  // MARK: - Figures

  /// The number of different codes among the results.
  public var codesUsed: Int { codes.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The mean magnitude of an error in units in the last place; `nil` without measured inputs or
  /// without such a unit.
  public var meanUlp: Rational? { hasUlp ? mean(ulpSum, over: measured) : nil }

  /// The mean error; `nil` without measured inputs.
  public var bias: Rational? { mean(errorSum, over: measured) }

  /// The mean number of value steps; `nil` without measured inputs.
  public var meanSteps: Rational? {
    mean(Rational(unsigned: stepSum, exponent: 0), over: measured)
  }

  /// Bounds of the mean relative error; `nil` where every measured input is 0.
  public var meanRelative: Enclosure? {
    guard let lo = mean(relativeSum.lo, over: nonzero),
      let hi = mean(relativeSum.hi, over: nonzero)
    else { return nil }
    return Enclosure(lo: lo, hi: hi)
  }

  private func mean(_ sum: Rational, over count: UInt64) -> Rational? {
    count == 0 ? nil : sum / Rational(unsigned: count, exponent: 0)
  }

  /// Adds the figures of other inputs of the same target format.
  public mutating func add(_ other: ErrorFigures) {
    count += other.count
    measured += other.measured
    nonzero += other.nonzero
    exact += other.exact
    nanInputs += other.nanInputs
    infiniteInputs += other.infiniteInputs
    saturated += other.saturated
    overflowedToInfinity += other.overflowedToInfinity
    overflowedToNaN += other.overflowedToNaN
    flushed += other.flushed
    subnormalResults += other.subnormalResults
    errorSum += other.errorSum
    signal += other.signal
    noise += other.noise
    ulpSum += other.ulpSum
    maxUlp = max(maxUlp, other.maxUlp)
    stepSum += other.stepSum
    maxSteps = max(maxSteps, other.maxSteps)
    relativeSum = relativeSum + other.relativeSum
    maxRelative = max(maxRelative, other.maxRelative)
    referenceChecks += other.referenceChecks
    for index in codes.indices { codes[index] |= other.codes[index] }
    if let worst = other.worst { consider(worst) }
  }

  /// Keeps the worse of two; of equals the one nearer to zero, then the positive one.
  mutating func consider(_ other: Worst) {
    guard let mine = worst else {
      worst = other
      return
    }
    if mine.size != other.size {
      if mine.size < other.size { worst = other }
    } else if mine.input.magnitude != other.input.magnitude {
      if other.input.magnitude < mine.input.magnitude { worst = other }
    } else if mine.input < other.input {
      worst = other
    }
  }
}
