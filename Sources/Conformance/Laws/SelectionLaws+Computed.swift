import Descriptors
import ExactArithmetic
import Harness
import Reference

extension SelectionLaws {
  /// What is said about a format is what its codes show.
  static func facts(_ subject: SelectionSubject) -> [Property] {
    guard subject.descriptor.bits <= 16 else { return [] }
    let shown = Lazily { ShownFacts(NumberFormat(subject.descriptor)) }
    return [
      subject.law("facts-by-codes", singles) { bench, choices in
        let x = bench.drawCode(&choices)
        var facts = shown.value.facts
        facts.append((.bitwidthOf, .finite(Rational(subject.descriptor.bits))))
        if case .float(let layout) = subject.descriptor.encoding {
          // A significand has as many bits as it takes to tell the values of a binade apart.
          facts += [
            (.precisionOf, .finite(Rational(layout.trailingBits + 1))),
            (.trailingBitsOf, .finite(Rational(layout.trailingBits))),
            (.exponentBitsOf, .finite(Rational(layout.exponentBits))),
            (.exponentBiasOf, .finite(Rational(layout.bias))),
          ]
        }
        for (kind, wanted) in facts {
          let got = bench.number(kind, x)
          let expected = kind.result(for: subject.descriptor).map {
            NumberFormat($0).decode(NumberFormat($0).encode(wanted))
          }
          if got != expected {
            return .fails(
              expected: "\(kind.rawValue) \(expected ?? wanted)", got: "\(got)")
          }
        }
        return .holds
      }
    ]
  }

  /// Laws of the functions that compute: each against the arithmetic that it stands for.
  static func computed(_ subject: SelectionSubject) -> [Property] {
    [reciprocal(subject), roots(subject), scaled(subject)]
  }

  /// A reciprocal is the quotient of 1, where the format has 1.
  private static func reciprocal(_ subject: SelectionSubject) -> Property {
    subject.law("recip-is-quotient", singles) { bench, choices in
      let x = bench.drawCode(&choices)
      guard let one = bench.arithmetic.one else { throw Discard() }
      return bench.equal(expected: bench.run(.div, one, x), got: bench.run(.recip, x))
    }
  }

  /// A reciprocal root and a hypotenuse are right by squaring.
  private static func roots(_ subject: SelectionSubject) -> Property {
    subject.law("root-brackets", pairs) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      let (a, b) = (bench.format.decode(x), bench.format.decode(y))
      let root = bench.run(.rsqrt, x)
      if let value = a.number, value.signum > 0 {
        let outcome = bench.arithmetic.bracket(root, negative: false, Dialect()) { candidate in
          (candidate * candidate * value).compare(to: .one)
        }
        if outcome != .holds { return outcome }
      } else {
        let expected: Datum =
          a.isZero
          ? .infinity(negative: a.isNegative)
          : a == .infinity(negative: false) ? .finite(.zero) : .nan
        if root != bench.code(of: expected) {
          return bench.equal(expected: bench.code(of: expected), got: root, because: "rsqrt")
        }
      }
      let length = bench.run(.hypot, x, y)
      if let p = a.number, let q = b.number {
        let square = p * p + q * q
        if square.isZero {
          return bench.equal(expected: bench.code(of: .finite(.zero)), got: length)
        }
        return bench.arithmetic.bracket(length, negative: false, Dialect()) { candidate in
          (candidate * candidate).compare(to: square)
        }
      }
      let expected: Datum = a.isNaN || b.isNaN ? .nan : .infinity(negative: false)
      return bench.equal(expected: bench.code(of: expected), got: length, because: "hypot")
    }
  }

  /// A scaled operation is the rounding of the rational that its operands make.
  private static func scaled(_ subject: SelectionSubject) -> Property {
    subject.law("scaled-rounds-exact", .stated("quadruples of codes")) { bench, choices in
      let (s, x) = bench.drawPair(&choices)
      let (t, y) = bench.drawPair(&choices)
      let values = [s, x, t, y].map { bench.format.decode($0).number }
      guard let s_ = values[0], let x_ = values[1], let t_ = values[2], let y_ = values[3] else {
        // With s and t equal to 1 nothing is scaled.
        guard let one = bench.arithmetic.one else { throw Discard() }
        for (kind, plain) in [
          (Operation.Kind.scaledAdd, Operation.Kind.add), (.scaledSubtract, .sub),
          (.scaledMultiply, .mul),
        ] {
          let (got, wanted) = (bench.run(kind, one, x, one, y), bench.run(plain, x, y))
          if got != wanted {
            return bench.equal(expected: wanted, got: got, because: kind.rawValue)
          }
        }
        return .holds
      }
      let exact: [(Operation.Kind, Rational)] = [
        (.scaledAdd, s_ * x_ + t_ * y_), (.scaledSubtract, s_ * x_ - t_ * y_),
        (.scaledMultiply, s_ * x_ * t_ * y_),
      ]
      // The sign of an exact zero depends on more than its value.
      for (kind, value) in exact where !value.isZero {
        let got = bench.run(kind, s, x, t, y)
        let expected = bench.code(of: .finite(value))
        if got != expected {
          return bench.equal(expected: expected, got: got, because: "\(kind.rawValue): \(value)")
        }
      }
      return .holds
    }
  }
}

/// The ends of a format, found by looking at every code.
private struct ShownFacts: Sendable {
  let facts: [(Operation.Kind, Datum)]

  init(_ format: NumberFormat) {
    let data = (0...format.lastCode).map { format.decode($0) }
    let numbers = data.compactMap(\.number)
    let positive = numbers.filter { $0.signum > 0 }
    func end(_ value: Rational?) -> Datum { value.map { .finite($0) } ?? .nan }
    var found: [(Operation.Kind, Datum)] = [
      (.maxFiniteOf, end(numbers.max())), (.minFiniteOf, end(numbers.min())),
      (.minPositiveOf, end(positive.min())),
      (.signednessOf, .finite(numbers.contains { $0.signum < 0 } ? .one : .zero)),
      (
        .domainOf,
        .finite(data.contains { $0.number == nil && !$0.isNaN } ? .one : .zero)
      ),
    ]
    if case .float(let layout) = format.descriptor.encoding, layout.subnormals == .gradual {
      let border = Rational.powerOfTwo(1 - layout.bias)
      found += [
        (.minNormalOf, end(positive.filter { $0 >= border }.min())),
        (.maxSubnormalOf, end(positive.filter { $0 < border }.max())),
      ]
    }
    facts = found
  }
}
