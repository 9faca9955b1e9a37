import ExactArithmetic
import Reference

/// How far one result is from the exact value; every measure is a rational.
struct CaseError: Sendable {
  /// The exact value `y`.
  let exact: Rational
  /// What came out, `q`; `nil` for an infinity or a NaN, and then there is no measure but `steps`.
  let got: Rational?
  /// Signed error `q - y`.
  let signed: Rational?
  /// `|q - y| / |y|`; `nil` for `y = 0`.
  let relative: Rational?
  /// `|q - y|` in units in the last place of the result format at `y`.
  let ulp: Rational?
  /// Value steps in the result format; `nil` without a scale.
  let steps: Rational?
  /// `|q - y|` over the sum of the magnitudes of all terms; `nil` where that is 0.
  let backward: Rational?

  /// Measures a result.
  ///
  /// - Parameters:
  ///   - magnitudes: the sum of the terms' magnitudes.
  ///   - scale: the result format's scale; without one there are no ulp and no value steps.
  init(got: Datum, exact: Rational, magnitudes: Rational, scale: ResultScale?) {
    self.exact = exact
    self.got = got.number
    steps = scale?.steps(from: got, to: .finite(exact))
    guard let value = got.number else {
      (signed, relative, ulp, backward) = (nil, nil, nil, nil)
      return
    }
    let error = value - exact
    signed = error
    relative = exact.isZero ? nil : error.magnitude / exact.magnitude
    ulp = scale?.unitInLastPlace(at: exact).map { error.magnitude / $0 }
    backward = magnitudes.isZero ? nil : error.magnitude / magnitudes
  }
}
