public import Descriptors
import ExactArithmetic
public import Harness
import Reference

/// The laws that sums of products must satisfy.
///
/// They judge the reference, or any function that claims to follow an accumulator. Ids read
/// `accumulator/<name>/<law>`.
public enum AccumulatorLaws {
  /// All laws that apply to an accumulator, in the order in which reports list them.
  ///
  /// - Parameter dot: the function that is judged; `nil` for the reference's.
  public static func all(for accumulator: Accumulator, judging dot: DotFunction? = nil)
    -> [Property]
  {
    let subject = AccumulatorSubject(
      accumulator: accumulator, dot: dot ?? AccumulatorSubject.reference)
    var laws = exchange(subject)
    // Flushed operands are not those that a case shows.
    let flushes = accumulator.flushesOperands
    if !flushes { laws += losses(subject) }
    if subject.isSymmetric { laws += negation(subject) }
    if subject.isChain {
      laws += zeroProducts(subject)
      if !flushes { laws += exactSums(subject) }
      if !subject.hasIntegers { laws += growing(subject) }
      if accumulator.chunk == nil { laws += oneChunk(subject) }
    }
    if isOrderless(accumulator) { laws += permutation(subject) }
    if let unit = RoundingUnit(accumulator) { laws += bound(subject, unit) }
    if subject.stages.allSatisfy({ if case .grid = $0 { true } else { false } }) {
      laws += scaling(subject)
    }
    return laws + AccumulatorGradientLaws.all(subject)
      + (dot == nil ? GridLaws.all(for: accumulator) : [])
  }

  /// `x` and `w` trade places.
  private static func exchange(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("exchange") { sample in
      .equal(
        expected: try subject.value(sample),
        got: try subject.value(sample.with(x: sample.w, w: sample.x)))
    }
  }

  /// What the steps of the reference lost is what the judged sum lacks.
  private static func losses(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("losses") { sample in
      let trace = try subject.trace(sample)
      guard trace.steps.allSatisfy({ $0.lost != nil }) else { throw Discard() }
      let lost = trace.steps.reduce(Rational.zero) { $0 + ($1.lost ?? .zero) }
      let left = sample.products.reduce(Rational.zero, +) - lost
      return .equal(expected: left, got: try subject.value(sample).number ?? .zero)
    }
  }

  /// Negative weights give the negative sum.
  private static func negation(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("negation") { sample in
      let sign = UInt64(1) << UInt64(sample.format.bits - 1)
      let other = try subject.value(sample.with(x: sample.x, w: sample.w.map { $0 ^ sign }))
      return .equal(
        expected: try subject.value(sample).number.map { -$0 }, got: other.number)
    }
  }

  /// Where every product and partial sum is in its stage, nothing is lost.
  private static func exactSums(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("exact-sums", sampled: false) { sample in
      let accumulator = subject.accumulator
      let length = accumulator.chunk?.length ?? Swift.max(1, sample.length)
      var (outer, inner) = (Rational.zero, Rational.zero)
      for (index, product) in sample.products.enumerated() {
        inner = (index.isMultiple(of: length) ? .zero : inner) + product
        guard accumulator.product.keeps(product), accumulator.sum.keeps(inner) else {
          throw Discard()
        }
        if index % length == length - 1 || index == sample.length - 1 {
          outer += inner
          guard accumulator.chunk?.outer.keeps(outer) ?? true else { throw Discard() }
        }
      }
      if accumulator.flushesOperands { throw Discard() }
      return .equal(
        expected: sample.products.reduce(.zero, +), got: try subject.value(sample).number)
    }
  }

  /// A product of 0 at the end changes nothing.
  private static func zeroProducts(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("zero-product") { sample in
      .equal(
        expected: try subject.value(sample).number,
        got: try subject.value(sample.with(x: sample.x + [0], w: sample.w + [1])).number)
    }
  }

  /// Of products from 0 on, a last one never makes the sum less.
  private static func growing(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("growing") { sample in
      try Choices.need(sample.length > 0)
      let mask = (UInt64(1) << UInt64(sample.format.bits - 1)) - 1
      let (x, w) = (sample.x.map { $0 & mask }, sample.w.map { $0 & mask })
      let whole = try subject.value(sample.with(x: x, w: w))
      let part = try subject.value(sample.with(x: x.dropLast(), w: w.dropLast()))
      guard let whole = whole.number, let part = part.number else { throw Discard() }
      return .when(part <= whole, expected: "at least \(part)", got: "\(whole)")
    }
  }

  /// A chunk that is not shorter than the sum changes nothing where its outer stage is the sum's.
  private static func oneChunk(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("one-chunk") { sample in
      var chunked = subject.accumulator
      chunked.chunk = .init(length: Swift.max(1, sample.length), outer: chunked.sum)
      return .equal(
        expected: try subject.value(sample).number,
        got: try subject.dot(chunked, sample.format, sample.codes).number)
    }
  }

  /// Whether products may come in any order.
  private static func isOrderless(_ accumulator: Accumulator) -> Bool {
    if accumulator.sum == .exact, accumulator.chunk.map({ $0.outer == .exact }) ?? true {
      return accumulator.adder == .serial
    }
    guard case .aligned(let adder) = accumulator.adder, accumulator.chunk == nil else {
      return false
    }
    return adder.terms >= 12
  }

  /// The order of products plays no part.
  private static func permutation(_ subject: AccumulatorSubject) -> [Property] {
    subject.laws("permutation") { sample in
      .equal(
        expected: try subject.value(sample).number,
        got: try subject.value(
          sample.with(x: sample.x.reversed(), w: sample.w.reversed())
        ).number)
    }
  }

  /// The sum is as near to the exact one as the number of roundings on a product's way allows.
  private static func bound(_ subject: AccumulatorSubject, _ unit: RoundingUnit) -> [Property] {
    // In a narrow grid long sums nearly always meet an end.
    let isNarrow = subject.stages.contains { stage in
      if case .grid(let grid) = stage { grid.exponentBits < 4 } else { false }
    }
    return subject.laws("bound", sampled: !isNarrow) { sample in
      let trace = try subject.trace(sample)
      let outside: [DotTrace.Event] = [
        .productUnderflow, .sumUnderflow, .productOverflow, .sumOverflow, .special,
      ]
      guard trace.steps.allSatisfy({ Set($0.events).isDisjoint(with: outside) }) else {
        throw Discard()
      }
      var growth = Rational.one
      for _ in 0..<unit.roundings(sample.length) { growth *= Rational.one + unit.unit }
      let magnitudes = sample.products.reduce(Rational.zero) { $0 + $1.magnitude }
      let most = (growth - .one) * magnitudes
      let exact = sample.products.reduce(.zero, +)
      guard let value = try subject.value(sample).number else {
        return .fails(expected: "a number", got: "\(try subject.value(sample))")
      }
      return .when(
        (value - exact).magnitude <= most, expected: "within \(most) of \(exact)", got: "\(value)")
    }
  }

  /// Operands twice as large on both sides, and grids four times as large, give four times the sum.
  private static func scaling(_ subject: AccumulatorSubject) -> [Property] {
    var scaled = subject.accumulator
    scaled.product = scaled.product.scaledByFour
    scaled.sum = scaled.sum.scaledByFour
    scaled.chunk = scaled.chunk.map { .init(length: $0.length, outer: $0.outer.scaledByFour) }
    let other = scaled
    return subject.laws("scaling") { sample in
      guard case .float(let layout) = sample.format.encoding else { throw Discard() }
      let twice = DotCase.float(
        bits: sample.format.bits, exponentBits: layout.exponentBits, bias: layout.bias - 1)
      return .equal(
        expected: try subject.value(sample).number.map { $0 * 4 },
        got: try subject.dot(other, twice, sample.codes).number)
    }
  }
}

extension Choices {
  /// Leaves a case out.
  fileprivate static func need(_ condition: Bool) throws { if !condition { throw Discard() } }
}

extension AccumulatorStage {
  /// Whether a value stays what it is.
  fileprivate func keeps(_ value: Rational) -> Bool {
    switch self {
    case .exact: return true
    case .grid(let grid): return grid.round(.finite(value)) == .finite(value)
    case .format(let format, let dialect):
      let format = NumberFormat(format)
      return format.decode(format.encode(.finite(value), dialect: dialect)).number == value
    }
  }

  /// The grid with its bias 2 lower.
  fileprivate var scaledByFour: AccumulatorStage {
    guard case .grid(var grid) = self else { return self }
    grid.bias -= 2
    return .grid(grid)
  }
}
