public import Descriptors
import ExactArithmetic

/// One case, step by step: what went in, the exact value, its neighbours, the rule, the result.
public struct Explanation: Sendable, Hashable {
  /// The steps in order; each a short label and its text.
  public var steps: [Step]
  /// The code of the result.
  public var code: UInt64
  /// What the result denotes.
  public var result: Datum
  /// The exact value before rounding, as text.
  public var exact: String

  /// One line of the derivation.
  public struct Step: Sendable, Hashable {
    /// What the text is about, such as `tie`.
    public var label: String
    /// The text; exact values, no rounding.
    public var text: String

    /// Creates a step.
    public init(label: String, text: String) { (self.label, self.text) = (label, text) }
  }

  /// Derives one case of an operation on codes.
  public init(_ evaluator: ScalarEvaluator, codes: [UInt64], word: UInt32 = 0) {
    var steps: [Step] = []
    for (index, (format, code)) in zip(evaluator.operands, codes).enumerated() {
      let name = codes.count == 1 ? "operand" : "operand \(index + 1)"
      let seen = evaluator.data(codes)[index]
      let flushed = seen == format.decode(code) ? "" : ", read as \(seen): subnormals are flushed"
      steps.append(
        Step(
          label: name,
          text:
            "\(format.hexadecimal(code)) of \(format.name) = \(ExactText.short(format.decode(code)))\(flushed)"
        )
      )
    }
    let kind = evaluator.kind
    if kind.family != .conversion, kind.family != .arithmetic {
      steps.append(Step(label: "function", text: kind.meaning))
    }
    if kind.family == .scaled {
      for (label, place) in [("s * x", 0), ("t * y", 2)] {
        let factors = Array(evaluator.data(codes)[place...place + 1])
        guard case .datum(let product) = Operation.Kind.mul.exact(factors) else { continue }
        steps.append(Step(label: label, text: ExactText.short(product)))
      }
    }
    self.init(
      evaluator.exact(codes), into: evaluator.result, evaluator.operation.dialect, word: word,
      after: steps)
    // What an answer stands for that is no number.
    if let name = kind.name(ofAnswer: code) { self.steps[self.steps.count - 1].text += ", \(name)" }
  }

  /// Derives how an exact datum, given without a source format, enters a format.
  public init(_ datum: Datum, into format: NumberFormat, _ dialect: Dialect, word: UInt32 = 0) {
    self.init(.datum(datum), into: format, dialect, word: word, after: [])
  }

  private init(
    _ exact: ExactResult, into format: NumberFormat, _ dialect: Dialect, word: UInt32,
    after earlier: [Step]
  ) {
    steps = earlier
    let projection: Projection
    switch exact {
    case .datum(let datum):
      self.exact = ExactText.short(datum)
      projection = format.project(datum, dialect: dialect, word: word)
    case .root(let root):
      self.exact = "sqrt(\(root.radicand))"
      projection = format.project(root, negative: false, dialect: dialect, word: word)
    }
    steps.append(Step(label: "exact", text: self.exact))
    if let place = projection.place {
      let sign = place.negative ? "-" : ""
      steps.append(Step(label: "neighbours", text: "\(sign)\(place.low) and \(sign)\(place.high)"))
      steps.append(Step(label: "tie", text: "\(sign)\(place.tie)"))
      let even = place.lowIsEven ? "the nearer to zero" : "the farther from zero"
      steps.append(Step(label: "even code", text: even))
      if case .stochastic(let bits, let variant) = dialect.rounding {
        let scaled = Self.scaled(exact, place, bits, variant)
        let used = word & (UInt32.max >> UInt32(32 - bits))
        let carries = place.away ? "reaches" : "stays below"
        steps.append(
          Step(
            label: "random",
            text: "fraction \(scaled) + word \(used) \(carries) 2^\(bits) = \(1 << Int64(bits))"))
      }
      let chosen = place.away ? place.high : place.low
      steps.append(Step(label: dialect.rounding.name, text: "\(sign)\(chosen)"))
    }
    let overflowed = [.overflow, .infinity, .negative].contains(projection.reason)
    steps.append(
      Step(
        label: "rule",
        text: projection.reason.rawValue + (overflowed ? ", \(dialect.overflow.name)" : "")))
    code = projection.code
    result = format.decode(code)
    steps.append(
      Step(
        label: "result",
        text: "\(format.hexadecimal(code)) of \(format.name) = \(ExactText.short(result))"))
  }

  private static func scaled(
    _ exact: ExactResult, _ place: Projection.Place, _ bits: Int, _ variant: StochasticVariant
  ) -> Int64 {
    let gap = Gap(
      low: place.low, high: place.high, tie: place.tie, lowIsEven: place.lowIsEven,
      onlyLowIsOdd: !place.lowIsEven, negative: place.negative)
    switch exact {
    case .root(let root): return variant.scaledFraction(of: root, in: gap, bits: bits)
    case .datum(let datum):
      return variant.scaledFraction(of: datum.number?.magnitude ?? .zero, in: gap, bits: bits)
    }
  }
}

extension Operation.Kind {
  /// What the code of an answer stands for, where the answer is no number.
  fileprivate func name(ofAnswer code: UInt64) -> String? {
    switch self {
    case .classify: DatumKind(rawValue: code)?.name
    case .signednessOf: code == 1 ? "signed" : "unsigned"
    case .domainOf: code == 1 ? "extended" : "finite"
    default:
      [.comparison, .predicate].contains(family) ? code == 1 ? "true" : "false" : nil
    }
  }
}

/// A code as upper-case hexadecimal of its format's width, with `0x` before it.
public func hexadecimal(_ code: UInt64, bits: Int) -> String {
  let digits = String(code, radix: 16, uppercase: true)
  return "0x" + String(repeating: "0", count: max(0, (bits + 3) / 4 - digits.count)) + digits
}

extension NumberFormat {
  /// A code as upper-case hexadecimal of the format's width, with `0x` before it.
  public func hexadecimal(_ code: UInt64) -> String { Reference.hexadecimal(code, bits: bits) }
}
