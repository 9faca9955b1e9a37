public import Descriptors
public import ExactArithmetic

/// The derivative of a sum of products as `AccumulatorGradient` defines it, exactly.
public struct AccumulatorGradientEvaluator: Sendable {
  /// The rule.
  public let gradient: AccumulatorGradient
  /// The sum.
  public let dot: DotEvaluator
  private let product, sum, outer: Rational?

  /// The derivatives of a sum.
  public struct Derivative: Sendable, Hashable {
    /// The factor of each product, by index: whether the derivative passes.
    public var passes: [Bool]
    /// The derivative with respect to each `x_i`, and to each `w_i`.
    public var x, w: [Rational]
  }

  /// Prepares the derivative of a sum.
  ///
  /// - Throws: `AccumulatorGradientError` for an adder that is not serial, for lanes and halves, and
  ///   for a threshold that is below 0 or no number.
  public init(
    _ gradient: AccumulatorGradient, of dot: DotEvaluator
  ) throws(AccumulatorGradientError) {
    guard dot.accumulator.adder == .serial else { throw .adder }
    switch dot.accumulator.order {
    case .sequential, .oddFirst, .permuted: break
    case .lanes, .pairwise: throw .order
    }
    if case .immediateDifference(let threshold) = gradient.estimator {
      guard threshold.denominator > 0, threshold.numerator >= 0 else { throw .threshold(threshold) }
    }
    (self.gradient, self.dot) = (gradient, dot)
    product = Stage(dot.accumulator.product).bound
    sum = Stage(dot.accumulator.sum).bound
    outer = dot.accumulator.chunk.flatMap { Stage($0.outer).bound }
  }

  /// The derivative at a case; `nil` where an operand or a partial sum is no number.
  public func callAsFunction(_ codes: [UInt64]) -> Derivative? { derivative(dot.trace(codes)) }

  /// The derivative at a case that has been traced.
  public func derivative(_ trace: DotTrace) -> Derivative? {
    guard trace.products.allSatisfy({ $0.x.number != nil && $0.w.number != nil }),
      trace.steps.allSatisfy({ $0.lost != nil })
    else { return nil }
    var passes = Array(repeating: true, count: trace.products.count)
    // From the last step back: what the later steps let through of a chunk, and of the outer sum.
    var inner = true
    var outerChain = true
    var outerFactor = true
    for step in trace.steps.reversed() {
      let flagged = flag(step, trace)
      switch step.kind {
      case .chunk:
        inner = true
        outerChain = outerChain && !flagged
        outerFactor =
          switch (gradient.outerMask, gradient.estimator) {
          case (.ignore, _): true
          case (.recursive, .recursiveOverflow), (.recursive, .immediateOverflow): outerChain
          case (.recursive, _), (.immediate, _): !flagged
          }
      case .products(let indices, _):
        inner = gradient.estimator == .recursiveOverflow ? inner && !flagged : !flagged
        for index in indices { passes[index] = inner && outerFactor }
      case .lanes, .parts: break
      }
    }
    return Derivative(
      passes: passes,
      x: trace.products.map { passes[$0.index] ? $0.w.number ?? .zero : .zero },
      w: trace.products.map { passes[$0.index] ? $0.x.number ?? .zero : .zero })
  }

  /// The flag `e` of a step.
  private func flag(_ step: DotTrace.Step, _ trace: DotTrace) -> Bool {
    var added = step.other
    var stageBound = outer
    var overflow = false
    if case .products(let indices, _) = step.kind {
      stageBound = sum
      added = indices.first.map { trace.products[$0].exact }
      overflow = isBeyond(added, product)
    }
    switch gradient.estimator {
    case .identity: return false
    case .immediateOverflow, .recursiveOverflow:
      return overflow || isBeyond(step.exact, stageBound)
    case .immediateDifference(let literal):
      guard let added = added?.number, let before = step.before?.number,
        let after = step.after.number, !added.isZero
      else { return false }
      let change = (after - before).magnitude
      let threshold =
        Rational(Int(literal.numerator), over: Int(literal.denominator))
        .scaled(byPowerOfTwo: literal.exponent)
      return threshold.isZero ? change.isZero : change < threshold * added.magnitude
    }
  }

  private func isBeyond(_ datum: Datum?, _ bound: Rational?) -> Bool {
    guard let bound, let value = datum?.number else { return false }
    return value.magnitude >= bound
  }
}

/// Why a derivative is not defined.
public enum AccumulatorGradientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The adder takes several products at a time, or compensates.
  case adder
  /// There is more than one running sum.
  case order
  /// The threshold is no number from 0 on.
  case threshold(ExactLiteral)

  /// One line: what is wrong and what would be right.
  public var description: String {
    switch self {
    case .adder: "adder: the flags of a derivative belong to serial adders"
    case .order: "order: the flags of a derivative belong to one running sum, not lanes or halves"
    case .threshold(let value):
      "threshold: \(value.numerator)/\(value.denominator) is no number from 0 on"
    }
  }
}

/// LBA's rule for the two exponent biases of an accumulator.
public enum AccumulatorBias {
  /// The bias of the sum, `b_prod - 1/2 log2 n` rounded down, for chunks of `n` products.
  ///
  /// It is `b_prod - k` with the smallest `k` for which `4^k >= n`: the magnitudes of a sum of `n`
  /// independent terms grow as `sqrt(n)`, and rounding down leaves more headroom.
  ///
  /// - Precondition: `chunk` is 1 or more.
  public static func sum(product bias: Int, chunk: Int) -> Int {
    precondition(chunk >= 1, "a chunk has 1 or more products")
    var k = 0
    while Rational.powerOfTwo(2 * k) < Rational(chunk) { k += 1 }
    return bias - k
  }

  /// By what the largest magnitude of the sum exceeds that of the products, where both have the same
  /// significand and exponent bits: `2^(b_prod - b_acc)`.
  public static func headroom(product: Int, sum: Int) -> Rational { .powerOfTwo(product - sum) }
}
