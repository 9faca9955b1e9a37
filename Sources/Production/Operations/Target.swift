import Descriptors

/// A format as the goal of a rounding, under one dialect.
///
/// This is the exact path that covers every format and every choice of a dialect. The kernels
/// take their special codes from it and are compared with it.
final class Target: Sendable {
  let coding: NumberCoding
  let dialect: Dialect
  private let grid: Grid
  private let hasNegatives: Bool
  /// The NaN that a number nearer to zero than every value becomes; nil where it is rounded.
  let belowSmallest: UInt64?

  private enum Grid: Sendable {
    case float(FloatFormat)
    case fixedPoint(FixedPointFormat)
    case posit(exponentBits: Int)
    case ladders(positive: Ladder, negative: Ladder)
    case ratios(positive: RatioLadder, negative: RatioLadder)
  }

  convenience init(_ format: FormatDescriptor, dialect: Dialect) throws(ProductionError) {
    if case .stochastic(let bits, _) = dialect.rounding, !(1...32).contains(bits) {
      throw .unsupported("stochastic rounding takes 1...32 random bits, not \(bits)")
    }
    self.init(try NumberCoding(format), dialect: dialect)
  }

  private init(_ coding: NumberCoding, dialect: Dialect) {
    self.coding = coding
    self.dialect = dialect
    hasNegatives = coding.hasNegatives
    let isExcluded = dialect.excludesBelowSmallest && coding.zeroCode(negative: false) == nil
    belowSmallest = isExcluded ? coding.nanCode(negative: false) : nil
    switch coding.kind {
    case .float(let format): grid = .float(format)
    case .fixedPoint(let format): grid = .fixedPoint(format)
    case .posit(let exponentBits):
      grid = .posit(exponentBits: exponentBits)
    case .hiFloat8:
      grid = .ladders(
        positive: HiFloat8.ladder(negative: false), negative: HiFloat8.ladder(negative: true))
    case .table(let table):
      if table.isDyadic {
        let positive = table.ladder(negative: false)
        let negative = table.ladder(negative: true)
        if positive.isExact, negative.isExact {
          grid = .ladders(positive: positive, negative: negative)
          return
        }
      }
      grid = .ratios(
        positive: RatioLadder(table, negative: false),
        negative: RatioLadder(table, negative: true))
    }
  }

  /// Whether results are compared as ratios rather than as 128-bit fractions.
  var needsRatios: Bool {
    if case .ratios = grid { true } else { false }
  }

  /// The code that an exact value becomes.
  func encode(_ value: ExactValue, word: UInt32) -> UInt64 {
    switch value {
    case .nan(let negative, let payload): nan(negative: negative, payload: payload)
    case .infinity(let negative): infinity(negative: negative)
    case .zero(let negative): zero(negative: negative)
    case .finite(let negative, let magnitude): finite(negative, magnitude, nil, word)
    case .ratio(let negative, let ratio):
      finite(negative, needsRatios ? Magnitude(1, exponent: 0) : ratio.magnitude, ratio, word)
    }
  }

  // MARK: - Special operands

  /// What a NaN operand becomes.
  func nan(negative: Bool, payload: UInt64) -> UInt64 {
    guard let canonical = coding.nanCode(negative: dialect.nan != .canonical && negative) else {
      switch dialect.withoutNaN {
      case .zero: return zero(negative: false)
      case .negativeZero: return zero(negative: true)
      case .oppositeZero: return zero(negative: !negative)
      case .largest: return coding.boundCode(negative: false)
      case .smallest: return coding.boundCode(negative: true)
      }
    }
    if dialect.nan == .payload, coding.hasPayload, case .float(let format) = coding.kind {
      return canonical | payload >> UInt64(64 - format.trailingBits)
    }
    return canonical
  }

  /// A NaN that the entry into the format makes itself; nil in a format without NaN.
  private func madeNaN(negative: Bool) -> UInt64? {
    coding.nanCode(negative: dialect.nan != .canonical && negative)
  }

  /// What an exact zero, or a result that rounds to zero, becomes.
  func zero(negative: Bool) -> UInt64 {
    let keepsSign = dialect.zeroSign == .kept
    if let code = coding.zeroCode(negative: negative && keepsSign) { return code }
    switch dialect.withoutZero {
    case .nan: return madeNaN(negative: false) ?? coding.smallestCode
    case .smallest: return coding.smallestCode
    }
  }

  /// What an infinite operand becomes.
  func infinity(negative: Bool) -> UInt64 {
    let negative = negative && !dropsSign
    if case .posit = coding.kind { return coding.nanCode(negative: false) ?? 0 }
    if case .fixedPoint = coding.kind, dialect.wraps { return 0 }
    if dialect.infinity == .nan, let nan = madeNaN(negative: negative) { return nan }
    let bound = coding.boundCode(negative: negative)
    if negative, !hasNegatives, dialect.negative == .nan {
      return madeNaN(negative: true) ?? bound
    }
    switch dialect.overflow {
    case .satFinite: return bound
    case .satPropagate: return coding.infinityCode(negative: negative) ?? bound
    case .satNone:
      if let infinity = coding.infinityCode(negative: negative) { return infinity }
      return noInfinity(negative: negative)
    }
  }

  /// What `satNone` answers on a side that has no infinity.
  private func noInfinity(negative: Bool) -> UInt64 {
    let bound = coding.boundCode(negative: negative)
    if negative, !hasNegatives { return madeNaN(negative: negative) ?? bound }
    switch dialect.withoutInfinity {
    case .nan: return madeNaN(negative: negative) ?? bound
    case .bound: return bound
    }
  }

  // MARK: - Finite operands

  /// Whether a value below 0 loses its sign before anything else.
  var dropsSign: Bool { !hasNegatives && dialect.negative == .magnitude }

  /// The code of every value below 0 that does not round to 0, or nil where negatives are
  /// ordinary values or lose their sign.
  var belowCode: UInt64? {
    if hasNegatives || dropsSign { return nil }
    if case .fixedPoint = coding.kind, dialect.wraps { return nil }
    if dialect.negative == .nan {
      return madeNaN(negative: true) ?? coding.boundCode(negative: true)
    }
    return overflow(negative: true)
  }

  /// What a finite value outside the range becomes.
  func overflow(negative: Bool) -> UInt64 {
    let bound = coding.boundCode(negative: negative)
    guard dialect.overflow == .satNone else { return bound }
    switch dialect.rounding {
    case .towardZero: return bound
    case .up where negative: return bound
    case .down where !negative: return bound
    case .toOdd
    where dialect.oddOverflow == .parity && bound & 1 == 1 && (!negative || hasNegatives):
      return bound
    default: return coding.infinityCode(negative: negative) ?? noInfinity(negative: negative)
    }
  }

  /// Rounds a finite value; `ratio` replaces the magnitude where the grid needs ratios.
  private func finite(
    _ isNegative: Bool, _ magnitude: Magnitude, _ ratio: ExactRatio?, _ word: UInt32
  ) -> UInt64 {
    let negative = isNegative && !dropsSign
    let decision = Decision(rule: dialect.rounding, word: word, negative: negative)
    let unsigned = negative && !hasNegatives
    if unsigned, let belowCode {
      // Only a format with zero can bring a value below 0 back, and only by rounding.
      if dialect.negative == .nan || coding.zeroCode(negative: false) == nil { return belowCode }
    }
    let rounded: Rounded
    switch grid {
    case .float(let format):
      if dialect.rangeTest == .beforeRounding, !unsigned, format.exceedsLargest(magnitude) {
        return overflow(negative: negative)
      }
      if let belowSmallest, !unsigned, format.isBelowSmallest(magnitude) { return belowSmallest }
      rounded = flushed(
        format.round(magnitude, decision, tieParity: dialect.tieParity), format)
    case .fixedPoint(let format):
      if dialect.rangeTest == .beforeRounding, !unsigned, !dialect.wraps {
        let bound = format.bound(negative: negative)
        if magnitude > Magnitude(UInt128(bound), exponent: -format.fractionBits) {
          return overflow(negative: negative)
        }
      }
      rounded = format.round(magnitude, decision, wraps: dialect.wraps)
    case .posit(let exponentBits):
      rounded = Posit.round(
        magnitude, decision, bits: coding.bits, exponentBits: exponentBits)
    case .ladders(let positive, let negatives):
      // Nothing lies on a side without numbers; a format without that side mirrors the other.
      let ladder = negative && !unsigned ? negatives : positive
      if dialect.rangeTest == .beforeRounding, !unsigned, ladder.isAboveLast(magnitude) {
        return overflow(negative: negative)
      }
      if let belowSmallest, !unsigned, ladder.isBelowFirst(magnitude) { return belowSmallest }
      let point = ladder.round(magnitude, decision)
      rounded = unsigned ? outside(point) : point
    case .ratios(let positive, let negatives):
      // Nothing lies on a side without numbers; a format without that side mirrors the other.
      let ladder = negative && !unsigned ? negatives : positive
      let value =
        ratio
        ?? ExactRatio(
          Natural(magnitude.significand), over: Natural(UInt64(1)), exponent: magnitude.exponent)
      if dialect.rangeTest == .beforeRounding, !unsigned, ladder.isAboveLast(value) {
        return overflow(negative: negative)
      }
      if let belowSmallest, !unsigned, ladder.isBelowFirst(value) { return belowSmallest }
      let point = ladder.round(value, decision)
      rounded = unsigned ? outside(point) : point
    }
    switch rounded {
    case .zero: return zero(negative: negative)
    case .outside:
      if unsigned, let belowCode { return belowCode }
      return overflow(negative: negative)
    case .code(let code):
      if unsigned, let belowCode { return belowCode }
      return code
    }
  }

  /// A value of the side that a format lacks is outside unless it rounds to zero.
  private func outside(_ rounded: Rounded) -> Rounded {
    if case .zero = rounded, coding.zeroCode(negative: false) != nil { return .zero }
    return .outside
  }

  private func flushed(_ rounded: Rounded, _ format: FloatFormat) -> Rounded {
    guard dialect.flushResults, case .code(let code) = rounded,
      code & format.magnitudeMask < format.smallestNormal
    else { return rounded }
    return .zero
  }
}
