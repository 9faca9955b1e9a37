import Conformance
import Descriptors
import ExactArithmetic
import Reference
import Specs

/// An operation on blocks that is to be explained, as the command line describes it.
struct BlockRequest {
  let name: BlockOptions.Name
  let block: BlockOptions
  let options: OperationOptions
  let values: [InputValue]
  /// Random words, decimal or hexadecimal, between commas.
  let word: String?
  let catalog: Catalog

  /// The derivation.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for anything that cannot be understood.
  func derived() throws -> BlockDerivation {
    switch name {
    case .mask: return try mask()
    case .mvue, .pruneBelow: return try pruning()
    case .dot: return try dot()
    case .encodeBlock: return try encoding()
    case .decodeBlock: return try decoding()
    default: return try general()
    }
  }

  /// Any other operation: the values of its runs in order, each of its own format, float32 where none
  /// is named, as the reference explains them.
  private func general() throws -> BlockDerivation {
    var options = options
    if options.format == nil { options.format = "float32" }
    let operation = try block.resolved(name, options, in: catalog)
    let evaluator = try KnownDevices.evaluator(of: operation)
    let codes = try codes(of: operation)
    let words = try words()
    guard words.count == operation.wordCount else {
      throw CommandFailure.usage(
        "this takes \(operation.wordCount.counted("word")), --word has \(words.count)",
        "write as many between commas")
    }
    if let refusal = evaluator.refusal(of: codes) { throw CommandFailure.reason(refusal) }
    var derivation = BlockDerivation(operation: operation.name, input: values.map(\.text))
    let item = Case(codes: codes, words: words)
    for step in evaluator.explanation(of: item) ?? [] { derivation.step(step.label, step.text) }
    let results = evaluator.answer(item).results
    for run in evaluator.results {
      derivation.step(
        "\(run.places.count.counted("code")) of \(run.format.name)",
        results[run.places].map(run.format.hexadecimal).joined(separator: " "))
      derivation.result += results[run.places].map { run.format.decode($0).description }
    }
    return derivation
  }

  /// The codes of a case, each value a code or a value of its own format.
  func codes(of operation: Operation) throws -> [UInt64] {
    guard values.count == operation.operandCount else {
      let runs = operation.operandRuns.map { "\($0.count) of \($0.format?.name ?? "")" }
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), this takes \(operation.operandCount)",
        "give " + runs.joined(separator: ", ") + ", as values or codes")
    }
    var codes: [UInt64] = []
    for run in operation.operandRuns {
      guard let format = run.format.map({ NumberFormat($0) }) else { continue }
      for _ in 0..<run.count { codes.append(try values[codes.count].code(in: format)) }
    }
    return codes
  }

  private func pruning() throws -> BlockDerivation {
    let operation = options.format == nil ? nil : try block.resolved(name, options, in: catalog)
    guard operation != nil || !options.isGiven else {
      throw CommandFailure.usage("--to and rules need the values' format", "add --format")
    }
    let format = operation.map { NumberFormat($0.format) }
    let numbers = try values.map { try number($0, in: format) }
    let all = try words()
    let count = operation?.wordCount ?? all.count
    guard count == all.count else {
      throw CommandFailure.usage(
        "this takes \(count.counted("word")), --word has \(all.count)",
        "those of the draw come first, that of a stochastic rounding last")
    }
    let rounds = operation?.dialect.rounding.takesRandomWord == true
    let drawn = rounds ? Array(all.dropLast()) : all
    var derivation: BlockDerivation
    if name == .mvue {
      derivation = try BlockDerivation(
        try block.pruning(standard: .systematic), numbers, words: drawn)
    } else {
      derivation = try below(numbers, words: drawn, in: format)
    }
    guard let operation, let format else { return derivation }
    do {
      let codes = try values.map { try $0.code(in: format) }
      let (results, flags) = try Evaluator(operation)(codes, words: all)
      derivation.enter(NumberFormat(operation.result), codes: results, flags: flags)
    } catch let error as OperationError {
      throw CommandFailure.reason("\(error)")
    }
    return derivation
  }

  private func below(
    _ numbers: [Rational], words: [UInt32], in format: NumberFormat?
  ) throws -> BlockDerivation {
    guard let text = block.threshold, let threshold = try InputValue.list(text).first else {
      throw CommandFailure.usage(
        "prune-below lacks --threshold", "write for example --threshold 1/2")
    }
    guard numbers.count == 1, words.count == 1 else {
      throw CommandFailure.usage(
        "prune-below takes one value and one word", "write for example --values 1/3 --word 0")
    }
    do {
      return BlockDerivation(
        try StochasticPruning(threshold: try number(threshold, in: format)), numbers[0],
        word: words[0])
    } catch let error as PruningError {
      throw CommandFailure.reason("\(error)")
    }
  }

  private func number(_ value: InputValue, in format: NumberFormat?) throws -> Rational {
    let datum = try datum(value, in: format)
    guard let number = datum.number else {
      throw CommandFailure.usage(
        "'\(value.text.excerpt)' is no finite number",
        "NaN and infinities are kept as they are; leave them out")
    }
    return number
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

  private func mask() throws -> BlockDerivation {
    guard word == nil else { throw CommandFailure.usage("mask takes no --word", "leave it out") }
    var options = options
    var block = block
    let side = block.pattern.flatMap(MaskRule.init(named:))?.tileSide
    if block.rows == nil, block.columns == nil {
      // One row, or one tile where there are just enough values for it.
      let isTile = side.map { $0 * $0 == values.count } ?? false
      block.rows = isTile ? side : 1
      block.columns = isTile ? side : values.count
    }
    let isPlain = options.format == nil
    if isPlain, block.pattern?.hasPrefix("threshold-") != true { options.format = "float32" }
    let operation = try block.resolved(.mask, options, in: catalog)
    let evaluator: MaskEvaluator
    do { evaluator = try MaskEvaluator(operation) } catch {
      throw CommandFailure.reason("\(error)")
    }
    guard values.count == evaluator.rows * evaluator.columns else {
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), a matrix of \(evaluator.rows) x "
          + "\(evaluator.columns) has \(evaluator.rows * evaluator.columns)",
        "give its elements row by row")
    }
    let data = try values.map { value throws(CommandFailure) in
      try datum(value, in: isPlain ? nil : evaluator.format)
    }
    let matrix = Matrix(rows: evaluator.rows, columns: evaluator.columns, data)
    return BlockDerivation(
      evaluator.rule, matrix, mask: evaluator.mask(of: matrix.map { Magnitude($0) }))
  }

  /// The random words.
  func words() throws(CommandFailure) -> [UInt32] {
    guard let word else { return [] }
    var words: [UInt32] = []
    for part in word.split(separator: ",", omittingEmptySubsequences: false) {
      let text = String(part.trimmingSpaces)
      let isHex = text.lowercased().hasPrefix("0x")
      guard let value = UInt32(isHex ? String(text.dropFirst(2)) : text, radix: isHex ? 16 : 10)
      else {
        throw .usage(
          "--word '\(text.excerpt)' is no word of 32 bits",
          "write 0 to 4294967295, or 0x and up to 8 hex digits")
      }
      words.append(value)
    }
    return words
  }
}

extension MaskRule {
  /// The side of a tile, where the rule has tiles.
  fileprivate var tileSide: Int? {
    if case .transposable(let pattern, _) = self { pattern.of } else { nil }
  }
}
