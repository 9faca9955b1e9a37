import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about the formats of IEEE P3109, held against the report's own operators.
enum P3109Laws {
  /// The laws, for formats with a P3109 name.
  static func all(_ subject: FormatSubject) -> [Property] {
    guard Glob("Binary*p*").matches(subject.descriptor.name),
      case .float(let layout) = subject.descriptor.encoding
    else { return [] }
    return [projection(subject, layout)]
  }

  /// The two texts that exist, which differ in what saturates.
  enum Text: CaseIterable, Sendable {
    /// The report, v4.0.
    case report
    /// The formal text of July 2026: finite formats answer NaN, and to-odd has no row of its own.
    case formal

    var dialect: Dialect {
      switch self {
      case .report: Dialect(withoutInfinity: .bound)
      case .formal: Dialect(withoutInfinity: .nan, oddOverflow: .infinity)
      }
    }
  }

  /// A value before it is saturated: a number, or an infinity.
  private enum Extended {
    case number(Rational)
    case infinity(negative: Bool)
  }

  /// Project is RoundToPrecision, then Saturate row by row, for values in and far outside the
  /// range, infinities, every mode and both texts.
  static func projection(_ subject: FormatSubject, _ layout: FloatLayout) -> Property {
    let domain = Property.Domain.stated(
      "eight places of every gap, twelve distances beyond the largest, infinities; both signs")
    return subject.law("p3109-project", domain) { bench, choices in
      let (x, text) = try drawOperand(bench, &choices)
      let version = choices.draw(from: Text.allCases)
      var dialect = version.dialect
      dialect.rounding = choices.draw(from: RoundingRule.deterministic)
      dialect.overflow = choices.draw(from: OverflowRule.allCases)
      choices.describe(
        "\(text), \(dialect.rounding.name), \(dialect.overflow.name), \(version)")
      let expected: Datum
      let got: UInt64
      switch x {
      case .infinity(let negative):
        expected = saturate(x, layout, bench, dialect, version)
        got = bench.codec.encode(.infinity(negative: negative), dialect, 0)
      case .number(let value):
        let rounded = Quantum(layout).round(value, dialect.rounding)
        expected = saturate(.number(rounded), layout, bench, dialect, version)
        got = bench.codec.encode(.finite(value), dialect, 0)
      }
      return .equal(expected: expected, got: bench.codec.decode(got))
    }
  }

  private static func drawOperand(
    _ bench: FormatBench, _ choices: inout Choices
  ) throws(Discard) -> (Extended, String) {
    let kind = choices.draw(below: 3)
    let negative = choices.drawFlag()
    let magnitude: Rational
    switch kind {
    case 0:
      let rung = try bench.drawRung(&choices, side: 0)
      let place = choices.draw(from: GapPoint.Place.allCases)
      magnitude = GapPoint(bench, side: 0, rung: rung, place: place).magnitude
    case 1:
      let side = bench.sides[0]
      magnitude = choices.draw(from: OverflowLaws.Distance.allCases)
        .magnitude(side.largest, side.next)
    default:
      return (.infinity(negative: negative), negative ? "-inf" : "inf")
    }
    let value = negative ? -magnitude : magnitude
    return (.number(value), "\(value)")
  }

  /// Saturate: the rows of the report's table in its order, the first that fits wins.
  private static func saturate(
    _ x: Extended, _ layout: FloatLayout, _ bench: FormatBench, _ dialect: Dialect, _ text: Text
  ) -> Datum {
    let isExtended = layout.infinities == .top
    let isSigned = layout.signed
    let highest = bench.format.positive.largest
    let lowest = isSigned ? -highest : .zero
    let isBelow: Bool
    switch x {
    case .number(let value):
      if value >= lowest, value <= highest { return .finite(value) }
      isBelow = value < lowest
    case .infinity(let negative): isBelow = negative
    }
    let bound = Datum.finite(isBelow ? lowest : highest)
    var isInfinite = false
    if case .infinity = x { isInfinite = true }

    switch dialect.overflow {
    case .satFinite: return bound
    case .satPropagate:
      let keeps = isInfinite && isExtended && (!isBelow || isSigned)
      return keeps ? .infinity(negative: isBelow) : bound
    case .satNone: break
    }
    let finiteRow: Datum = text == .report ? bound : .nan
    if isInfinite {
      if isBelow, !isSigned { return .nan }
      return isExtended ? .infinity(negative: isBelow) : finiteRow
    }
    let rule = dialect.rounding
    if text == .report, rule == .toOdd, !isSigned, isExtended, !isBelow { return bound }
    if !isBelow, rule == .towardZero || rule == .down { return bound }
    if isBelow, rule == .towardZero || rule == .up { return bound }
    if isBelow, !isSigned { return .nan }
    return isExtended ? .infinity(negative: isBelow) : finiteRow
  }
}
