import Descriptors
import ExactArithmetic
import Reference

/// Choices of a step that toolkits make, each with its error.
struct StepHeuristics {
  private let question: StepCalibration
  private let errors: StepErrors
  /// The largest magnitude that the grid can clip.
  private let largest: Rational
  private let sample: Sample

  init(_ question: StepCalibration, _ sample: Sample, _ errors: StepErrors) {
    self.question = question
    self.errors = errors
    self.sample = sample
    let isOneSided = question.grid.halfLevels(bits: question.bits).below == [0]
    largest =
      switch sample.numbers {
      case .doubles(let values):
        Rational(exactly: values.reduce(0) { max($0, isOneSided ? $1 : abs($1)) }) ?? .zero
      case .rationals(let values):
        values.reduce(.zero) { max($0, isOneSided ? $1 : $1.magnitude) }
      }
  }

  /// All of them, in the order in which they are printed.
  var all: [StepHeuristic] {
    let bits = question.precision + 24
    return [
      heuristic("max", Enclosure(largest)),
      heuristic("percentile-99.9", Enclosure(percentile)),
      heuristic(
        "gaussian-clip",
        ClippingFactor.gaussian(bits: question.bits, precision: bits)
          * Enclosure.sqrt(variance, precision: bits + sizeBits)),
      heuristic(
        "laplace-clip",
        ClippingFactor.laplace(bits: question.bits, precision: bits) * Enclosure(deviation)),
      heuristic("golden-section", Enclosure(goldenSection)),
    ]
  }

  private func heuristic(_ name: String, _ alpha: Enclosure) -> StepHeuristic {
    guard alpha.lo.signum > 0 else {
      return StepHeuristic(name: name, step: nil, alpha: .exact(.zero), error: nil)
    }
    let step = alpha / Enclosure(question.clip)
    return StepHeuristic(
      name: name, step: CertifiedNumber(step), alpha: CertifiedNumber(alpha),
      error: CertifiedNumber(errors.at(step, question.precision)))
  }

  /// Bits by which values below 1 need more digits behind the point.
  private var sizeBits: Int { variance.isZero ? 0 : max(0, -variance.floorLog2) }

  private var count: Rational { Rational(sample.count) }

  private var mean: Rational {
    switch sample.numbers {
    case .doubles(let values): ExactSum.values(values) / count
    case .rationals(let values): values.reduce(.zero, +) / count
    }
  }

  /// The mean square about the mean.
  private var variance: Rational {
    let squares =
      switch sample.numbers {
      case .doubles(let values): ExactSum.squares(values)
      case .rationals(let values): values.reduce(.zero) { $0 + $1 * $1 }
      }
    let mean = mean
    return squares / count - mean * mean
  }

  /// The mean magnitude about the mean: from the sum of what lies above it.
  private var deviation: Rational {
    let mean = mean
    switch sample.numbers {
    case .rationals(let values):
      return values.reduce(.zero) { $0 + ($1 - mean).magnitude } / count
    case .doubles(let values):
      // sum |x - m| = 2 (sum of x above m - m times their number), as the sum of x - m is 0.
      let near = mean.approximateDouble
      let above = values.filter { value in
        value > near || (value == near && (Rational(exactly: value) ?? mean) > mean)
      }
      return Rational(2) * (ExactSum.values(above) - mean * Rational(above.count)) / count
    }
  }

  /// The 99.9th percentile of the magnitudes, between two of them in proportion.
  private var percentile: Rational {
    let place = (count - 1) * Rational(999, over: 1000)
    let below = Int(place.floor.asInt64 ?? 0)
    let pair: [Rational] =
      switch sample.numbers {
      case .doubles(let values):
        values.map { abs($0) }.sorted().dropFirst(below).prefix(2).compactMap {
          Rational(exactly: $0)
        }
      case .rationals(let values):
        Array(values.map(\.magnitude).sorted().dropFirst(below).prefix(2))
      }
    guard pair.count == 2 else { return pair[0] }
    return pair[0] + (place - place.floor) * (pair[1] - pair[0])
  }

  /// A golden-section search over clipping values up to the largest magnitude, on as many places as the
  /// 31st Fibonacci number: what a search for one local optimum finds.
  private var goldenSection: Rational {
    guard largest.signum > 0 else { return .zero }
    var (low, inner, outer, high) = (0, 514_229, 832_040, 1_346_269)
    let unit = largest * Rational(1, over: high)
    func error(_ place: Int) -> Rational {
      let step = Rational(place) * unit / question.clip
      return errors.at(Enclosure(step), question.precision).midpoint
    }
    var (left, right) = (error(inner), error(outer))
    while outer > inner {
      if left <= right {
        (high, outer, right) = (outer, inner, left)
        inner = low + (high - outer)
        if inner < outer, inner > low { left = error(inner) } else { break }
      } else {
        (low, inner, left) = (inner, outer, right)
        outer = high - (inner - low)
        if outer > inner, outer < high { right = error(outer) } else { break }
      }
    }
    return Rational(left <= right ? inner : outer) * unit
  }
}
