import Conformance
import Descriptors
import ExactArithmetic
import Reference
import Specs

/// An operation that is to be explained, as the command line describes it.
struct DerivationRequest {
  /// The name of the operation.
  let name: String
  let options: OperationOptions
  let values: [InputValue]
  /// Random words, decimal or hexadecimal, between commas.
  let word: String?
  let catalog: Catalog

  /// The derivation.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for anything that cannot be understood.
  func derived() throws -> Derivation {
    guard let function = OperationOptions.Function(rawValue: name) else {
      return try numbers(try options.kind(named: name))
    }
    switch function {
    case .mask: return try mask()
    case .mvue, .pruneBelow: return try pruning(function)
    case .dot: return try dot()
    case .encodeBlock: return try encoding()
    case .decodeBlock: return try decoding()
    case .compress, .expand:
      let operation = try resolved(function, format: "float32")
      return try derived(operation, as: operation.name)
    }
  }

  /// The operation with changed options, and a format where none is named.
  func resolved(
    _ function: OperationOptions.Function, format: String? = nil,
    _ change: (inout OperationOptions) throws -> Void = { _ in }
  ) throws -> Operation {
    var options = options
    if let format, options.format == nil { options.format = format }
    try change(&options)
    return try options.resolved(function, in: catalog)
  }

  /// A case as the reference explains it: each value a code or a value of its own format.
  ///
  /// - Parameters:
  ///   - heading: what is done.
  ///   - input: the values as they are shown; as they were written where there are none.
  func derived(
    _ operation: Operation, as heading: String, input: [String]? = nil
  ) throws -> Derivation {
    let evaluator = try KnownDevices.evaluator(of: operation)
    let item = Case(codes: try codes(of: operation), words: try words(operation.wordCount))
    if let refusal = evaluator.refusal(of: item.codes) { throw CommandFailure.reason(refusal) }
    let results = evaluator.answer(item).results
    return Derivation(
      heading, input: input ?? values.map(\.text), evaluator.explanation(of: item) ?? [],
      result: evaluator.results.flatMap { run in
        results[run.places].map { run.format.decode($0).description }
      })
  }

  /// The codes of a case, each value a code or a value of its own format.
  func codes(of operation: Operation) throws -> [UInt64] {
    try require(operation.operandCount) {
      let runs = operation.operandRuns.map { "\($0.count) of \($0.format?.name ?? "")" }
      return "give " + runs.joined(separator: ", ") + ", as values or codes"
    }
    var codes: [UInt64] = []
    for run in operation.operandRuns {
      guard let format = run.format.map({ NumberFormat($0) }) else { continue }
      for _ in 0..<run.count { codes.append(try values[codes.count].code(in: format)) }
    }
    return codes
  }

  /// Refuses another number of values.
  ///
  /// - Parameter whole: what has so many.
  func require(
    _ count: Int, of whole: String? = nil, remedy: () -> String
  ) throws(CommandFailure) {
    guard values.count == count else {
      throw .usage(
        "--values has \(values.count.counted("value")), "
          + (whole.map { "\($0) has \(count)" } ?? "this takes \(count)"), remedy())
    }
  }

  /// The exact value, of a format where there is one.
  func datum(
    _ value: InputValue, in format: NumberFormat?
  ) throws(CommandFailure) -> Datum {
    if let format { return format.decode(try value.code(in: format)) }
    guard case .datum(let datum) = value.meaning else {
      throw .usage("'\(value.text)' is a code of no format", "name the format with --format")
    }
    return datum
  }

  /// The random words, as many as a case has.
  func words(_ count: Int) throws(CommandFailure) -> [UInt32] {
    guard count > 0 || word == nil else { throw .usage("\(name) takes no --word", "leave it out") }
    var words: [UInt32] = []
    for part in word?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      words.append(try RandomWord.parsed(String(part.trimmingSpaces)))
    }
    guard words.count == count else {
      throw .usage(
        "this takes \(count.counted("word")), --word has \(words.count)",
        "write as many between commas, that of a stochastic rounding last")
    }
    return words
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
    value = try Self.parsed(text)
  }

  /// The word of a text, decimal or hexadecimal.
  static func parsed(_ text: String) throws(CommandFailure) -> UInt32 {
    let isHex = text.lowercased().hasPrefix("0x")
    guard let word = UInt32(isHex ? String(text.dropFirst(2)) : text, radix: isHex ? 16 : 10)
    else {
      throw .usage(
        "--word '\(text.excerpt)' is no word of 32 bits",
        "write 0 to 4294967295, or 0x and up to 8 hex digits")
    }
    return word
  }
}
