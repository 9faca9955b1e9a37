import Descriptors
import ExactArithmetic
import Reference
import Specs

extension DerivationRequest {
  // MARK: - Masks and estimators

  /// A mask of one row unless `--rows` and `--columns` say otherwise, its values exact unless `--format`
  /// names theirs.
  func mask() throws -> Derivation {
    _ = try words(0)
    let isPlain = options.format == nil
    let operation = try resolved(.mask) { options in
      if options.rows == nil, options.columns == nil {
        // One row, or one tile where there are just enough values for it.
        let side = options.pattern.flatMap(MaskRule.init(named:))?.tileSide
        let isTile = side.map { $0 * $0 == values.count } ?? false
        options.rows = isTile ? side : 1
        options.columns = isTile ? side : values.count
      }
      if isPlain, options.pattern?.hasPrefix("threshold-") != true { options.format = "float32" }
    }
    let evaluator: MaskEvaluator
    do { evaluator = try MaskEvaluator(operation) } catch {
      throw CommandFailure.reason("\(error)")
    }
    let data = try matrix(evaluator.rows, evaluator.columns, in: isPlain ? nil : evaluator.format)
    let matrix = Matrix(rows: evaluator.rows, columns: evaluator.columns, data)
    let mask = evaluator.mask(of: matrix.map { Magnitude($0) })
    return Derivation(
      evaluator.rule.name, input: data.map(\.description), evaluator.explanation(of: matrix),
      result: mask.kept.map { $0 ? "1" : "0" })
  }

  /// The elements of a matrix, row by row.
  private func matrix(
    _ rows: Int, _ columns: Int, in format: NumberFormat?
  ) throws(CommandFailure) -> [Datum] {
    try require(rows * columns, of: "a matrix of \(rows) x \(columns)") {
      "give its elements row by row"
    }
    return try values.map { value throws(CommandFailure) in try datum(value, in: format) }
  }

  /// A block or a value pruned by given words; it stays exact unless `--format` names its format.
  func pruning(_ function: OperationOptions.Function) throws -> Derivation {
    guard options.format != nil else { return try exactPruning(function) }
    let operation = try resolved(function)
    let format = NumberFormat(operation.format)
    let input = try values.map { try number($0, in: format).description }
    let heading =
      switch operation.function {
      case .prune(let pruning): pruning.name
      case .pruneBelow(let threshold): "\(name) \(format.decode(threshold))"
      default: operation.name
      }
    return try derived(operation, as: heading, input: input)
  }

  private func exactPruning(_ function: OperationOptions.Function) throws -> Derivation {
    guard !options.hasFormats else {
      throw CommandFailure.usage("--to and rules need the values' format", "add --format")
    }
    let numbers = try values.map { try number($0, in: nil) }
    let input = numbers.map(\.description)
    do {
      guard function == .mvue else {
        guard let text = options.threshold, let threshold = try InputValue.list(text).first else {
          throw CommandFailure.usage(
            "prune-below lacks --threshold", "write for example --threshold 1/2")
        }
        try require(1) { "write for example --values 1/3 --word 0" }
        let pruning = try StochasticPruning(threshold: try number(threshold, in: nil))
        let word = try words(1)[0]
        return Derivation(
          "\(name) \(pruning.threshold)", input: input,
          pruning.explanation(of: numbers[0], word: word),
          result: [pruning.outcome(of: numbers[0], word: word).description])
      }
      let pruning = try options.pruning(standard: .systematic)
      try require(pruning.pattern.of, of: "a block of \(pruning.pattern)") {
        "give exactly one block"
      }
      let words = try words(pruning.wordsPerBlock)
      guard pruning.draw != .integer || numbers.allSatisfy(\.isInteger) else {
        throw CommandFailure.usage(
          "integer draws count in units of 1 here, and a value is no integer",
          "multiply the values by a power of two")
      }
      let estimator = try BlockEstimator(pruning)
      return Derivation(
        pruning.name, input: input, try estimator.explanation(of: numbers, words: words),
        result: try estimator.outcome(of: numbers, words: words).map(\.description))
    } catch let error as PruningError {
      throw CommandFailure.reason("\(error)")
    }
  }

  private func number(_ value: InputValue, in format: NumberFormat?) throws -> Rational {
    guard let number = try datum(value, in: format).number else {
      throw CommandFailure.usage(
        "'\(value.text.excerpt)' is no finite number",
        "NaN and infinities are kept as they are; leave them out")
    }
    return number
  }

  // MARK: - Sums

  /// The accumulators beside which a sum is shown.
  private static let others = [
    "exact", "float32", "float32-kahan", "bfloat16", "fmaq-m7e4-12-10",
  ]

  /// A sum of products, step by step: the values of x, then as many of w, of float32 unless
  /// `--format` names another format.
  func dot() throws -> Derivation {
    guard values.count.isMultiple(of: 2) else {
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), an odd number",
        "give the values of x, then as many of w")
    }
    let operation = try resolved(.dot, format: "float32") { options in
      if options.length == nil { options.length = values.count / 2 }
    }
    guard case .dot(let own, let length) = operation.function else {
      return try derived(operation, as: operation.name)
    }
    var derivation = try derived(operation, as: "dot \(own.name)")
    derivation.cases[0].accumulator = own.name
    let codes = try codes(of: operation)
    for name in Self.others where name != own.name {
      var other = operation
      other.function = .dot(try catalog.accumulator(named: name), length: length)
      guard let evaluator = try? DotEvaluator(other) else { continue }
      derivation.cases[0].steps.append(
        .init(label: "by \(name)", text: ExactText.short(evaluator.value(codes))))
    }
    return derivation
  }

  // MARK: - Blocks

  /// A matrix encoded into blocks: one row unless `--rows` says otherwise, its values exact unless
  /// `--format` names theirs.
  func encoding() throws -> Derivation {
    _ = try words(0)
    let operation = try resolved(.encodeBlock, format: "float32") { options in
      let rows = options.rows ?? 1
      if options.columns == nil, rows > 0 { options.columns = max(1, values.count / rows) }
    }
    guard operation.wordCount == 0 else {
      throw CommandFailure.usage(
        "an encoding that rounds stochastically has a random word for each element",
        "leave --rounding out, or ask 'assay apply' with the words")
    }
    let codec = try Self.codec(operation)
    let format = options.format == nil ? nil : NumberFormat(operation.format)
    let data = try matrix(codec.rows, codec.columns, in: format)
    return Derivation(
      "\(name) \(codec.format.name)", input: data.map(\.description),
      codec.explanation(encoding: data),
      result: codec.values(codec.results(of: codec.trace(data))).map(\.description))
  }

  /// A matrix decoded from its elements, zero points, scales and scale of the matrix, each a code or
  /// a value of its own format.
  func decoding() throws -> Derivation {
    let operation = try resolved(.decodeBlock) { options in
      if options.columns == nil, let name = options.blockFormat {
        options.columns = try catalog.block(named: name).shape.columns
      }
    }
    let codec = try Self.codec(operation)
    let codes = try codes(of: operation)
    let runs = operation.operandRuns.flatMap { Array(repeating: $0.bits, count: $0.count) }
    return try derived(
      operation, as: "\(name) \(codec.format.name)",
      input: zip(codes, runs).map { hexadecimal($0, bits: $1) })
  }

  private static func codec(_ operation: Operation) throws(CommandFailure) -> BlockCodec {
    do { return try BlockCodec(operation) } catch { throw .reason("\(error)") }
  }
}

extension MaskRule {
  /// The side of a tile, where the rule has tiles.
  fileprivate var tileSide: Int? {
    if case .transposable(let pattern, _) = self { pattern.of } else { nil }
  }
}
