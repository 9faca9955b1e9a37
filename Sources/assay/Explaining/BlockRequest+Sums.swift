import Descriptors
import ExactArithmetic
import Reference
import Specs

extension BlockRequest {
  /// A sum of products, step by step: the values of x, then as many of w, of float32 unless
  /// `--format` names another format.
  func dot() throws -> BlockDerivation {
    var (block, options) = (block, options)
    guard values.count.isMultiple(of: 2) else {
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), an odd number",
        "give the values of x, then as many of w")
    }
    if block.length == nil { block.length = values.count / 2 }
    if options.format == nil { options.format = "float32" }
    let operation = try block.resolved(.dot, options, in: catalog)
    guard values.count == operation.operandCount else {
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), this takes \(operation.operandCount)",
        "give the values of x, then as many of w")
    }
    let words = try words()
    guard words.count == operation.wordCount else {
      throw CommandFailure.usage(
        "this takes \(operation.wordCount.counted("word")), --word has \(words.count)",
        "write as many between commas")
    }
    let format = NumberFormat(operation.format)
    let codes = try values.map { try $0.code(in: format) }
    var derivation: BlockDerivation
    do {
      let evaluator = try DotEvaluator(operation)
      derivation = BlockDerivation(
        summing: codes, by: evaluator, words: words,
        input: values.map(\.text))
    } catch {
      throw CommandFailure.reason("\(error)")
    }
    for name in Self.others where name != derivation.accumulator {
      var other = operation
      let accumulator = try catalog.accumulator(named: name)
      other.function = .dot(accumulator, length: codes.count / 2)
      guard let evaluator = try? DotEvaluator(other) else { continue }
      derivation.step("by \(name)", ExactText.short(evaluator.value(codes)))
    }
    return derivation
  }

  /// The accumulators beside which a sum is shown.
  private static let others = [
    "exact", "float32", "float32-kahan", "bfloat16", "fmaq-m7e4-12-10",
  ]

  /// A matrix encoded into blocks: one row unless `--rows` says otherwise, its values exact unless
  /// `--format` names theirs.
  func encoding() throws -> BlockDerivation {
    guard word == nil else {
      throw CommandFailure.usage("encode-block takes no --word", "leave it out")
    }
    var (block, options) = (block, options)
    let rows = block.rows ?? 1
    if block.columns == nil, rows > 0 { block.columns = max(1, values.count / rows) }
    let isPlain = options.format == nil
    if isPlain { options.format = "float32" }
    let operation = try block.resolved(.encodeBlock, options, in: catalog)
    guard operation.wordCount == 0 else {
      throw CommandFailure.usage(
        "an encoding that rounds stochastically has a random word for each element",
        "leave --rounding out, or ask 'assay apply' with the words")
    }
    let codec = try Self.codec(operation)
    guard values.count == codec.rows * codec.columns else {
      throw CommandFailure.usage(
        "--values has \(values.count.counted("value")), a matrix of \(codec.rows) x "
          + "\(codec.columns) has \(codec.rows * codec.columns)", "give its elements row by row")
    }
    let format = isPlain ? nil : NumberFormat(operation.format)
    let data = try values.map { value throws(CommandFailure) in try datum(value, in: format) }
    return BlockDerivation(encoding: data, by: codec)
  }

  /// A matrix decoded from its elements, zero points, scales and scale of the matrix, each a code or
  /// a value of its own format.
  func decoding() throws -> BlockDerivation {
    var block = block
    if block.columns == nil, let name = block.blockFormat {
      block.columns = try catalog.block(named: name).shape.columns
    }
    let operation = try block.resolved(.decodeBlock, options, in: catalog)
    let codec = try Self.codec(operation)
    let codes = try codes(of: operation)
    let words = try words()
    guard words.count == operation.wordCount else {
      throw CommandFailure.usage(
        "this takes \(operation.wordCount.counted("word")), --word has \(words.count)",
        "write as many between commas")
    }
    return BlockDerivation(
      decoding: codes, by: codec, into: NumberFormat(operation.result), words: words)
  }

  private static func codec(_ operation: Operation) throws(CommandFailure) -> BlockCodec {
    do { return try BlockCodec(operation) } catch { throw .reason("\(error)") }
  }
}
