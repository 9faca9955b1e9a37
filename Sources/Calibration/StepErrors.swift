import ExactArithmetic
import Production
import Reference

/// Errors of steps on one list: by the reference, or by the fast search on a long one.
enum StepErrors {
  case exact(StepError)
  case prepared(PreparedErrors)

  /// The best step.
  enum Best {
    /// There is none, and what the error is then: that of every step, or that of none.
    case degenerate(error: Rational)
    case found(OptimalStep)
  }

  func best(_ precision: Int) throws(CalibrationError) -> Best {
    switch self {
    case .exact(let error):
      do throws(OptimalStep.Degenerate) {
        return .found(try OptimalStep(error, precision: precision))
      } catch {
        switch error {
        case .constant(let error): return .degenerate(error: error)
        case .vanishing: return .degenerate(error: .zero)
        }
      }
    case .prepared(let errors): return errors.best
    }
  }

  /// The error at a step above 0.
  func at(_ step: Enclosure, _ precision: Int) -> Enclosure {
    switch self {
    case .exact(let error): error.at(step, precision: precision + 8)
    case .prepared(let errors): errors.at(step)
    }
  }
}

/// Squared errors of steps on a long list, exactly, from moments of the fast module.
struct PreparedErrors {
  private let steps: PreparedSteps
  /// The sum of squares.
  private let total: Rational

  init(_ steps: PreparedSteps, _ values: [Double]) {
    self.steps = steps
    total = ExactSum.squares(values)
  }

  var best: StepErrors.Best {
    guard let search = StepSearch(steps) else { return .degenerate(error: total) }
    let (products, squares) = rationals(search.moments)
    let half = products / squares
    return .found(
      OptimalStep(
        step: Enclosure(half + half), error: Enclosure(total - products * half), isDecided: true))
  }

  func at(_ step: Enclosure) -> Enclosure {
    let half = step.scaled(byPowerOfTwo: -1)
    let (low, squares) = point(half.lo)
    guard !half.isPoint else { return Enclosure(low) }
    // E changes with h by at most the sum of 2 l |x - l h| <= h l^2 + (x - l h)^2 / h, and the root of E by
    // at most the root of the sum of l^2.
    let width = half.width
    let most = Rational(2) * (low + width * width * squares)
    let slack = width * (half.hi * squares + most / half.lo)
    return Enclosure(lo: max(.zero, low - slack), hi: low + slack)
  }

  /// The error and the sum of squared levels at half a step.
  private func point(_ half: Rational) -> (error: Rational, squares: Rational) {
    let (moments, uncertain) = steps.moments(atHalf: half.approximateDouble)
    var (products, squares) = rationals(moments)
    for value in uncertain {
      guard let magnitude = Rational(exactly: value.magnitude) else { continue }
      let (low, high) = (Rational(value.levels.0), Rational(value.levels.1))
      let level = magnitude + magnitude <= (low + high) * half ? low : high
      products += magnitude * level
      squares += level * level
    }
    return (total - Rational(2) * half * products + half * half * squares, squares)
  }

  private func rationals(_ moments: StepMoments) -> (products: Rational, squares: Rational) {
    (
      Rational(wide: moments.products).scaled(byPowerOfTwo: steps.unit),
      Rational(wide: moments.squares)
    )
  }
}

extension Rational {
  fileprivate init(wide value: UInt128) {
    self =
      Rational(unsigned: UInt64(truncatingIfNeeded: value), exponent: 0)
      + Rational(unsigned: UInt64(truncatingIfNeeded: value >> 64), exponent: 64)
  }
}

/// Sums without rounding.
enum ExactSum {
  /// The sum of squares: significands' squares in a column for each exponent.
  static func squares(_ values: [Double]) -> Rational {
    var columns: [Int: UInt128] = [:]
    var sum = Rational.zero
    func flush() {
      for (exponent, column) in columns {
        sum += Rational(wide: column).scaled(byPowerOfTwo: 2 * exponent)
      }
      columns.removeAll()
    }
    for (index, value) in values.enumerated() where value != 0 {
      let subnormal = value.exponentBitPattern == 0
      let significand = value.significandBitPattern | (subnormal ? 0 : 1 << 52)
      let exponent = (subnormal ? 1 : Int(value.exponentBitPattern)) - 1075
      // Squares have 106 bits, so that 2^20 of them fit.
      columns[exponent, default: 0] += UInt128(significand) * UInt128(significand)
      if index % (1 << 20) == 0 { flush() }
    }
    flush()
    return sum
  }

  /// The sum of the values.
  static func values(_ values: [Double]) -> Rational {
    var columns: [Int: Int128] = [:]
    for value in values where value != 0 {
      let subnormal = value.exponentBitPattern == 0
      let significand = value.significandBitPattern | (subnormal ? 0 : 1 << 52)
      let exponent = (subnormal ? 1 : Int(value.exponentBitPattern)) - 1075
      columns[exponent, default: 0] += value < 0 ? -Int128(significand) : Int128(significand)
    }
    return columns.reduce(into: Rational.zero) { sum, column in
      let part = Rational(wide: column.value.magnitude).scaled(byPowerOfTwo: column.key)
      sum += column.value < 0 ? -part : part
    }
  }
}
