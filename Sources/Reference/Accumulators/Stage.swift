import Descriptors
import ExactArithmetic

/// What a stage made of an exact value.
struct Staged: Sendable {
  var datum: Datum
  /// A value other than 0 became 0.
  var underflow: Bool
  /// A number outside the range became something else.
  var overflow: Bool

  init(_ datum: Datum, underflow: Bool = false, overflow: Bool = false) {
    (self.datum, self.underflow, self.overflow) = (datum, underflow, overflow)
  }
}

/// A stage of an accumulator made ready: the function that an exact value goes through.
enum Stage: Sendable {
  case exact
  case format(NumberFormat, Dialect)
  case grid(FloatGrid)

  init(_ stage: AccumulatorStage) {
    self =
      switch stage {
      case .exact: .exact
      case .format(let format, let dialect): .format(NumberFormat(format), dialect)
      case .grid(let grid): .grid(grid)
      }
  }

  func callAsFunction(_ exact: Datum) -> Staged {
    switch self {
    case .exact: return Staged(exact)
    case .grid(let grid): return grid.staged(exact)
    case .format(let format, let dialect):
      let projection = format.project(exact, dialect: dialect)
      let datum = format.decode(projection.code)
      guard case .finite(let value) = exact, !value.isZero else { return Staged(datum) }
      let overflow =
        switch projection.reason {
        case .overflow: true
        // Low bits were kept: the value is another one only if it was outside.
        case .wrapped: datum.number.map { ($0 - value).magnitude >= format.last } ?? true
        default: false
        }
      return Staged(datum, underflow: datum.isZero && !overflow, overflow: overflow)
    }
  }

  /// Whether a zero that is the sum of numbers of both signs is -0.
  var roundsDown: Bool {
    switch self {
    case .exact: false
    case .format(_, let dialect): dialect.rounding == .down
    case .grid(let grid): grid.rounding == .down
    }
  }

  /// The largest finite magnitude; `nil` where there is none.
  var bound: Rational? {
    switch self {
    case .exact: nil
    case .format(let format, _): format.last
    case .grid(let grid): grid.saturates ? grid.overflowThreshold : nil
    }
  }
}

extension NumberFormat {
  /// The largest finite magnitude above zero.
  fileprivate var last: Rational { positive.largest }
}
