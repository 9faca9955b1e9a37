import Conformance

/// An operation by Berkeley TestFloat's name: `f32_add`, `f16_mulAdd`, `f64_to_f32`, `i32_to_f16`.
struct TestFloatName {
  /// The operation's name here.
  let operation: String
  /// The options with its formats.
  let question: QuestionOptions

  private static let formats = [
    "f16": "float16", "f32": "float32", "f64": "float64", "bf16": "bfloat16", "i32": "int32",
    "i64": "int64", "ui32": "uint32",
  ]

  private static let operations = [
    "add": "add", "sub": "sub", "mul": "mul", "div": "div", "sqrt": "sqrt", "mulAdd": "fma",
  ]

  /// Reads a name; `nil` where it is none of TestFloat's.
  ///
  /// - Throws: `CommandFailure` where formats are given beside it.
  init?(_ name: String, _ given: QuestionOptions) throws(CommandFailure) {
    let parts = name.split(separator: "_").map(String.init)
    guard let first = parts.first, let format = Self.formats[first] else { return nil }
    var question = given
    if parts.count == 2, let operation = Self.operations[parts[1]], first.contains("f") {
      self.operation = operation
      question.operation.format = format
    } else if parts.count == 3, parts[1] == "to", let to = Self.formats[parts[2]],
      parts[2].contains("f")
    {
      operation = "cast"
      (question.operation.from, question.operation.to) = (format, to)
    } else {
      return nil
    }
    guard given.operation.from == nil, given.operation.to == nil, given.operation.format == nil
    else {
      throw .usage("\(name) names its formats", "leave out --from, --to and --format")
    }
    self.question = question
  }
}
