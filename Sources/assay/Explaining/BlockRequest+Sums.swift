import Descriptors
import ExactArithmetic
import Reference
import Specs

extension BlockRequest {
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
    let words = try words()
    guard words.count == operation.wordCount else {
      throw CommandFailure.usage(
        "this takes \(operation.wordCount.counted("word")), --word has \(words.count)",
        "write as many between commas")
    }
    return BlockDerivation(
      decoding: codes, by: codec, into: NumberFormat(operation.result), words: words)
  }

  private static func codec(_ operation: BlockOperation) throws(CommandFailure) -> BlockCodec {
    do { return try BlockCodec(operation) } catch { throw .reason("\(error)") }
  }
}

extension BlockRequest {
  func dot() throws -> BlockDerivation {
    throw CommandFailure.usage("not yet", "wait")
  }
}
