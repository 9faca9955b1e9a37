import Descriptors
import Reference
import Specs

/// One case with its derivation.
struct DerivedCase: Encodable {
  /// The values as they were written.
  var input: [String]
  var steps: [Step]
  /// The exact value before rounding, in full; `sqrt(n/d)` for a root that is not rational, `nil` for many
  /// elements.
  var exact: String?
  var code: String?
  var value: String?
  /// What every dialect makes of the same input, where that was asked for.
  var dialects: [Answer]?
  /// The accumulator of a sum.
  var accumulator: String?
  /// The values of many elements, or for masks 0 and 1.
  var result: [String]?

  /// One line of the derivation.
  struct Step: Encodable {
    var label: String
    var text: String
  }

  /// What one dialect makes of an input.
  struct Answer: Encodable {
    var dialect: String
    var rounding: String
    var overflow: String
    var code: String
    var value: String
    /// The format that it was rounded to before, where the system does so.
    var through: String?
    /// The value for people.
    let shortValue: String

    private enum CodingKeys: CodingKey {
      case dialect, rounding, overflow, code, value, through
    }

    init(
      _ preset: String, _ dialect: Dialect, _ code: UInt64, of format: NumberFormat,
      through: String? = nil
    ) {
      self.dialect = preset
      self.through = through
      rounding = dialect.rounding.name
      overflow = dialect.overflow.name
      self.code = format.hexadecimal(code)
      let datum = format.decode(code)
      value = datum.description
      shortValue = ExactText.short(datum)
    }
  }

  /// A case of many elements.
  init(input: [String], _ steps: [Explanation.Step], result: [String]) {
    self.input = input
    self.steps = steps.map { Step(label: $0.label, text: $0.text) }
    self.result = result
  }

  /// A case of an operation on codes.
  init(
    _ values: [InputValue], _ evaluator: ScalarEvaluator, word: UInt32?,
    beside presets: [DialectPreset],
    in catalog: Catalog
  ) throws {
    var codes: [UInt64] = []
    for (value, format) in zip(values, evaluator.operands) {
      codes.append(try value.code(in: format))
    }
    self.init(
      values, Explanation(evaluator, codes: codes, word: word ?? 0), evaluator.exact(codes),
      of: evaluator.result)
    guard !presets.isEmpty else { return }
    dialects = try presets.map { preset in
      var operation = evaluator.operation
      operation.dialect = preset.dialect(for: operation.result.name)
      var operands = codes
      let middle = try preset.through.map { try catalog.format(named: $0) }
      let isTwice = middle.map { $0.bits < operation.operands[0].bits } ?? false
      if let middle, isTwice {
        let first = Operation.cast(
          from: operation.operands[0], to: middle,
          dialect: catalog.standard.dialect(for: middle.name))
        operands = [ScalarEvaluator(first)(codes, word: 0)]
        operation = .cast(from: middle, to: operation.result, dialect: operation.dialect)
      }
      let code = ScalarEvaluator(operation)(operands, word: word ?? 0)
      return Answer(
        preset.name, operation.dialect, code, of: evaluator.result,
        through: isTwice ? middle?.name : nil)
    }
  }

  init(
    _ values: [InputValue], _ explanation: Explanation, _ exact: ExactResult,
    of format: NumberFormat
  ) {
    input = values.map(\.text)
    steps = explanation.steps.map { Step(label: $0.label, text: $0.text) }
    switch exact {
    case .datum(let datum): self.exact = datum.description
    case .root(let root): self.exact = "sqrt(\(root.radicand))"
    }
    code = format.hexadecimal(explanation.code)
    value = explanation.result.description
  }
}

/// A value that enters a format exactly as it was written, from no format.
struct DirectEntry {
  var target: NumberFormat
  var dialect: Dialect
  var word: UInt32?

  /// The name of the operation, its source left out.
  func name(preset: String) -> String {
    let parts = ["cast", target.name, dialect.rounding.name, dialect.overflow.name]
    return (parts + (preset == DialectOptions.standard ? [] : [preset])).joined(separator: "/")
  }

  /// Derives a case, and what each preset makes of it.
  func derived(
    _ value: InputValue, beside presets: [DialectPreset]
  ) throws(CommandFailure) -> DerivedCase {
    guard case .datum(let datum) = value.meaning else {
      throw .usage("'\(value.text)' is a code of no format", "name the format with --from")
    }
    var derived = DerivedCase(
      [value], Explanation(datum, into: target, dialect, word: word ?? 0), .datum(datum),
      of: target)
    guard !presets.isEmpty else { return derived }
    derived.dialects = presets.map { preset in
      let dialect = preset.dialect(for: target.name)
      let code = target.encode(datum, dialect: dialect, word: word ?? 0)
      return DerivedCase.Answer(preset.name, dialect, code, of: target)
    }
    return derived
  }
}
