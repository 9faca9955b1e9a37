import Descriptors
import Reference

/// Cases of one operation, each derived step by step.
struct Derivation: Encodable {
  /// What is computed: `cast/float8_e4m3fn/nearest-even/sat-none`, with the operand formats where
  /// there are any, or `mvue-2:4/pair-table`.
  var operation: String
  /// The dialect preset; `nil` for functions on many elements.
  var dialect: String?
  /// The cases in the order of the values.
  var cases: [DerivedCase]

  /// The derivation of a function of a few numbers.
  init(_ operation: String, dialect: String, _ cases: [DerivedCase]) {
    (self.operation, self.dialect, self.cases) = (operation, dialect, cases)
  }

  /// The derivation of one case of a function on many elements.
  init(_ operation: String, input: [String], _ steps: [Explanation.Step], result: [String]) {
    self.operation = operation
    cases = [DerivedCase(input: input, steps, result: result)]
  }

  private enum CodingKeys: CodingKey { case operation, dialect, cases }

  /// One case of many elements stands by itself, beside the operation.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(operation, forKey: .operation)
    if let dialect {
      try container.encode(dialect, forKey: .dialect)
      try container.encode(cases, forKey: .cases)
    } else {
      for item in cases { try item.encode(to: encoder) }
    }
  }

  /// The cases, each as a table of steps, and what the dialects make of it.
  func print() {
    for (index, item) in cases.enumerated() {
      if index > 0 { Output.line() }
      let heading = "\(operation), \(item.input.joined(separator: ", "))"
      for line in WrappedTable.wrapped(heading, width: WrappedTable.pageWidth) {
        Output.line(Style.output.heading(line))
      }
      var steps = WrappedTable()
      for step in item.steps { steps.add(step.label, step.text) }
      for line in steps.lines { Output.line(line) }
      guard let answers = item.dialects else { continue }
      Output.line()
      var table = WrappedTable()
      table.add("dialect", "rounding", "overflow", "code", "value")
      for answer in answers {
        let through = answer.through.map { ", by \($0)" } ?? ""
        table.add(
          answer.dialect, answer.rounding + through, answer.overflow, answer.code, answer.shortValue
        )
      }
      for line in table.lines { Output.line(line) }
    }
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
