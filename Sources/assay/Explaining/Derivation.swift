import Conformance
import Descriptors
import Reference
import Specs

/// Cases of one operation, each derived step by step.
struct Derivation: Encodable {
  /// What is computed: `cast/float8_e4m3fn/nearest-even/sat-none`, with the operand formats where
  /// there are any.
  var operation: String
  /// The dialect preset.
  var dialect: String
  /// The cases in the order of the values.
  var cases: [DerivedCase]

  /// Derives the cases.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for anything that cannot be understood.
  init(
    _ kind: Operation.Kind, _ options: OperationOptions, values: [InputValue], word: String?,
    in catalog: Catalog
  ) throws {
    let target = try options.target(kind, in: catalog)
    try target.requireReference()
    let (rules, preset) = try options.dialect.resolved(for: target, in: catalog)
    let random = try RandomWord(word, for: rules.rounding)
    dialect = preset

    if kind == .cast, options.from == nil {
      let direct = DirectEntry(target: NumberFormat(target), dialect: rules, word: random.value)
      operation = direct.name(preset: preset)
      let presets = options.dialect.isGiven ? [] : catalog.dialects
      cases = try values.map { try direct.derived($0, beside: presets) }
      return
    }
    let resolved = try options.resolved(kind, in: catalog)
    operation = resolved.operation.name(dialect: preset)
    try resolved.operation.requireReference()
    let evaluator = ScalarEvaluator(resolved.operation)
    if kind == .cast {
      let presets = options.dialect.isGiven ? [] : catalog.dialects
      cases = try values.map { value in
        try DerivedCase([value], evaluator, word: random.value, beside: presets)
      }
    } else {
      guard values.count == kind.operandCount else {
        throw CommandFailure.usage(
          "\(kind.rawValue) takes \(kind.operandCount.counted("value")), "
            + "--values has \(values.count)",
          "give one value for each operand")
      }
      cases = [try DerivedCase(values, evaluator, word: random.value, beside: [])]
    }
  }

  /// The cases, each as a table of steps, and what the dialects make of it.
  func print() {
    for (index, item) in cases.enumerated() {
      if index > 0 { Output.line() }
      Output.line(Style.output.heading("\(operation), \(item.input.joined(separator: ", "))"))
      var steps = WrappedTable()
      for step in item.steps { steps.add(step.label, step.text) }
      for line in steps.lines { Output.line(line) }
      guard let answers = item.dialects else { continue }
      Output.line()
      var table = WrappedTable()
      table.add("dialect", "rounding", "overflow", "code", "value")
      for answer in answers {
        table.add(
          answer.dialect, answer.rounding, answer.overflow, answer.code, answer.shortValue)
      }
      for line in table.lines { Output.line(line) }
    }
  }
}

/// The random word of a stochastic rounding.
struct RandomWord {
  /// The word; `nil` where none was given, and then the rule takes none.
  var value: UInt32?

  /// Reads a word where the rule takes one.
  init(_ text: String?, for rule: RoundingRule) throws(CommandFailure) {
    guard let text else {
      guard !rule.takesRandomWord else {
        throw .usage("\(rule.name) takes a random word", "add --word, as in --word 0x80")
      }
      return
    }
    guard rule.takesRandomWord else {
      throw .usage("\(rule.name) takes no random word", "leave out --word")
    }
    let isHex = text.lowercased().hasPrefix("0x")
    guard let word = UInt32(isHex ? String(text.dropFirst(2)) : text, radix: isHex ? 16 : 10)
    else {
      throw .usage(
        "--word '\(text.excerpt)' is no word of 32 bits",
        "write 0 to 4294967295, or 0x and up to 8 hex digits")
    }
    value = word
  }
}

extension Operation {
  /// Refuses formats that the reference cannot list.
  func requireReference() throws(CommandFailure) {
    for format in operands + [result] { try format.requireReference() }
  }
}

extension Int {
  /// `1 value`, `2 values`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
