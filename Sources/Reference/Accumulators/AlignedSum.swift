import Descriptors
import ExactArithmetic

extension Summation {
  /// Products in groups, each aligned to the largest term of its group.
  mutating func aligned(_ indices: [Int], _ adder: AlignedAdder) -> Datum {
    var sum = Datum.finite(.zero)
    for start in stride(from: 0, to: indices.count, by: adder.terms) {
      let group = Array(indices[start...].prefix(adder.terms))
      sum = add(group, to: sum, adder)
    }
    return sum
  }

  private mutating func add(_ group: [Int], to before: Datum, _ adder: AlignedAdder) -> Datum {
    let terms = group.map { term($0) }
    var largest: Int?
    for term in terms {
      if let e = exponent(of: term, adder.exponent) { largest = max(largest ?? e, e) }
    }
    if adder.includesSum, let s = before.number, !s.isZero {
      largest = max(largest ?? s.floorLog2, s.floorLog2)
    }
    let quantum = largest.map { $0 - adder.bits }
    var total = Datum.finite(.zero)
    for term in terms {
      let aligned = align(term.staged.datum, quantum, adder.rounding)
      record?.products[term.index].aligned = aligned
      if aligned.isZero, !term.staged.datum.isZero {
        record?.products[term.index].events.append(.alignedAway)
      }
      total = exactSum(total, aligned)
    }
    if adder.includesSum { total = exactSum(total, align(before, quantum, adder.rounding)) }
    // The group's zero has no sign.
    if total.isZero { total = .finite(.zero) }
    let exact =
      adder.includesSum
      ? total : rule.nan.sum(before, total, into: stages.sum, sources: [before, total])
    let staged = stages.sum(exact)
    note(.products(group, lane: nil), before: before, exact: exact, staged: staged)
    return staged.datum
  }

  private func exactSum(_ a: Datum, _ b: Datum) -> Datum {
    rule.nan.sum(a, b, into: .exact, sources: [a, b])
  }

  /// The exponent of a product; `nil` for zeros and specials.
  private func exponent(of term: Term, _ rule: AlignedAdder.Exponent) -> Int? {
    guard let value = term.staged.datum.number, !value.isZero else { return nil }
    guard rule == .operands, let a = exponents[2 * term.index],
      let b = exponents[2 * term.index + 1]
    else { return value.floorLog2 }
    return a + b
  }

  /// A term as a multiple of `2^quantum`.
  private func align(_ datum: Datum, _ quantum: Int?, _ rounding: RoundingRule) -> Datum {
    guard let quantum, let value = datum.number, !value.isZero else { return datum }
    let negative = value.signum < 0
    let rounded = rounding.round(value.magnitude, negative: negative, toMultipleOf: quantum)
    return .finite(negative ? -rounded : rounded)
  }
}
