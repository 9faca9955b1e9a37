import Descriptors

/// A value inside an accumulator: exact, or known as far as its next rounding asks.
enum Partial {
  /// A NaN; `payload` has its top bit, the quiet bit, at bit 63.
  case nan(negative: Bool, payload: UInt64)
  case infinity(negative: Bool)
  case zero(negative: Bool)
  case finite(SignedMagnitude)

  init(_ datum: Datum) {
    switch datum {
    case .nan(let negative, let payload): self = .nan(negative: negative, payload: payload)
    case .infinity(let negative): self = .infinity(negative: negative)
    case .zero(let negative): self = .zero(negative: negative)
    case .finite(let value): self = .finite(SignedMagnitude(value))
    }
  }

  /// The same on its way into a format.
  var exact: ExactValue {
    switch self {
    case .nan(let negative, let payload): .nan(negative: negative, payload: payload)
    case .infinity(let negative): .infinity(negative: negative)
    case .zero(let negative): .zero(negative: negative)
    case .finite(let value): .finite(negative: value.negative, value.magnitude)
    }
  }

  var isNaN: Bool {
    if case .nan = self { true } else { false }
  }

  var isNegative: Bool {
    switch self {
    case .nan(let negative, _), .infinity(let negative), .zero(let negative): negative
    case .finite(let value): value.negative
    }
  }

  var negated: Partial {
    switch self {
    case .nan: return self
    case .infinity(let negative): return .infinity(negative: !negative)
    case .zero(let negative): return .zero(negative: !negative)
    case .finite(var value):
      value.negative.toggle()
      return .finite(value)
    }
  }

  /// The first NaN of several operands, made quiet; without one, or where NaNs are canonical, the NaN
  /// of an invalid operation.
  static func nan(of operands: [Partial], _ rule: Accumulator.NaNRule) -> Partial {
    guard rule == .x86 else { return .nan(negative: false, payload: 0) }
    for case .nan(let negative, let payload) in operands {
      return .nan(negative: negative, payload: payload | 1 << 63)
    }
    return .nan(negative: true, payload: 1 << 63)
  }

  /// The exact product of two operands, none of them a NaN; `nil` for `0 * inf`.
  static func product(_ x: Partial, _ w: Partial) -> Partial? {
    let negative = x.isNegative != w.isNegative
    switch (x, w) {
    case (.infinity, .zero), (.zero, .infinity): return nil
    case (.infinity, _), (_, .infinity): return .infinity(negative: negative)
    case (.finite(let a), .finite(let b)): return .finite(SignedMagnitude.product(a, b))
    default: return .zero(negative: negative)
    }
  }

  /// The exact sum of two values, none of them a NaN; `nil` for `inf - inf`.
  static func sum(_ x: Partial, _ y: Partial, roundsDown: Bool) -> Partial? {
    switch (x, y) {
    case (.infinity(let a), .infinity(let b)): return a == b ? x : nil
    case (.infinity, _): return x
    case (_, .infinity): return y
    case (.zero(let a), .zero(let b)): return .zero(negative: a == b ? a : roundsDown)
    case (.zero, _): return y
    case (_, .zero): return x
    case (.finite(let a), .finite(let b)):
      return SignedMagnitude.sum(a, b).map { .finite($0) } ?? .zero(negative: roundsDown)
    default: return nil
    }
  }
}
