public import ExactArithmetic

/// The step of least error on a list of values, over all steps above 0; of equally good steps the
/// smallest.
///
/// | norm | step |
/// |---|---|
/// | below 1 | a rational: the error is least where a value is a level |
/// | 1 | a rational: where a value is a level |
/// | 2 | a rational: sum of |x| l over sum of l^2 with the codes of its piece |
/// | whole, above 2 | algebraic: enclosed, or exact where it is a short rational |
/// | any other above 1 | enclosed |
///
/// Every least error of a norm of 1 or more lies inside a piece where no code changes, and is the only
/// one of its piece, by convexity (`StepPieces`). So the sweep over all pieces has seen them all, and the
/// least of them is the least of all.
public struct OptimalStep: Hashable, Sendable {
  /// The step.
  public var step: Enclosure
  /// Its error, the least one.
  public var error: Enclosure
  /// Whether it is proved that no other step is as good and smaller, or better: false only where two
  /// enclosures of errors stay together at every precision that was tried.
  public var isDecided: Bool

  /// Why there is no best step.
  public enum Degenerate: Error, Hashable, Sendable {
    /// Every step has this error.
    case constant(error: Rational)
    /// The error falls with the step, to 0: all values are 0, and 0 is no level.
    case vanishing
  }

  /// Enclosures of errors are refined up to this precision before two of them are called equal.
  private static let lastPrecision = 512

  /// Finds the best step.
  ///
  /// - Parameter precision: enclosures are at most 2^-precision of their upper end wide.
  /// - Throws: `Degenerate`.
  public init(_ error: StepError, precision: Int = 48) throws(Degenerate) {
    if error.isConstant {
      throw .constant(error: error.at(.one, precision: precision).lo)
    }
    if error.isVanishing { throw .vanishing }
    var candidates: [Candidate]
    if error.norm <= .one {
      candidates = Self.kinks(error)
    } else if let whole = Power(error.norm).whole {
      candidates = Self.vertices(error, whole)
    } else {
      candidates = Self.brackets(error, precision)
    }
    var bits = precision + 8
    while true {
      for index in candidates.indices { candidates[index].refine(error, to: bits) }
      let least = candidates.map(\.error.hi).min() ?? .zero
      candidates.removeAll { $0.error.lo > least }
      let isKnown = candidates.allSatisfy { $0.error.isPoint } || candidates.count == 1
      let isNarrow = candidates.allSatisfy { $0.isNarrow(precision) }
      if (isKnown && isNarrow) || bits >= Self.lastPrecision {
        candidates.sort { $0.half.lo < $1.half.lo }
        self.init(
          step: candidates[0].half.scaled(byPowerOfTwo: 1), error: candidates[0].error,
          isDecided: isKnown)
        return
      }
      bits *= 2
    }
  }

  /// A step with its error, from another search.
  public init(step: Enclosure, error: Enclosure, isDecided: Bool) {
    self.step = step
    self.error = error
    self.isDecided = isDecided
  }
}

// MARK: - Candidates

extension OptimalStep {
  /// A least error of its surroundings, at half a step.
  private struct Candidate {
    /// Where: the error falls up to the lower end and rises from the upper end on.
    var half: Enclosure
    var error: Enclosure
    /// The polynomial of its piece, of a whole norm.
    var polynomial: [Rational]?
    /// A place of its piece, whose codes hold for all of it.
    var inside = Rational.zero

    func isNarrow(_ precision: Int) -> Bool {
      half.isNarrow(precision) && error.isNarrow(precision)
    }

    /// Makes both enclosures narrower.
    mutating func refine(_ sum: StepError, to bits: Int) {
      if let polynomial {
        guard !half.isPoint else {
          error = Enclosure(polynomial.value(at: half.lo))
          return
        }
        half = half.bisected(to: bits) { polynomial.slope(at: $0).signum }
        error = .underConvex(
          half, values: [half.lo, half.hi].map { Enclosure(polynomial.value(at: $0)) },
          slopes: [half.lo, half.hi].map { Enclosure(polynomial.slope(at: $0)) })
      } else if half.isPoint {
        error = sum.at(half.lo + half.lo, precision: bits)
      } else {
        half = half.bisected(to: bits) { sum.slopeSign(at: $0, codesAt: inside) }
        error = .underConvex(
          half, values: [half.lo, half.hi].map { sum.at($0 + $0, precision: bits) },
          slopes: [half.lo, half.hi].map { sum.slope(at: $0, codesAt: inside, precision: bits) })
      }
    }
  }

  /// Norms up to 1: where a value is a level.
  ///
  /// For p < 1 the error is concave between such steps; for p = 1 it is straight, and only where its slope
  /// rises through 0 can it be least.
  private static func kinks(_ error: StepError) -> [Candidate] {
    let pieces = StepPieces(error, withSigns: true)
    guard error.norm == .one else {
      var halves: [Rational] = []
      for event in pieces.events where event.isBeyond && event.half != halves.last {
        halves.append(event.half)
      }
      return halves.map { Candidate(half: Enclosure($0), error: Enclosure(.zero)) }
    }
    var found: [Candidate] = []
    var (sum, state) = (pieces.first(norm: 1), pieces.start)
    var index = 0
    while index < pieces.events.count {
      let half = pieces.events[index].half
      let before = sum
      while index < pieces.events.count, pieces.events[index].half == half {
        pieces.apply(pieces.events[index], to: &sum, &state)
        index += 1
      }
      if before[1].signum < 0, sum[1].signum >= 0 {
        let value = before.value(at: half)
        // Only better ones than all before can be the smallest of the best.
        if found.last.map({ value < $0.error.lo }) ?? true {
          found.append(
            Candidate(half: Enclosure(half), error: Enclosure(value), polynomial: before))
        }
      }
    }
    return found
  }

  /// Whole norms from 2 on: where the slope of a piece's polynomial is 0.
  private static func vertices(_ error: StepError, _ norm: Int) -> [Candidate] {
    let pieces = StepPieces(error, withSigns: norm % 2 == 1)
    var found: [Candidate] = []
    var best: Rational?
    func add(_ half: Enclosure, _ polynomial: [Rational]) {
      var candidate = Candidate(half: half, error: Enclosure(.zero), polynomial: polynomial)
      candidate.refine(error, to: 16)
      guard best.map({ candidate.error.lo < $0 }) ?? true else { return }
      best = min(best ?? candidate.error.hi, candidate.error.hi)
      found.append(candidate)
    }
    var (sum, state) = (pieces.first(norm: norm), pieces.start)
    var (low, index) = (Rational.zero, 0)
    while true {
      let high = index < pieces.events.count ? pieces.events[index].half : nil
      if let root = sum.leastPoint(from: low, to: high) { add(root, sum) }
      guard let high else { return found }
      while index < pieces.events.count, pieces.events[index].half == high {
        pieces.apply(pieces.events[index], to: &sum, &state)
        index += 1
      }
      low = high
    }
  }

  /// Other norms above 1: pieces at whose ends the slope has different signs.
  private static func brackets(_ error: StepError, _ precision: Int) -> [Candidate] {
    let pieces = StepPieces(error, withSigns: false)
    var ends: [Rational] = []
    for event in pieces.events where event.half != ends.last { ends.append(event.half) }
    var found: [Candidate] = []
    var low: Rational?
    for high in ends {
      // From the left at the upper end, from the right at the lower one: the codes of the piece.
      let inside = ((low ?? high.scaled(byPowerOfTwo: -1)) + high).scaled(byPowerOfTwo: -1)
      if (error.slopeSign(at: high, codesAt: inside) ?? 1) >= 0,
        low.map({ (error.slopeSign(at: $0, codesAt: inside) ?? -1) < 0 }) ?? true
      {
        // Below every event all values lie above their levels, and the error falls.
        let start = low ?? high.scaled(byPowerOfTwo: -1)
        found.append(
          Candidate(half: Enclosure(lo: start, hi: high), error: Enclosure(.zero), inside: inside))
      }
      low = high
    }
    if let low, (error.slopeSign(at: low, codesAt: low + low) ?? -1) < 0 {
      var high = low + low
      while (error.slopeSign(at: high, codesAt: high) ?? 1) < 0 { high += high }
      found.append(
        Candidate(half: Enclosure(lo: low, hi: high), error: Enclosure(.zero), inside: high))
    }
    return found
  }
}

extension Enclosure {
  /// At most 2^-precision of the upper end wide.
  fileprivate func isNarrow(_ precision: Int) -> Bool {
    width <= hi.magnitude.scaled(byPowerOfTwo: -precision)
  }

  /// Halves the interval, whose ends have signs below 0 and from 0 on, until it is at most 2^-bits of its
  /// upper end wide; a point where the sign is 0 there, or at the shortest rational inside.
  ///
  /// Where a sign is unknown, `nil`, the places a little below and above are asked.
  fileprivate func bisected(to bits: Int, _ sign: (Rational) -> Int?) -> Enclosure {
    var (low, high) = (lo, hi)
    while high - low > high.scaled(byPowerOfTwo: -bits) {
      let width = (high - low).floorLog2
      let middle = (low + high).scaled(byPowerOfTwo: -1)
        .roundedDown(toMultipleOfPowerOfTwo: width - 4)
      switch sign(middle) {
      case 0?: return Enclosure(middle)
      case 1?: high = middle
      case .some: low = middle
      case nil:
        let little = high.scaled(byPowerOfTwo: -bits - 2)
        let near = Enclosure(lo: middle - little, hi: middle + little)
        guard sign(near.lo) == -1, sign(near.hi) == 1 else {
          return Enclosure(lo: low, hi: high)
        }
        return near
      }
    }
    let short = Rational.shortest(from: low, to: high)
    if sign(short) == 0 { return Enclosure(short) }
    return Enclosure(lo: low, hi: high)
  }

  /// What a convex function can be at its least point in an interval, of values and slopes at the ends.
  fileprivate static func underConvex(
    _ interval: Enclosure, values: [Enclosure], slopes: [Enclosure]
  ) -> Enclosure {
    let low = max(
      values[0].lo + min(.zero, slopes[0].lo) * interval.width,
      values[1].lo - max(.zero, slopes[1].hi) * interval.width)
    return Enclosure(lo: max(.zero, low), hi: max(max(.zero, low), min(values[0].hi, values[1].hi)))
  }
}

extension [Rational] {
  /// The value of a polynomial, coefficients by rising powers.
  fileprivate func value(at x: Rational) -> Rational {
    reversed().reduce(.zero) { $0 * x + $1 }
  }

  /// The value of its derivative.
  fileprivate func slope(at x: Rational) -> Rational {
    indices.dropFirst().reversed().reduce(.zero) { $0 * x + self[$1] * Rational($1) }
  }

  /// Where a polynomial that is convex on an interval above 0 is least inside it: a point or a bracket.
  ///
  /// `nil` where it is least at an end. An interval without an upper end goes on.
  fileprivate func leastPoint(from low: Rational, to high: Rational?) -> Enclosure? {
    if count == 3 {
      guard self[2].signum > 0 else { return nil }
      let vertex = -self[1] / (self[2] + self[2])
      guard vertex > low, high.map({ vertex <= $0 }) ?? true else { return nil }
      return Enclosure(vertex)
    }
    guard slope(at: low).signum < 0 else { return nil }
    guard var end = high else {
      // Only a level other than 0 makes the error grow without end.
      guard self[count - 1].signum > 0 else { return nil }
      var end = low + low
      while slope(at: end).signum < 0 { end += end }
      return Enclosure(lo: low, hi: end)
    }
    let sign = slope(at: end).signum
    if sign < 0 { return nil }
    if sign == 0 { return Enclosure(end) }
    if low.isZero {
      // The relative width of a bracket needs a lower end above 0.
      end = end.scaled(byPowerOfTwo: -1)
      while slope(at: end).signum > 0 { end = end.scaled(byPowerOfTwo: -1) }
      return Enclosure(lo: end, hi: end + end)
    }
    return Enclosure(lo: low, hi: end)
  }
}
