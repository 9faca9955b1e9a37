public import Descriptors

/// A block format made ready to encode or decode matrices of one size.
///
/// Streams are raw and tightly packed: the codes of each run in its own width, little-endian, run
/// after run as `operandRuns` and `resultRuns` say, case after case.
public struct PreparedBlockCodec: Sendable {
  /// The operation.
  public let operation: Operation
  /// The bytes of the operands of a case.
  public let operandBytes: Int
  /// The bytes of the results of a case.
  public let resultBytes: Int
  private let exact: ExactBlocks
  let kernel: BlockKernel?
  private let isEncoding: Bool

  /// Prepares an operation that encodes or decodes blocks.
  ///
  /// - Parameters:
  ///   - operation: the operation.
  ///   - level: the instruction set of the vector loops, where they cover the operation.
  ///   - exactOnly: computes every block by exact integers; slow, for comparing the loops with it.
  /// - Throws: `BlockCodecError` where it does neither, the matrix has no elements or must be cut
  ///   although blocks are to be whole, or fields of the format do not go together.
  public init(
    _ operation: Operation, level: InstructionLevel = .best, exactOnly: Bool = false
  ) throws(BlockCodecError) {
    let (format, rows, columns): (BlockFormat, Int, Int)
    let ragged: MaskRule.RaggedRule
    switch operation.function {
    case .encodeBlock(let block, let r, let c, let rule):
      (format, rows, columns, ragged, isEncoding) = (block, r, c, rule, true)
    case .decodeBlock(let block, let r, let c, let rule):
      (format, rows, columns, ragged, isEncoding) = (block, r, c, rule, false)
    case .mask, .prune, .pruneBelow, .dot: throw .noBlocks
    }
    guard rows > 0, columns > 0 else { throw .size(rows: rows, columns: columns) }
    guard format.shape.rows > 0, format.shape.columns > 0 else {
      throw .field(
        "shape", what: "\(format.shape.rows) x \(format.shape.columns) has no elements",
        remedy: "give at least 1 row and 1 column")
    }
    if ragged == .refuse {
      for (side, length, block) in [
        ("rows", rows, format.shape.rows), ("columns", columns, format.shape.columns),
      ] where !length.isMultiple(of: block) {
        throw .ragged(side: side, length: length, block: block)
      }
    }
    self.operation = operation
    operandBytes = operation.operandRuns.reduce(0) { $0 + $1.count * $1.bytes }
    resultBytes = operation.resultRuns.reduce(0) { $0 + $1.count * $1.bytes }
    exact = try ExactBlocks(operation, format, rows: rows, columns: columns)
    kernel = isEncoding && !exactOnly ? BlockKernel(exact, operation, level: level) : nil
  }

  /// Whether vector loops compute it.
  public var hasKernel: Bool { kernel != nil }

  /// Computes `cases` cases.
  ///
  /// - Precondition: `operandBytes` and `resultBytes` bytes per case, and `operation.wordCount` words
  ///   per case where decoding or the elements of an encoding are rounded stochastically.
  public func run(
    _ codes: UnsafeRawBufferPointer, words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, cases: Int
  ) {
    precondition(codes.count >= cases * operandBytes, "too few codes")
    precondition(results.count >= cases * resultBytes, "the result buffer is too short")
    guard let source = codes.baseAddress, let target = results.baseAddress else { return }
    for index in 0..<cases {
      let (x, y) = (source + index * operandBytes, target + index * resultBytes)
      let own = self.words(words, index)
      if isEncoding { encode(x, y, own) } else { decode(x, y, word: own.first ?? 0) }
    }
  }

  /// The words of a case.
  private func words(_ words: RandomWords, _ index: Int) -> [UInt32] {
    let count = operation.wordCount
    guard count > 0 else { return [] }
    switch words {
    case .none: return Array(repeating: 0, count: count)
    case .given(let given): return (index * count..<(index + 1) * count).map { given[$0] }
    case .philox(let seed, let offset, let stream):
      return Philox.words(
        seed: seed, offset: offset &+ UInt64(index * count), stream: stream, count: count)
    }
  }

  private func encode(
    _ codes: UnsafeRawPointer, _ results: UnsafeMutableRawPointer, _ words: [UInt32]
  ) {
    if let kernel {
      let units = 0..<kernel.units
      let seen = kernel.blocksSeenFirst
      let amaxes = seen > 0 ? UnsafeMutablePointer<UInt32>.allocate(capacity: seen) : nil
      defer { amaxes?.deallocate() }
      let scale = matrixScale(amaxes.map { kernel.amaxes(codes, units, into: $0) } ?? 0)
      kernel.run(codes, results, units, matrix: scale, amaxes: amaxes.map { UnsafePointer($0) })
      store(scale, results)
      return
    }
    let place = exact.geometry
    let stream = CodeStream(base: codes, bytes: exact.outer.streamBytes)
    let data = (0..<place.elements).map { exact.outer.decode(stream[$0]) }
    let matrix = exact.matrixScale(place.matrixBytes > 0 ? ExactBlocks.amax(data) : nil)
    for index in 0..<place.blocks {
      let places = place.places(index)
      let block = exact.encode(
        places.map { data[$0] }, words: places.map { words.isEmpty ? 0 : words[$0] },
        matrix: matrix)
      for (code, at) in zip(block.elements, places) {
        CodeStream.store(code, to: results, at: at, bytes: place.elementBytes)
      }
      if place.hasZeroPoints {
        CodeStream.store(
          block.zeroPoint, to: results + place.zeroPointStart, at: index,
          bytes: place.elementBytes)
      }
      CodeStream.store(
        block.scale, to: results + place.scaleStart, at: index, bytes: place.scaleBytes)
    }
    store(matrix, results)
  }

  /// The scale of a matrix from the bits of its largest finite magnitude.
  func matrixScale(_ amax: UInt32) -> MatrixScale {
    exact.matrixScale(exact.step.datum(Float(bitPattern: amax)).finite)
  }

  func store(_ matrix: MatrixScale, _ results: UnsafeMutableRawPointer) {
    let place = exact.geometry
    if let code = matrix.code {
      CodeStream.store(code, to: results + place.matrixStart, at: 0, bytes: place.matrixBytes)
    }
  }

  private func decode(
    _ codes: UnsafeRawPointer, _ results: UnsafeMutableRawPointer, word: UInt32
  ) {
    let place = exact.geometry
    let elements = CodeStream(base: codes, bytes: place.elementBytes)
    let zeroPoints = CodeStream(base: codes + place.zeroPointStart, bytes: place.elementBytes)
    let scales = CodeStream(base: codes + place.scaleStart, bytes: place.scaleBytes)
    let matrix =
      place.matrixBytes > 0
      ? CodeStream(base: codes + place.matrixStart, bytes: place.matrixBytes)[0] : 0
    let bytes = exact.result.coding.streamBytes
    for index in 0..<place.blocks {
      let zero = place.hasZeroPoints ? zeroPoints[index] : 0
      for at in place.places(index) {
        let code = exact.decode(
          elements[at], zeroPoint: zero, scale: scales[index], matrix: matrix, word: word)
        CodeStream.store(code, to: results, at: at, bytes: bytes)
      }
    }
  }
}
