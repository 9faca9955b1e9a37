public import Descriptors
import ExactArithmetic

// IEEE P3109 v4.0 (Project = RoundToPrecision, Saturate, Encode), widened by the
// choices that other documents and systems make; each is a field of the dialect.

extension NumberFormat {
  /// The code that a datum becomes under a dialect.
  ///
  /// - Parameter word: the random word of a stochastic rounding rule, of which the low `N` bits
  ///   count; no other rule looks at it.
  public func encode(_ datum: Datum, dialect: Dialect = Dialect(), word: UInt32 = 0) -> UInt64 {
    project(datum, dialect: dialect, word: word).code
  }

  /// The code that a datum becomes under a dialect, with the reason.
  public func project(_ datum: Datum, dialect: Dialect, word: UInt32 = 0) -> Projection {
    switch datum {
    case .nan(let nan):
      Projection(code: encodeNaN(nan, dialect), reason: .nan)
    case .infinity(let negative):
      Projection(code: encodeInfinity(negative: negative, dialect), reason: .infinity)
    case .negativeZero:
      encodeZero(negative: true, dialect)
    case .finite(let value):
      value.isZero
        ? encodeZero(negative: false, dialect)
        : project(value.magnitude, negative: value.signum < 0, dialect: dialect, word: word)
    }
  }

  /// The code that a non-zero real number becomes under a dialect, with the reason.
  ///
  /// - Parameter magnitude: the number without its sign, above 0.
  public func project<Value: ExactMagnitude>(
    _ magnitude: Value, negative: Bool, dialect: Dialect, word: UInt32 = 0
  ) -> Projection {
    if isFixedPoint, dialect.wraps {
      let code = wrapped(magnitude, negative: negative, dialect, word)
      return Projection(code: code, reason: .wrapped)
    }
    var negative = negative
    if negative, self.negative == nil {
      switch dialect.negative {
      case .byOverflow: break
      case .magnitude: negative = false
      case .nan:
        let code = specials.nan ?? positive.code(0)
        return Projection(code: code, reason: .negative)
      }
    }
    // Below zero, an unsigned format rounds on the mirror image of its own grid.
    let ladder = (negative ? self.negative : nil) ?? positive

    guard let rung = ladder.rung(atOrBelow: magnitude) else {
      // Nearer to zero than every value of its side, and there is no zero to round to.
      if dialect.excludesBelowSmallest, let nan = specials.nan, !negative || self.negative != nil {
        return Projection(code: nan, reason: .belowSmallest)
      }
      return land(0, ladder, negative: negative, dialect, .belowSmallest, place: nil)
    }
    if rung < ladder.count, magnitude.compare(to: ladder.magnitude(rung)) == 0 {
      return land(rung, ladder, negative: negative, dialect, .exact, place: nil)
    }
    if isPosit {
      // Posit Standard 2022: neither 0 nor NaR is ever reached by rounding.
      if rung >= ladder.count - 1 {
        return Projection(code: ladder.code(ladder.count - 1), reason: .overflow)
      }
      if rung == 0 { return Projection(code: ladder.code(1), reason: .belowSmallest) }
    }
    let last = ladder.count - 1
    if rung > last || (rung == last && dialect.rangeTest == .beforeRounding) {
      return outside(negative: negative, dialect)
    }
    let gap = self.gap(above: rung, ladder, negative: negative, dialect)
    let away = dialect.rounding.roundsAway(magnitude, in: gap, word: word)
    let place = Projection.Place(
      negative: negative, low: gap.low, high: gap.high, tie: gap.tie,
      lowIsEven: gap.lowIsEven, away: away)
    let chosen = away ? rung + 1 : rung
    if chosen == ladder.count {
      var projection = outside(negative: negative, dialect)
      projection.place = place
      return projection
    }
    return land(chosen, ladder, negative: negative, dialect, .rounded, place: place)
  }

  /// A value that rounding left on a rung.
  private func land(
    _ rung: UInt64, _ ladder: Ladder, negative: Bool, _ dialect: Dialect,
    _ reason: Projection.Reason, place: Projection.Place?
  ) -> Projection {
    if rung == 0, ladder.beginsAtZero {
      var projection = encodeZero(negative: negative, dialect)
      projection.place = place
      return projection
    }
    if negative, self.negative == nil {
      return Projection(code: outsideBelowUnsigned(dialect), reason: .negative, place: place)
    }
    if dialect.flushResults, let normal = smallestNormal, ladder.magnitude(rung) < normal {
      var projection = encodeZero(negative: negative, dialect)
      (projection.reason, projection.place) = (.flushed, place)
      return projection
    }
    return Projection(code: ladder.code(rung), reason: reason, place: place)
  }

  /// The gap above a rung; the rung after the last one closes the last gap.
  private func gap(
    above rung: UInt64, _ ladder: Ladder, negative: Bool, _ dialect: Dialect
  ) -> Gap {
    let low = ladder.magnitude(rung)
    let high = ladder.magnitude(rung + 1)
    let lowIsOdd = ladder.code(rung) & 1 == 1
    let highIsOdd = ladder.code(rung + 1) & 1 == 1
    // Where the codes do not tell them apart, the one nearer to zero counts as even.
    var lowIsEven = lowIsOdd == highIsOdd || !lowIsOdd
    if dialect.tieParity == .significand, case .float(let layout) = descriptor.encoding,
      layout.trailingBits == 0, !low.isZero
    {
      // One bit of precision: 2^e has significand 1, and 2^(e+1) has 2, in units of 2^e.
      lowIsEven = false
    }
    return Gap(
      low: low, high: high, tie: tie(rung, low, high), lowIsEven: lowIsEven,
      onlyLowIsOdd: lowIsOdd && !highIsOdd, negative: negative)
  }

  /// Where nearest rules tie: halfway, except for posits, which round their bit string: the tie
  /// is the posit of one bit more whose code lies between (Posit Standard 2022).
  private func tie(_ rung: UInt64, _ low: Rational, _ high: Rational) -> Rational {
    if case .posit(let exponentBits) = descriptor.encoding {
      let between = decodePosit(2 * rung + 1, bits: bits + 1, exponentBits: exponentBits)
      if let value = between.number { return value }
    }
    return (low + high).scaled(byPowerOfTwo: -1)
  }

  private var isPosit: Bool {
    if case .posit = descriptor.encoding { true } else { false }
  }

  /// The smallest normal magnitude of a format with gradual underflow.
  var smallestNormal: Rational? {
    guard case .float(let layout) = descriptor.encoding, layout.subnormals == .gradual else {
      return nil
    }
    return .powerOfTwo(1 - layout.bias)
  }
}
