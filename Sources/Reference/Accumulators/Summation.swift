import Descriptors
import ExactArithmetic

/// The state of one evaluation: products on their way through the stages of an accumulator.
struct Summation {
  let rule: Accumulator
  let stages: Stages
  /// The operands as they are read.
  let x, w: [Datum]
  /// The exponents of the operands, for alignment by them.
  let exponents: [Int?]
  /// What is written down; `nil` where nobody asks.
  var record: Record?

  /// The stages of an accumulator made ready.
  struct Stages: Sendable {
    var product, sum, outer: Stage
  }

  /// What a trace is made of.
  struct Record {
    var products: [DotTrace.Product]
    var steps: [DotTrace.Step] = []
  }

  /// A product on its way.
  struct Term {
    var index: Int
    var exact: Datum
    var staged: Staged
  }

  /// The whole sum.
  mutating func total() -> Datum {
    let ranges = Accumulator.Chunk.ranges(of: rule.chunk, count: x.count)
    guard rule.chunk != nil else { return ranges.first.map { sum(of: $0) } ?? .finite(.zero) }
    var total = Datum.finite(.zero)
    for (index, range) in ranges.enumerated() {
      let part = sum(of: range)
      total = join(total, part, stages.outer, .chunk(index))
    }
    return total
  }

  /// The sum of a chunk.
  private mutating func sum(of range: Range<Int>) -> Datum {
    switch rule.order {
    case .pairwise: return halves(range)
    case .lanes(let count, let combination): return lanes(range, count, combination)
    case .sequential, .oddFirst, .permuted:
      let indices = rule.order.indices(count: range.count).map { range.lowerBound + $0 }
      if case .aligned(let adder) = rule.adder { return aligned(indices, adder) }
      var running = Running()
      for index in indices { add(index, to: &running, lane: nil) }
      return running.sum
    }
  }

  /// The product of an index behind its stage.
  mutating func term(_ index: Int) -> Term {
    let exact = rule.nan.product(x[index], w[index])
    let staged = stages.product(exact)
    if record != nil {
      var events: [DotTrace.Event] = []
      if staged.underflow { events.append(.productUnderflow) }
      if staged.overflow { events.append(.productOverflow) }
      record?.products[index].exact = exact
      record?.products[index].rounded = staged.datum
      record?.products[index].events = events
    }
    return Term(index: index, exact: exact, staged: staged)
  }

  /// The sum of two partial sums behind a stage.
  mutating func join(_ a: Datum, _ b: Datum, _ stage: Stage, _ kind: DotTrace.Kind) -> Datum {
    let exact = rule.nan.sum(a, b, into: stage, sources: [a, b])
    let staged = stage(exact)
    note(kind, before: a, other: b, exact: exact, staged: staged)
    return staged.datum
  }

  /// Writes an addition down.
  mutating func note(
    _ kind: DotTrace.Kind, before: Datum?, other: Datum? = nil, exact: Datum, staged: Staged,
    compensation: Datum? = nil
  ) {
    guard let record else { return }
    var products: [DotTrace.Product] = []
    if case .products(let indices, _) = kind { products = indices.map { record.products[$0] } }
    var wanted = before?.number ?? (before == nil ? .zero : nil)
    for datum in products.map(\.exact) + (other.map { [$0] } ?? []) {
      wanted = wanted.flatMap { sum in datum.number.map { sum + $0 } }
    }
    let lost = wanted.flatMap { wanted in staged.datum.number.map { wanted - $0 } }
    var events = Set(products.flatMap(\.events))
    if staged.underflow { events.insert(.sumUnderflow) }
    if staged.overflow { events.insert(.sumOverflow) }
    if let lost {
      events.insert(lost.isZero ? .exact : .rounded)
      let moves = products.contains { !$0.exact.isZero } || other.map { !$0.isZero } == true
      if moves, staged.datum.number == (before?.number ?? .zero), before != nil {
        events.insert(.swamped)
      }
    } else {
      events.insert(.special)
    }
    self.record?.steps.append(
      DotTrace.Step(
        kind: kind, before: before, other: other, exact: exact, after: staged.datum,
        compensation: compensation, lost: lost,
        events: DotTrace.Event.allCases.filter { events.contains($0) }))
  }
}
