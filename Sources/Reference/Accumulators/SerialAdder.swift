import Descriptors
import ExactArithmetic

/// A running sum, and its compensation where there is one.
struct Running {
  var sum = Datum.finite(.zero)
  var compensation = Datum.finite(.zero)
}

extension Summation {
  /// Takes one product into a running sum.
  mutating func add(_ index: Int, to running: inout Running, lane: Int?) {
    let term = term(index)
    let before = running.sum
    let (exact, staged): (Datum, Staged)
    if rule.adder == .compensated {
      (exact, staged) = compensated(term, &running)
    } else {
      exact = rule.nan.sum(
        before, term.staged.datum, into: stages.sum, sources: [x[index], w[index], before])
      staged = stages.sum(exact)
    }
    running.sum = staged.datum
    note(
      .products([index], lane: lane), before: before, exact: exact, staged: staged,
      compensation: rule.adder == .compensated ? running.compensation : nil)
  }

  /// Kahan's step: `y = p - c`, `t = s + y`, `c = (t - s) - y`, each through the sum's stage.
  private func compensated(_ term: Term, _ running: inout Running) -> (Datum, Staged) {
    let s = running.sum
    let y = difference(term.staged.datum, running.compensation)
    let exact = rule.nan.sum(s, y, into: stages.sum, sources: [s, y])
    let t = stages.sum(exact)
    running.compensation = difference(difference(t.datum, s), y)
    return (exact, t)
  }

  private func difference(_ a: Datum, _ b: Datum) -> Datum {
    stages.sum(rule.nan.sum(a, b.negated, into: stages.sum, sources: [a, b])).datum
  }
}
