import Descriptors

/// What becomes of a partial sum: nothing, a format's rounding, or a float grid's.
enum SumStage {
  case exact
  case format(Target)
  case grid(FloatGrid)

  init(_ stage: AccumulatorStage, _ field: String) throws(AccumulationError) {
    if stage.rounding?.takesRandomWord ?? false {
      throw .field(field, what: "rounds stochastically", remedy: "use a rule without random word")
    }
    switch stage {
    case .exact: self = .exact
    case .grid(let grid):
      guard (0...52).contains(grid.significandBits), (1...11).contains(grid.exponentBits) else {
        throw .field(
          field, what: "has \(grid.significandBits) and \(grid.exponentBits) bits",
          remedy: "use 0...52 significand and 1...11 exponent bits")
      }
      self = .grid(grid)
    case .format(let format, let dialect):
      let target: Target
      do {
        target = try Target(format, dialect: dialect)
      } catch {
        throw .unsupported("\(field): \(error)")
      }
      guard target.coding.isDyadic else {
        throw .unsupported("\(field): \(format.name) has values that are no binary fractions")
      }
      self = .format(target)
    }
  }

  /// Whether sums of different signs that vanish are -0.
  var roundsDown: Bool {
    switch self {
    case .exact: false
    case .format(let target): target.dialect.rounding == .down
    case .grid(let grid): grid.rounding == .down
    }
  }

  /// The value behind the stage.
  func callAsFunction(_ value: Partial) -> Partial {
    switch self {
    case .exact: return value
    case .format(let target):
      return Partial(target.coding.decode(target.encode(value.exact, word: 0)))
    case .grid(let grid):
      switch value {
      case .nan, .infinity: return .nan(negative: false, payload: 0)
      case .zero: return .zero(negative: false)
      case .finite(let exact): return grid.rounded(exact)
      }
    }
  }
}

extension FloatGrid {
  /// A finite value's neighbour in the grid.
  func rounded(_ value: SignedMagnitude) -> Partial {
    let top = value.magnitude.top
    if flushes, top < lowestExponent { return .zero(negative: false) }
    let rounded = value.rounded(toMultipleOf: top - significandBits, rounding)
    guard let rounded else { return .zero(negative: false) }
    if saturates {
      let largest = SignedMagnitude(
        negative: value.negative,
        Magnitude(
          UInt128(2) << UInt128(significandBits) - 1, exponent: highestExponent - significandBits))
      // Behind rounding a magnitude is above the largest one when its binade is.
      if rounded.magnitude.top > highestExponent { return .finite(largest) }
    }
    return .finite(rounded)
  }
}

extension SignedMagnitude {
  /// The multiple of `2^exponent` that the value is rounded to; `nil` for 0.
  func rounded(toMultipleOf exponent: Int, _ rule: RoundingRule) -> SignedMagnitude? {
    let drop = exponent - magnitude.exponent
    if drop <= 0 { return self }
    let whole: UInt128
    let half: UInt128
    let rest: UInt128
    if drop >= 128 {
      (whole, rest) = (0, magnitude.significand)
      half = 0
    } else {
      whole = magnitude.significand >> UInt128(drop)
      rest = magnitude.significand & ((1 << UInt128(drop)) - 1)
      half = 1 << UInt128(drop - 1)
    }
    let sticky = magnitude.sticky
    if rest == 0, !sticky {
      return whole == 0
        ? nil : SignedMagnitude(negative: negative, Magnitude(whole, exponent: exponent))
    }
    // Beyond 128 bits the value is below every half, except exactly at 2^127 and above.
    let isAboveHalf: Bool
    let isHalf: Bool
    if drop > 128 {
      (isAboveHalf, isHalf) = (false, false)
    } else if drop == 128 {
      let middle = UInt128(1) << 127
      isAboveHalf = rest > middle || (rest == middle && sticky)
      isHalf = rest == middle && !sticky
    } else {
      isAboveHalf = rest > half || (rest == half && sticky)
      isHalf = rest == half && !sticky
    }
    let up: Bool
    switch rule {
    case .toNearestOrEven: up = isAboveHalf || (isHalf && whole & 1 == 1)
    case .toNearestOrAway: up = isAboveHalf || isHalf
    case .toNearestOrZero: up = isAboveHalf
    case .towardZero, .stochastic: up = false
    case .up: up = !negative
    case .down: up = negative
    case .toOdd: up = whole & 1 == 0
    }
    let result = whole + (up ? 1 : 0)
    return result == 0
      ? nil : SignedMagnitude(negative: negative, Magnitude(result, exponent: exponent))
  }
}
