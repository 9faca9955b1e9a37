import Descriptors
import ExactArithmetic
import Harness
import Reference

/// What the laws about arithmetic in one format work with.
struct ArithmeticBench: Sendable {
  let codes: FormatBench
  let evaluate: ArithmeticLaws.Evaluate
  /// The code of 1, where the format has it.
  let one: UInt64?

  var format: NumberFormat { codes.format }

  init(_ descriptor: FormatDescriptor, judging evaluate: ArithmeticLaws.Evaluate?) {
    codes = FormatBench(descriptor, judging: nil)
    let format = codes.format
    self.evaluate =
      evaluate ?? { kind, operands, dialect, word in
        let data = operands.map { format.decode($0) }
        switch kind.exact(data, dialect) {
        case .datum(let datum): return format.encode(datum, dialect: dialect, word: word)
        case .root(let root):
          return format.project(root, negative: false, dialect: dialect, word: word).code
        }
      }
    one = Self.code(of: .one, format)
  }

  func run(_ kind: Operation.Kind, _ operands: [UInt64], _ dialect: Dialect) -> UInt64 {
    evaluate(kind, operands, dialect, 0)
  }

  // MARK: - Drawing

  func drawCode(_ choices: inout Choices) -> UInt64 {
    let code = codes.drawCode(&choices)
    choices.describe(codes.text(code))
    return code
  }

  func drawDialect(_ choices: inout Choices) -> Dialect {
    let dialect = Dialect(
      rounding: choices.draw(from: RoundingRule.deterministic),
      overflow: choices.draw(from: OverflowRule.allCases))
    choices.describe("\(dialect.rounding.name), \(dialect.overflow.name)")
    return dialect
  }

  func drawOne(_ choices: inout Choices) -> (UInt64, Dialect) {
    (drawCode(&choices), drawDialect(&choices))
  }

  func drawPair(_ choices: inout Choices) -> (UInt64, UInt64, Dialect) {
    (drawCode(&choices), drawCode(&choices), drawDialect(&choices))
  }

  // MARK: - Codes of values

  /// What a code denotes, a NaN without sign and payload.
  func plain(_ code: UInt64) -> Datum {
    let datum = format.decode(code)
    return datum.isNaN ? .nan : datum
  }

  /// The code of a value that the format holds exactly.
  func exactCode(_ value: Rational) -> UInt64? { Self.code(of: value, format) }

  /// The code of the datum with the other sign, where the format has one.
  func negation(_ code: UInt64) -> UInt64? {
    switch format.decode(code) {
    case .nan: return code
    case .negativeZero: return format.specials.zero
    case .infinity(let negative): return format.specials.infinity(negative: !negative)
    case .finite(let value):
      // The only zero is its own opposite.
      return value.isZero
        ? format.specials.negativeZero ?? code : Self.code(of: -value, format)
    }
  }

  private static func code(of value: Rational, _ format: NumberFormat) -> UInt64? {
    let code = format.encode(.finite(value), dialect: Dialect(overflow: .satFinite))
    return format.decode(code).number == value ? code : nil
  }

  // MARK: - Judging

  func equal(expected: UInt64, got: UInt64, because reason: String = "") -> CaseOutcome {
    codes.equal(expected: expected, got: got, because: reason)
  }

  /// Whether a result is the rounding of a non-zero number that is only known by comparison.
  ///
  /// `compare` tells how a magnitude compares to the exact one. The neighbours around the exact
  /// magnitude are found by bisection over the ladder, the rest is the definition of each rule.
  /// Nothing is said about results out of range.
  func bracket(
    _ got: UInt64, negative: Bool, _ dialect: Dialect, compare: (Rational) -> Int
  ) -> CaseOutcome {
    guard let side = codes.sides.first(where: { $0.negative == negative }) else { return .holds }
    var (low, high) = (UInt64(0), side.count)
    if compare(side.magnitude(0)) > 0 { return .holds }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if compare(side.magnitude(middle)) <= 0 { low = middle } else { high = middle }
    }
    if compare(side.magnitude(low)) == 0 {
      return equal(expected: side.code(low), got: got, because: "exact")
    }
    if low == side.count - 1 || (codes.isPosit && low == 0) { return .holds }
    let point = GapPoint(
      codes, side: negative ? 1 : 0, rung: low, place: .tie)
    let middle = compare(point.tie)
    let lowIsOdd = side.code(low) % 2 == 1
    let highIsOdd = side.code(high) % 2 == 1
    let away: Bool
    switch dialect.rounding {
    case .towardZero, .stochastic: away = false
    case .up: away = !negative
    case .down: away = negative
    case .toOdd: away = highIsOdd || !lowIsOdd
    case .toNearestOrAway: away = middle <= 0
    case .toNearestOrZero: away = middle < 0
    case .toNearestOrEven: away = middle < 0 || (middle == 0 && lowIsOdd && !highIsOdd)
    }
    return equal(expected: side.code(away ? high : low), got: got, because: "by comparison")
  }
}

/// A format in which arithmetic is judged.
struct ArithmeticSubject: Sendable {
  let descriptor: FormatDescriptor
  private let bench: Lazily<ArithmeticBench>

  init(_ descriptor: FormatDescriptor, judging evaluate: ArithmeticLaws.Evaluate?) {
    self.descriptor = descriptor
    bench = Lazily { ArithmeticBench(descriptor, judging: evaluate) }
  }

  /// A law about the format's arithmetic, called `arithmetic/<format>/<name>`.
  func law(
    _ name: String, _ domain: Property.Domain,
    check: @escaping @Sendable (ArithmeticBench, inout Choices) throws -> CaseOutcome
  ) -> Property {
    let bench = bench
    return Property(
      id: "arithmetic/\(descriptor.name)/\(name)", subject: descriptor.name, domain: domain
    ) { choices in
      try check(bench.value, &choices)
    }
  }
}
