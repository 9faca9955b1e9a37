import Descriptors
import ExactArithmetic
import Harness
import Reference

/// The laws of derivatives through an accumulator of one running sum a chunk.
enum AccumulatorGradientLaws {
  static func all(_ subject: AccumulatorSubject) -> [Property] {
    guard subject.isChain else { return [] }
    return masks(subject) + (subject.accumulator.chunk == nil ? difference(subject) : [])
  }

  /// Identity lets everything through; recursive masks let through no more than immediate ones, and
  /// all of them everything where nothing overflows.
  private static func masks(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("gradient-masks") { sample in
      let trace = try subject.trace(sample)
      let one = try passes(.identity, subject, sample, trace)
      let immediate = try passes(.immediateOverflow, subject, sample, trace)
      let recursive = try passes(.recursiveOverflow, subject, sample, trace)
      guard one.allSatisfy(\.self) else { return .fails(expected: "all pass", got: "\(one)") }
      let isOrdered = zip(recursive, immediate).allSatisfy { !$0 || $1 }
      return .when(
        isOrdered && (immediate.contains(false) || recursive == immediate),
        expected: "at most \(immediate)", got: "\(recursive)")
    }
  }

  /// A product is masked by difference just where the sum up to it is the same without it.
  private static func difference(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("gradient-difference") { sample in
      let trace = try subject.trace(sample)
      let estimator = AccumulatorGradient.Estimator.immediateDifference(
        threshold: ExactLiteral(numerator: 0))
      let got = try passes(estimator, subject, sample, trace)
      let expected = try (0..<sample.length).map { index in
        let (x, w) = (Array(sample.x[...index]), Array(sample.w[...index]))
        let with = try subject.value(sample.with(x: x, w: w)).number
        let without = try subject.value(sample.with(x: x, w: w.dropLast() + [0])).number
        let product = trace.products[index].exact
        return product.isZero || with != without
      }
      return .equal(expected: expected, got: got)
    }
  }

  private static func passes(
    _ estimator: AccumulatorGradient.Estimator, _ subject: AccumulatorSubject, _ sample: DotCase,
    _ trace: DotTrace
  ) throws -> [Bool] {
    let evaluator = try AccumulatorSubject.evaluator(
      subject.accumulator, sample.format, sample.length)
    let gradient = try AccumulatorGradientEvaluator(
      AccumulatorGradient(estimator: estimator), of: evaluator)
    guard let derivative = gradient.derivative(trace) else { throw Discard() }
    return derivative.passes
  }
}
