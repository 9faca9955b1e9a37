import Descriptors
import ExactArithmetic

// What happens at the ends: zeros, infinities, NaNs, and values outside the finite range
// (IEEE P3109 v4.0, Saturate; the dialect's page lists who does what).

extension NumberFormat {
  /// A zero result.
  func encodeZero(negative: Bool, _ dialect: Dialect) -> Projection {
    if let code = specials.zero(negative: negative && dialect.zeroSign == .kept) {
      return Projection(code: code, reason: .zero)
    }
    switch dialect.withoutZero {
    case .nan: return Projection(code: specials.nan ?? positive.code(0), reason: .withoutZero)
    case .smallest: return Projection(code: positive.code(0), reason: .withoutZero)
    }
  }

  /// A NaN operand.
  func encodeNaN(_ nan: NaN, _ dialect: Dialect) -> UInt64 {
    guard specials.nan != nil else {
      switch dialect.withoutNaN {
      case .zero: return encodeZero(negative: false, dialect).code
      case .negativeZero: return encodeZero(negative: true, dialect).code
      case .oppositeZero: return encodeZero(negative: !nan.negative, dialect).code
      case .largest: return bound(negative: false)
      case .smallest: return bound(negative: true)
      }
    }
    switch dialect.nan {
    case .canonical: return nanCode(negative: false)
    case .signed: return nanCode(negative: nan.negative)
    case .payload:
      let canonical = nanCode(negative: nan.negative)
      guard case .float(let layout) = descriptor.encoding, layout.nans == .ieee else {
        return canonical
      }
      return canonical | nan.payload >> UInt64(64 - layout.trailingBits)
    }
  }

  /// An infinite operand.
  func encodeInfinity(negative: Bool, _ dialect: Dialect) -> UInt64 {
    if isFixedPoint, dialect.wraps { return 0 }
    if negative, self.negative == nil {
      switch dialect.negative {
      case .byOverflow: break
      case .magnitude: return encodeInfinity(negative: false, dialect)
      case .nan: return specials.nan ?? bound(negative: true)
      }
    }
    if dialect.infinity == .nan, specials.nan != nil {
      return invalidCode(negative: negative, dialect)
    }
    if case .posit = descriptor.encoding { return nanCode(negative: false) }
    switch dialect.overflow {
    case .satFinite: return bound(negative: negative)
    case .satPropagate: return specials.infinity(negative: negative) ?? bound(negative: negative)
    case .satNone: return beyond(negative: negative, dialect)
    }
  }

  /// A finite value above the largest, or below the smallest, after or before rounding as
  /// `rangeTest` says.
  func outside(negative: Bool, _ dialect: Dialect) -> Projection {
    if negative, self.negative == nil {
      return Projection(code: outsideBelowUnsigned(dialect), reason: .negative)
    }
    return Projection(code: outsideCode(negative: negative, dialect), reason: .overflow)
  }

  private func outsideCode(negative: Bool, _ dialect: Dialect) -> UInt64 {
    switch (dialect.overflow, dialect.rounding) {
    case (.satFinite, _), (.satPropagate, _), (.satNone, .towardZero):
      return bound(negative: negative)
    case (.satNone, .up) where negative: return bound(negative: true)
    case (.satNone, .down) where !negative: return bound(negative: false)
    case (.satNone, .toOdd)
    where dialect.oddOverflow == .parity && bound(negative: negative) & 1 == 1:
      return bound(negative: negative)
    case (.satNone, _): return beyond(negative: negative, dialect)
    }
  }

  /// What `satNone` answers outside the range: an infinity, or what stands in for one.
  private func beyond(negative: Bool, _ dialect: Dialect) -> UInt64 {
    if negative, self.negative == nil { return specials.nan ?? bound(negative: true) }
    if let infinity = specials.infinity(negative: negative) { return infinity }
    switch dialect.withoutInfinity {
    case .bound: return bound(negative: negative)
    case .nan:
      return specials.nan == nil
        ? bound(negative: negative) : invalidCode(negative: negative, dialect)
    }
  }

  /// A value that stays below zero in an unsigned format.
  func outsideBelowUnsigned(_ dialect: Dialect) -> UInt64 {
    switch (dialect.overflow, dialect.rounding) {
    case (.satFinite, _), (.satPropagate, _), (.satNone, .towardZero), (.satNone, .up):
      bound(negative: true)
    case (.satNone, _): specials.nan ?? bound(negative: true)
    }
  }

  /// The code of the largest finite value, or of the smallest.
  func bound(negative: Bool) -> UInt64 {
    guard negative else { return positive.code(positive.count - 1) }
    guard let below = self.negative else { return positive.code(0) }
    return below.code(below.count - 1)
  }

  /// The NaN that overflow or an infinity turns into: it has the operand's sign unless NaNs are
  /// canonical.
  private func invalidCode(negative: Bool, _ dialect: Dialect) -> UInt64 {
    nanCode(negative: negative && dialect.nan != .canonical)
  }

  /// The canonical NaN; only for formats that have one.
  private func nanCode(negative: Bool) -> UInt64 {
    specials.nan(negative: negative) ?? 0
  }

  var isFixedPoint: Bool {
    if case .fixedPoint = descriptor.encoding { true } else { false }
  }

  /// The low bits of the rounded integer: two's complement keeps going round.
  func wrapped<Value: ExactMagnitude>(
    _ magnitude: Value, negative: Bool, _ dialect: Dialect, _ word: UInt32
  ) -> UInt64 {
    guard case .fixedPoint(let layout) = descriptor.encoding else { return 0 }
    // The grid of integers goes on past the last rung, found by doubling and bisection.
    let unit = Rational.powerOfTwo(-layout.fractionBits)
    var high = Rational(unsigned: positive.count, exponent: 0)
    while magnitude.compare(to: high * unit) >= 0 { high = high.scaled(byPowerOfTwo: 1) }
    var low = Rational.zero
    while high - low > .one {
      let middle = (low + high).scaled(byPowerOfTwo: -1).floor
      if magnitude.compare(to: middle * unit) >= 0 { low = middle } else { high = middle }
    }
    if magnitude.compare(to: low * unit) != 0 {
      let gap = Gap(
        low: low * unit, high: high * unit, tie: (low + high).scaled(byPowerOfTwo: -1) * unit,
        lowIsEven: !low.isOddInteger, onlyLowIsOdd: low.isOddInteger, negative: negative)
      if dialect.rounding.roundsAway(magnitude, in: gap, word: word) { low = high }
    }
    let modulus = Rational.powerOfTwo(bits)
    let integer = negative ? -low : low
    let residue = integer - (integer / modulus).floor * modulus
    return residue.asUInt64 ?? 0
  }
}
