import Descriptors

/// A sum of products computed step by step with integers: every accumulator, every format.
///
/// It is what the kernels are compared with inside this module.
final class ExactSummation: Sendable {
  let accumulator: Accumulator
  let coding: NumberCoding
  private let product: SumStage
  private let sum: SumStage
  private let outer: SumStage
  private let chunk: Int?
  private let lowestOperandExponent: Int?

  init(_ accumulator: Accumulator, _ format: FormatDescriptor) throws(AccumulationError) {
    self.accumulator = accumulator
    do {
      coding = try NumberCoding(format)
    } catch {
      throw .unsupported("\(error)")
    }
    guard coding.isDyadic, coding.significandBits <= 60 else {
      throw .unsupported(
        "\(format.name): operands are integers of at most 60 bits times a power of two")
    }
    product = try SumStage(accumulator.product, "product")
    sum = try SumStage(accumulator.sum, "sum")
    outer =
      try accumulator.chunk.map { (chunk) throws(AccumulationError) in
        try SumStage(chunk.outer, "chunk")
      } ?? .exact
    chunk = accumulator.chunk?.length
    if let chunk, chunk < 1 {
      throw .field("chunk", what: "has \(chunk) products", remedy: "use 1 or more")
    }
    if case .float(let layout) = format.encoding, layout.subnormals == .gradual {
      lowestOperandExponent = 1 - layout.bias
    } else {
      lowestOperandExponent = nil
    }
    try Self.check(accumulator)
    if case .exact = sum, isSerial || addsGroups {
      if case .exact = outer { return }
      throw .unsupported("\(accumulator.name): exact sums of chunks that are rounded afterwards")
    }
  }

  private static func check(_ accumulator: Accumulator) throws(AccumulationError) {
    if case .lanes(let lanes, let combination) = accumulator.order {
      guard lanes >= 1, combination == .sequential || lanes & (lanes - 1) == 0 else {
        throw .field(
          "order", what: "has \(lanes) lanes",
          remedy: "use 1 or more, for a tree a power of two")
      }
    }
    if case .aligned(let adder) = accumulator.adder {
      guard adder.terms >= 1, (0...100).contains(adder.bits), !adder.rounding.takesRandomWord else {
        throw .field(
          "adder", what: "takes \(adder.terms) terms and keeps \(adder.bits) bits",
          remedy: "use 1 or more terms, 0...100 bits and a rule without random word")
      }
      switch accumulator.order {
      case .sequential, .oddFirst, .permuted: break
      case .lanes, .pairwise:
        throw .field(
          "order", what: "does not fit an adder that aligns",
          remedy: "use sequential, odd-first or permuted")
      }
    }
  }

  /// An operand: flushed where the accumulator says so.
  func operand(_ code: UInt64) -> Partial {
    Partial(accumulator.flushesOperands ? coding.decodeFlushing(code) : coding.decode(code))
  }

  /// What the accumulator leaves of a sum.
  func callAsFunction(_ x: [Partial], _ w: [Partial]) -> Partial {
    guard let chunk else { return part(x[...], w[...]) }
    if case .exact = outer {
      // What a chunk of an exact sum leaves may be too long for a partial value.
      if case .exact = sum, !isAligned {
        return total(x.indices.lazy.map { self.term(x[$0], w[$0]) }, startsAtZero: true)
      }
      if case .exact = sum, addsGroups {
        return total(
          stride(from: 0, to: x.count, by: chunk).flatMap { first in
            let end = min(first + chunk, x.count)
            return groups(order(of: end - first), Array(x[first..<end]), Array(w[first..<end]))
          }, startsAtZero: true)
      }
      return total(
        stride(from: 0, to: x.count, by: chunk).map { first in
          part(x[first..<min(first + chunk, x.count)], w[first..<min(first + chunk, x.count)])
        }, startsAtZero: true)
    }
    var total = Partial.zero(negative: false)
    for first in stride(from: 0, to: x.count, by: chunk) {
      let end = min(first + chunk, x.count)
      total = add(total, part(x[first..<end], w[first..<end]), outer)
    }
    return total
  }

  // MARK: - Steps

  private func add(_ a: Partial, _ b: Partial, _ stage: SumStage) -> Partial {
    if a.isNaN || b.isNaN { return stage(.nan(of: [b, a], accumulator.nan)) }
    return stage(
      Partial.sum(a, b, roundsDown: stage.roundsDown) ?? .nan(of: [], accumulator.nan))
  }

  private func exactProduct(_ x: Partial, _ w: Partial) -> Partial {
    if x.isNaN || w.isNaN { return .nan(of: [x, w], accumulator.nan) }
    return Partial.product(x, w) ?? .nan(of: [], accumulator.nan)
  }

  private func term(_ x: Partial, _ w: Partial) -> Partial { product(exactProduct(x, w)) }

  /// A running sum with one product more.
  private func joined(_ s: Partial, _ x: Partial, _ w: Partial) -> Partial {
    let exact = exactProduct(x, w)
    guard exact.isNaN else { return add(s, product(exact), sum) }
    let term = product(.nan(of: [x, w, s], accumulator.nan))
    // Where products have a format without NaN it is a number like any other.
    return term.isNaN ? sum(term) : add(s, term, sum)
  }

  /// Values added without rounding.
  private func total(_ values: some Collection<Partial>, startsAtZero: Bool) -> Partial {
    var wide = WideSum()
    var infinity: Bool?
    var isNegativeZero = !startsAtZero
    for value in values {
      switch value {
      case .nan: return .nan(of: Array(values), accumulator.nan)
      case .infinity(let negative):
        if let infinity, infinity != negative { return .nan(of: [], accumulator.nan) }
        infinity = negative
      case .zero(let negative): isNegativeZero = isNegativeZero && negative
      case .finite(let finite):
        wide.add(finite)
        isNegativeZero = false
      }
    }
    if let infinity { return .infinity(negative: infinity) }
    return wide.total.map { .finite($0) } ?? .zero(negative: isNegativeZero && !values.isEmpty)
  }

  // MARK: - Orders

  private func part(_ x: ArraySlice<Partial>, _ w: ArraySlice<Partial>) -> Partial {
    let count = x.count
    let (xs, ws) = (Array(x), Array(w))
    if case .exact = sum, !isAligned {
      let startsAtZero = accumulator.order != .pairwise || count == 0
      return total((0..<count).lazy.map { self.term(xs[$0], ws[$0]) }, startsAtZero: startsAtZero)
    }
    switch accumulator.order {
    case .sequential, .oddFirst, .permuted: return chain(order(of: count), xs, ws)
    case .pairwise: return count == 0 ? .zero(negative: false) : halves(0, count, xs, ws)
    case .lanes(let lanes, let combination):
      var sums = (0..<lanes).map { lane in
        chain(Array(stride(from: lane, to: count, by: lanes)), xs, ws)
      }
      if combination == .sequential { return sums.dropFirst().reduce(sums[0]) { add($0, $1, sum) } }
      while sums.count > 1 {
        let half = sums.count / 2
        sums = (0..<half).map { index in
          combination == .halves
            ? add(sums[index], sums[index + half], sum)
            : add(sums[2 * index], sums[2 * index + 1], sum)
        }
      }
      return sums[0]
    }
  }

  /// The order in which so many products are taken, where that is one after the other.
  private func order(of count: Int) -> [Int] {
    switch accumulator.order {
    case .oddFirst:
      stride(from: 0, to: count, by: 2).flatMap { first in
        first + 1 < count ? [first + 1, first] : [first]
      }
    case .permuted(let seed): Permutation(seed: seed, count: count).indices
    case .sequential, .pairwise, .lanes: Array(0..<count)
    }
  }

  private var isSerial: Bool {
    if case .serial = accumulator.adder { true } else { false }
  }

  /// Whether the running sum is added to groups that were aligned without it.
  private var addsGroups: Bool {
    if case .aligned(let adder) = accumulator.adder { !adder.includesSum } else { false }
  }

  private var isAligned: Bool {
    if case .aligned = accumulator.adder { true } else { false }
  }

  private func halves(_ first: Int, _ end: Int, _ x: [Partial], _ w: [Partial]) -> Partial {
    if end - first == 1 { return sum(term(x[first], w[first])) }
    let middle = first + (end - first + 1) / 2
    return add(halves(first, middle, x, w), halves(middle, end, x, w), sum)
  }

  private func chain(_ order: [Int], _ x: [Partial], _ w: [Partial]) -> Partial {
    switch accumulator.adder {
    case .serial: return order.reduce(.zero(negative: false)) { joined($0, x[$1], w[$1]) }
    case .compensated:
      var (s, c) = (Partial.zero(negative: false), Partial.zero(negative: false))
      for index in order {
        let y = add(c.negated, term(x[index], w[index]), sum)
        let t = add(s, y, sum)
        c = add(add(t, s.negated, sum), y.negated, sum)
        s = t
      }
      return s
    case .aligned(let adder):
      if addsGroups {
        let groups = groups(order, x, w)
        // What an exact sum holds may be too long for a partial value.
        if case .exact = sum { return total(groups, startsAtZero: true) }
        return groups.reduce(.zero(negative: false)) { add($0, $1, sum) }
      }
      var s = Partial.zero(negative: false)
      for first in stride(from: 0, to: order.count, by: adder.terms) {
        let group = order[first..<min(first + adder.terms, order.count)]
        s = sum(aligned(s, group.map { (x[$0], w[$0]) }, adder))
      }
      return s
    }
  }

  // MARK: - Aligned adders

  /// The sums of groups of products that are aligned without the running sum.
  private func groups(_ order: [Int], _ x: [Partial], _ w: [Partial]) -> [Partial] {
    guard case .aligned(let adder) = accumulator.adder else { return [] }
    return stride(from: 0, to: order.count, by: adder.terms).map { first in
      let group = order[first..<min(first + adder.terms, order.count)]
      return aligned(nil, group.map { (x[$0], w[$0]) }, adder)
    }
  }

  /// The exact sum of aligned products and, where it is among them, of the running sum.
  private func aligned(
    _ s: Partial?, _ factors: [(Partial, Partial)], _ adder: AlignedAdder
  ) -> Partial {
    var terms: [(value: Partial, exponent: Int)] = factors.map { x, w in
      let value = term(x, w)
      guard case .finite(let finite) = value else { return (value, 0) }
      let exponent =
        adder.exponent == .value ? finite.magnitude.top : exponent(x) + exponent(w)
      return (value, exponent)
    }
    if let s {
      var exponent = 0
      if case .finite(let finite) = s { exponent = finite.magnitude.top }
      terms.append((s, exponent))
    }
    let values = terms.map(\.value)
    let special = total(
      values.filter { if case .finite = $0 { false } else { true } }, startsAtZero: true)
    switch special {
    case .nan, .infinity: return special
    case .zero, .finite: break
    }
    var group = Partial.zero(negative: false)
    let largest = terms.compactMap { term -> Int? in
      if case .finite = term.value { term.exponent } else { nil }
    }.max()
    if let largest {
      let kept = values.compactMap { value -> Partial? in
        guard case .finite(let finite) = value else { return nil }
        return finite.rounded(toMultipleOf: largest - adder.bits, adder.rounding).map {
          .finite($0)
        }
      }
      group = total(kept, startsAtZero: true)
    }
    return group
  }

  /// The exponent of an operand that is not normalised: of a subnormal that of the smallest normal.
  private func exponent(_ operand: Partial) -> Int {
    guard case .finite(let finite) = operand else { return 0 }
    return max(finite.magnitude.top, lowestOperandExponent ?? finite.magnitude.top)
  }
}
