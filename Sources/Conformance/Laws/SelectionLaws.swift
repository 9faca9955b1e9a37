public import Descriptors
import ExactArithmetic
public import Harness
import Reference

/// Laws about the functions that compare, choose, classify and step, in one format.
///
/// Ids read `selection/<format>/<law>`. The order of values, which the reference finds by comparing
/// rationals, is read off the codes here; what is chosen, stepped to or classified follows from it.
public enum SelectionLaws {
  /// The laws for a format.
  ///
  /// - Parameter evaluate: what is judged, the dialect given being the standard one; `nil` for the
  ///   reference.
  public static func all(
    for format: FormatDescriptor, judging evaluate: ArithmeticLaws.Evaluate? = nil
  ) -> [Property] {
    let subject = SelectionSubject(format, judging: evaluate)
    return [
      comparisons(subject), totalOrder(subject), extrema(subject), commute(subject),
      clamp(subject), neighbours(subject), partition(subject), signs(subject),
    ] + SelectionLaws.facts(subject) + SelectionLaws.computed(subject)
  }

  static let pairs = Property.Domain.stated("pairs of codes")
  static let singles = Property.Domain.stated("codes")

  // MARK: - Order

  /// The five comparisons are those of the places of the codes, and false with a NaN.
  private static func comparisons(_ subject: SelectionSubject) -> Property {
    subject.law("compare-by-place", pairs) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      let places = (bench.rank(x), bench.rank(y))
      let relations: [(Operation.Kind, (Int, Int) -> Bool)] = [
        (.compareLess, { $0 < $1 }), (.compareLessEqual, { $0 <= $1 }),
        (.compareEqual, { $0 == $1 }), (.compareGreaterEqual, { $0 >= $1 }),
        (.compareGreater, { $0 > $1 }),
      ]
      for (kind, relation) in relations {
        var expected = false
        if let a = places.0, let b = places.1 { expected = relation(a, b) }
        let got = bench.holds(kind, x, y)
        if got != expected {
          return SelectionBench.agree(kind.rawValue, expected: expected, got: got)
        }
      }
      return .holds
    }
  }

  /// The total order relates every two codes, both ways only where they denote one datum, and
  /// agrees with `<` between numbers.
  private static func totalOrder(_ subject: SelectionSubject) -> Property {
    subject.law("total-order", .stated("triples of codes")) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      let z = bench.drawCode(&choices)
      let (xy, yx) = (bench.holds(.totalOrder, x, y), bench.holds(.totalOrder, y, x))
      if !xy, !yx { return .fails(expected: "one way or the other", got: "neither") }
      let isOne = bench.arithmetic.plain(x) == bench.arithmetic.plain(y)
      if xy && yx != isOne {
        return SelectionBench.agree("both ways", expected: isOne, got: xy && yx)
      }
      if bench.holds(.compareLess, x, y), !xy || yx {
        return .fails(expected: "the order of numbers", got: "another")
      }
      if xy, bench.holds(.totalOrder, y, z), !bench.holds(.totalOrder, x, z) {
        return .fails(expected: "x before z, as x before y before z", got: "not")
      }
      if bench.rank(x) == nil, !xy { return .fails(expected: "NaNs first", got: "not") }
      return .holds
    }
  }

  // MARK: - Extrema

  /// The ten extrema, chosen by places.
  private static func extrema(_ subject: SelectionSubject) -> Property {
    subject.law("extrema-by-place", pairs) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      for kind in Operation.Kind.allCases where kind.family == .extremum && kind != .clamp {
        let expected = expected(kind, x, y, bench)
        let got = bench.run(kind, x, y)
        if got != expected {
          return bench.equal(expected: expected, got: got, because: kind.rawValue)
        }
      }
      return .holds
    }
  }

  private static func expected(
    _ kind: Operation.Kind, _ x: UInt64, _ y: UInt64, _ bench: SelectionBench
  ) -> UInt64 {
    let name = kind.rawValue
    func chosen(_ code: UInt64) -> UInt64 { bench.code(of: bench.arithmetic.plain(code)) }
    let (data, places) = ([x, y].map { bench.format.decode($0) }, [x, y].map { bench.rank($0) })
    guard let a = places[0], let b = places[1] else {
      let survives = name.hasSuffix("number") || name.hasSuffix("finite")
      if survives, places[0] != nil { return chosen(x) }
      if survives, places[1] != nil { return chosen(y) }
      return bench.code(of: .nan)
    }
    let isInfinite = data.map { $0.number == nil }
    if name.hasSuffix("finite"), isInfinite[0] != isInfinite[1] {
      return chosen(isInfinite[0] ? y : x)
    }
    // Of two places as good as each other only the sign of zero is left to choose.
    let sign = data.map { $0.isNegative ? 0 : 1 }
    var keys = [(a, sign[0]), (b, sign[1])]
    if name.contains("magnitude"), abs(a) != abs(b), isSymmetric(bench) {
      keys = [(abs(a), 0), (abs(b), 0)]
    } else if name.contains("magnitude"), !isSymmetric(bench) {
      let magnitudes = data.map { $0.number?.magnitude }
      if let p = magnitudes[0], let q = magnitudes[1], p != q {
        keys = p < q ? [(0, 0), (1, 0)] : [(1, 0), (0, 0)]
      } else if isInfinite[0] != isInfinite[1] {
        keys = isInfinite[0] ? [(1, 0), (0, 0)] : [(0, 0), (1, 0)]
      }
    }
    return chosen((keys[0] <= keys[1]) == name.hasPrefix("minimum") ? x : y)
  }

  /// Whether equal distances from the place of zero are equal magnitudes.
  private static func isSymmetric(_ bench: SelectionBench) -> Bool {
    switch bench.format.descriptor.encoding {
    case .float, .fixedPoint, .posit: true
    case .hiFloat8, .table: false
    }
  }

  /// An extremum does not depend on the order of its operands, and of one datum is that datum.
  private static func commute(_ subject: SelectionSubject) -> Property {
    subject.law("extrema-commute", pairs) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      let same = bench.code(of: bench.arithmetic.plain(x))
      for kind in Operation.Kind.allCases where kind.family == .extremum && kind != .clamp {
        let (one, other) = (bench.run(kind, x, y), bench.run(kind, y, x))
        if one != other { return bench.equal(expected: one, got: other, because: kind.rawValue) }
        let own = bench.run(kind, x, x)
        if own != same { return bench.equal(expected: same, got: own, because: kind.rawValue) }
      }
      return .holds
    }
  }

  /// A clamp is a maximum and a minimum where its bounds are in order, and a NaN where they are not.
  private static func clamp(_ subject: SelectionSubject) -> Property {
    subject.law("clamp-is-extrema", .stated("triples of codes")) { bench, choices in
      let (x, low) = bench.drawPair(&choices)
      let high = bench.drawCode(&choices)
      let got = bench.run(.clamp, x, low, high)
      guard bench.holds(.compareLessEqual, low, high), bench.rank(x) != nil else {
        return bench.equal(expected: bench.code(of: .nan), got: got)
      }
      let expected = bench.run(.minimum, bench.run(.maximum, x, low), high)
      // Which of two zeros is given is the extrema's own affair.
      if bench.holds(.isZero, expected), bench.holds(.isZero, got) { return .holds }
      return bench.equal(expected: expected, got: got)
    }
  }
}

/// A format about whose comparisons laws are made.
struct SelectionSubject: Sendable {
  let descriptor: FormatDescriptor
  private let bench: Lazily<SelectionBench>

  init(_ descriptor: FormatDescriptor, judging evaluate: ArithmeticLaws.Evaluate?) {
    self.descriptor = descriptor
    bench = Lazily { SelectionBench(descriptor, judging: evaluate) }
  }

  /// A law called `selection/<format>/<name>`.
  func law(
    _ name: String, _ domain: Property.Domain,
    check: @escaping @Sendable (SelectionBench, inout Choices) throws -> CaseOutcome
  ) -> Property {
    let bench = bench
    return Property(
      id: "selection/\(descriptor.name)/\(name)", subject: descriptor.name, domain: domain
    ) { choices in
      try check(bench.value, &choices)
    }
  }
}
