public import Descriptors
import ExactArithmetic
public import Harness
import Reference

/// Laws about arithmetic in one format: operands and result of the same format.
///
/// Ids read `arithmetic/<format>/<law>`. None of them needs a second implementation: each holds a
/// result against another result, or against comparisons of rationals.
public enum ArithmeticLaws {
  /// What is judged: the code of a correctly rounded operation on codes.
  public typealias Evaluate =
    @Sendable (Operation.Kind, [UInt64], Dialect, UInt32) -> UInt64

  /// The laws for a format.
  ///
  /// Making them is cheap: the format itself is built when the first case runs.
  ///
  /// - Parameter evaluate: what is judged; `nil` for the reference.
  public static func all(
    for format: FormatDescriptor, judging evaluate: Evaluate? = nil
  ) -> [Property] {
    let subject = ArithmeticSubject(format, judging: evaluate)
    let exactOnes = [roundsExact(subject), divisionBracket(subject), rootBracket(subject)]
    return [
      commutes(subject, .add), commutes(subject, .mul), subtractsItself(subject),
      dividesItself(subject), timesOne(subject), rootOfSquare(subject), fusedZero(subject),
      threeOrders(subject), subtraction(subject),
    ] + exactOnes
  }

  // MARK: - Operands against operands

  /// `x + y` and `y + x`, `x * y` and `y * x` have the same code.
  private static func commutes(_ subject: ArithmeticSubject, _ kind: Operation.Kind) -> Property {
    subject.law("\(kind.rawValue)-commutes", pairs) { bench, choices in
      let (x, y, dialect) = bench.drawPair(&choices)
      return bench.equal(
        expected: bench.run(kind, [x, y], dialect), got: bench.run(kind, [y, x], dialect))
    }
  }

  /// `x + y + z` is the same in every order.
  private static func threeOrders(_ subject: ArithmeticSubject) -> Property {
    subject.law("faa-order", .stated("triples of codes, all deterministic rules")) {
      bench, choices in
      let (x, y, dialect) = bench.drawPair(&choices)
      let z = bench.drawCode(&choices)
      let first = bench.run(.faa, [x, y, z], dialect)
      for order in [[x, z, y], [y, x, z], [y, z, x], [z, x, y], [z, y, x]] {
        let got = bench.run(.faa, order, dialect)
        if got != first { return bench.equal(expected: first, got: got) }
      }
      return .holds
    }
  }

  /// `x - y` is `x + (-y)` where the format has `-y`.
  private static func subtraction(_ subject: ArithmeticSubject) -> Property {
    subject.law("sub-is-add-of-negation", pairs) { bench, choices in
      let (x, y, dialect) = bench.drawPair(&choices)
      guard let opposite = bench.negation(y) else { throw Discard() }
      return bench.equal(
        expected: bench.run(.add, [x, opposite], dialect),
        got: bench.run(.sub, [x, y], dialect))
    }
  }

  // MARK: - Operands against themselves and constants

  /// `x - x` is 0 for a number, -0 when rounding down, and NaN for infinities.
  private static func subtractsItself(_ subject: ArithmeticSubject) -> Property {
    subject.law("sub-self", singles) { bench, choices in
      let (x, dialect) = bench.drawOne(&choices)
      let got = bench.run(.sub, [x, x], dialect)
      let isNumber = bench.format.decode(x).number != nil
      let zero: Datum = dialect.rounding == .down ? .negativeZero : .finite(.zero)
      return bench.equal(
        expected: bench.format.encode(isNumber ? zero : .nan, dialect: dialect), got: got)
    }
  }

  /// `x / x` is 1, and NaN for zeros and infinities.
  private static func dividesItself(_ subject: ArithmeticSubject) -> Property {
    subject.law("div-self", singles) { bench, choices in
      let (x, dialect) = bench.drawOne(&choices)
      let got = bench.run(.div, [x, x], dialect)
      let datum = bench.format.decode(x)
      let one: Datum = datum.number == nil || datum.isZero ? .nan : .finite(.one)
      return bench.equal(expected: bench.format.encode(one, dialect: dialect), got: got)
    }
  }

  /// `x * 1` and `x / 1` are `x`; a NaN becomes the canonical one.
  private static func timesOne(_ subject: ArithmeticSubject) -> Property {
    subject.law("mul-one", singles) { bench, choices in
      let (x, dialect) = bench.drawOne(&choices)
      guard let one = bench.one else { return .holds }
      let same = bench.format.encode(bench.plain(x), dialect: dialect)
      for got in [
        bench.run(.mul, [x, one], dialect), bench.run(.mul, [one, x], dialect),
        bench.run(.div, [x, one], dialect),
      ] where got != same {
        return bench.equal(expected: same, got: got)
      }
      return .holds
    }
  }

  /// Where the format holds `x * x` exactly, its root is the magnitude of `x`.
  private static func rootOfSquare(_ subject: ArithmeticSubject) -> Property {
    subject.law("sqrt-of-square", singles) { bench, choices in
      let (x, dialect) = bench.drawOne(&choices)
      guard let value = bench.format.decode(x).number,
        let square = bench.exactCode(value * value)
      else { return .holds }
      choices.note("exact square")
      let expected = bench.format.encode(.finite(value.magnitude), dialect: dialect)
      return bench.equal(expected: expected, got: bench.run(.sqrt, [square], dialect))
    }
  }

  /// `x * y + z` with a zero that cannot change the sign of an exact zero is `x * y`.
  private static func fusedZero(_ subject: ArithmeticSubject) -> Property {
    subject.law("fma-zero", pairs) { bench, choices in
      let (x, y, dialect) = bench.drawPair(&choices)
      // A zero of the product's own sign leaves everything as it is.
      let negative = bench.format.decode(x).isNegative != bench.format.decode(y).isNegative
      let specials = bench.format.specials
      guard let zero = negative ? specials.negativeZero ?? specials.zero : specials.zero else {
        return .holds
      }
      let product = bench.run(.mul, [x, y], dialect)
      let fused = bench.run(.fma, [x, y, zero], dialect)
      return bench.equal(expected: product, got: fused)
    }
  }

  // MARK: - Results against the exact value

  /// Sum, difference, product and fused product are the codes of the exact rational.
  private static func roundsExact(_ subject: ArithmeticSubject) -> Property {
    subject.law("rounds-exact", .stated("triples of codes, all rules")) { bench, choices in
      let (x, y, dialect) = bench.drawPair(&choices)
      let z = bench.drawCode(&choices)
      guard let a = bench.format.decode(x).number, let b = bench.format.decode(y).number,
        let c = bench.format.decode(z).number
      else { return .holds }
      let exact: [(Operation.Kind, [UInt64], Rational)] = [
        (.add, [x, y], a + b), (.sub, [x, y], a - b), (.mul, [x, y], a * b),
        (.fma, [x, y, z], a * b + c), (.faa, [x, y, z], a + b + c),
      ]
      // The sign of an exact zero depends on more than its value.
      for (kind, codes, value) in exact where !value.isZero {
        let got = bench.run(kind, codes, dialect)
        let expected = bench.format.encode(.finite(value), dialect: dialect)
        if got != expected {
          return bench.equal(expected: expected, got: got, because: "\(kind): \(value)")
        }
      }
      return .holds
    }
  }

  /// A quotient `q` is right by multiplication: `x` lies between `y` times the values around it.
  private static func divisionBracket(_ subject: ArithmeticSubject) -> Property {
    subject.law("div-bracket", pairs) { bench, choices in
      let (x, y, dialect) = bench.drawPair(&choices)
      guard let a = bench.format.decode(x).number, let b = bench.format.decode(y).number,
        !a.isZero, !b.isZero
      else { return .holds }
      let negative = (a.signum < 0) != (b.signum < 0)
      let got = bench.run(.div, [x, y], dialect)
      return bench.bracket(got, negative: negative, dialect) { candidate in
        (candidate * b.magnitude).compare(to: a.magnitude)
      }
    }
  }

  /// A root `r` is right by squaring: the operand lies between the squares of the values around it.
  private static func rootBracket(_ subject: ArithmeticSubject) -> Property {
    subject.law("sqrt-bracket", singles) { bench, choices in
      let (x, dialect) = bench.drawOne(&choices)
      let datum = bench.format.decode(x)
      let got = bench.run(.sqrt, [x], dialect)
      guard let value = datum.number, value.signum > 0 else {
        // Zeros and +infinity are their own roots; nothing below zero has one.
        let isOwnRoot = datum.isZero || datum == .infinity(negative: false)
        let expected = bench.format.encode(isOwnRoot ? datum : .nan, dialect: dialect)
        return bench.equal(expected: expected, got: got)
      }
      return bench.bracket(got, negative: false, dialect) { candidate in
        (candidate * candidate).compare(to: value)
      }
    }
  }

  private static let singles = Property.Domain.stated("codes, all deterministic rules")
  private static let pairs = Property.Domain.stated("pairs of codes, all deterministic rules")
}
