import ExactArithmetic
import Testing

/// Counts the cases that differ and keeps the first, for loops too long for an expectation each.
struct Mismatches {
  var cases = 0
  var count = 0
  var first = "none"

  mutating func check(_ ok: Bool, _ text: @autoclosure () -> String) {
    cases += 1
    if !ok {
      if count == 0 { first = text() }
      count += 1
    }
  }

  /// The value equals the oracle's and has the form that such a value must have.
  mutating func same(_ value: Rational, _ oracle: BigRational, _ text: @autoclosure () -> String) {
    let canonical = Rational(oracle)
    check(
      value.big == oracle && value == canonical && value.isInline == canonical.isInline
        && value.hashValue == canonical.hashValue,
      "\(text()) gave \(value), not \(oracle)")
  }

  /// Expects no mismatch among at least `minimum` cases.
  func expectNone(
    atLeast minimum: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      count == 0 && cases >= minimum,
      "\(count) of \(cases) cases differ; the first: \(first)", sourceLocation: sourceLocation)
  }
}
