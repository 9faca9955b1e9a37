public import Descriptors

/// Pruned blocks without their zeros: the kept codes, where they were, and one scale per block.
///
/// Each block has exactly N places. Elements are in index order; where fewer than N are not zero,
/// zeros of the lowest indices fill the places, as hardware with fixed metadata needs it.
public struct CompressedBlocks: Hashable, Sendable {
  /// The pattern.
  public let pattern: BlockPattern
  /// The format of the codes.
  public let format: FormatDescriptor
  /// How many blocks there are.
  public let blocks: Int
  /// N codes per block, `streamBytes` each, little-endian.
  public let values: [UInt8]
  /// N indices per block, `indexBits` each, as one little-endian bit stream.
  public let indices: [UInt8]
  /// One code per block: the least magnitude among its elements other than 0, or 0.
  ///
  /// Elements that were drawn have this magnitude, all of them; those that are larger were certain
  /// to be kept and have their own value.
  public let scales: [UInt8]

  /// The bits of an index: 2 for blocks of 3 and 4 elements.
  public var indexBits: Int { Self.indexBits(pattern) }

  private static func indexBits(_ pattern: BlockPattern) -> Int {
    pattern.of == 1 ? 0 : Int.bitWidth - (pattern.of - 1).leadingZeroBitCount
  }

  /// Compresses a raw stream of pruned codes.
  ///
  /// - Throws: `PruningError.tooMany` where a block has more than N elements other than 0,
  ///   `ragged` and `partOfCode` where the stream is not one of whole blocks.
  public init(
    _ dense: [UInt8], format: FormatDescriptor, pattern: BlockPattern
  ) throws(PruningError) {
    let bytes = format.streamBytes
    guard dense.count % bytes == 0 else {
      throw .partOfCode(bytes: dense.count, codeBytes: bytes)
    }
    let count = dense.count / bytes
    guard count % pattern.of == 0 else { throw .ragged(count: count, block: pattern.of) }
    self.pattern = pattern
    self.format = format
    blocks = count / pattern.of
    let width = Self.indexBits(pattern)
    var values: [UInt8] = []
    values.reserveCapacity(blocks * pattern.keep * bytes)
    var scales: [UInt8] = []
    scales.reserveCapacity(blocks * bytes)
    var indices = [UInt8](repeating: 0, count: (blocks * pattern.keep * width + 7) / 8)
    var place = 0
    for block in 0..<blocks {
      let start = block * pattern.of
      let codes = (0..<pattern.of).map { Self.code(dense, at: start + $0, bytes) }
      let kept = codes.indices.filter { codes[$0] != 0 }
      guard kept.count <= pattern.keep else {
        throw .tooMany(block: block, kept: kept.count, pattern: pattern.name)
      }
      let fill = codes.indices.filter { codes[$0] == 0 }.prefix(pattern.keep - kept.count)
      for index in (kept + fill).sorted() {
        Self.append(codes[index], to: &values, bytes)
        for bit in 0..<width where index >> bit & 1 == 1 {
          indices[(place + bit) / 8] |= 1 << UInt8((place + bit) % 8)
        }
        place += width
      }
      Self.append(Self.least(kept.map { codes[$0] }, format), to: &scales, bytes)
    }
    self.values = values
    self.indices = indices
    self.scales = scales
  }

  /// The dense stream again.
  public var dense: [UInt8] {
    let bytes = format.streamBytes
    let width = indexBits
    var dense = [UInt8](repeating: 0, count: blocks * pattern.of * bytes)
    for place in 0..<blocks * pattern.keep {
      var index = 0
      for bit in 0..<width {
        let at = place * width + bit
        index |= Int(indices[at / 8] >> UInt8(at % 8) & 1) << bit
      }
      let element = place / pattern.keep * pattern.of + index
      for byte in 0..<bytes { dense[element * bytes + byte] = values[place * bytes + byte] }
    }
    return dense
  }

  private static func code(_ stream: [UInt8], at index: Int, _ bytes: Int) -> UInt64 {
    (0..<bytes).reduce(0) { $0 | UInt64(stream[index * bytes + $1]) << UInt64(8 * $1) }
  }

  private static func append(_ code: UInt64, to stream: inout [UInt8], _ bytes: Int) {
    for byte in 0..<bytes { stream.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * byte))) }
  }

  /// The code of the least magnitude; codes of floats and integers grow with their magnitudes.
  private static func least(_ codes: [UInt64], _ format: FormatDescriptor) -> UInt64 {
    let sign: UInt64 = 1 << UInt64(format.bits - 1)
    let magnitudes = codes.map { code in
      switch format.encoding {
      case .float(let layout): layout.signed ? code & ~sign : code
      case .fixedPoint(let layout) where !layout.signed: code
      default: code & sign == 0 ? code : (0 &- code) & (sign | (sign - 1))
      }
    }
    return magnitudes.min() ?? 0
  }
}

extension PreparedPruning {
  /// Prunes blocks and leaves their zeros out.
  ///
  /// - Parameters:
  ///   - codes: a raw stream of whole blocks.
  ///   - words: the random words, as in `run`.
  /// - Throws: `PruningError` where the stream is not one of whole blocks, or where the operation
  ///   does not keep at most N elements: pruning below a threshold has no pattern.
  public func compressed(
    _ codes: [UInt8], words: RandomWords = .none
  ) throws(PruningError) -> (blocks: CompressedBlocks, summary: PruningSummary) {
    let of = operation.operandCount
    let bytes = operation.format.streamBytes
    guard codes.count % bytes == 0 else {
      throw .partOfCode(bytes: codes.count, codeBytes: bytes)
    }
    let count = codes.count / bytes
    guard count % of == 0 else { throw .ragged(count: count, block: of) }
    let pattern: BlockPattern
    switch operation.function {
    case .prune(let pruning): pattern = pruning.pattern
    default: throw .withoutPattern
    }
    var summary = PruningSummary()
    let size = count * operation.resultBytes
    let dense = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      codes.withUnsafeBytes { source in
        summary = run(
          source, words: words, results: UnsafeMutableRawBufferPointer(buffer), blocks: count / of)
      }
      initialized = size
    }
    return (
      try CompressedBlocks(dense, format: operation.result, pattern: pattern), summary
    )
  }
}
