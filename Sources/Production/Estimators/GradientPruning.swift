public import Descriptors

/// Unbiased pruning of binary32 values, dense in and dense out.
///
///     let prune = try GradientPruning(named: "2:4")
///     let (sparse, summary) = try prune(gradient, seed: 1)
///
/// The mean over seeds of each result is its operand, up to the 32 bits of the random words and the
/// rounding of one scale per block.
public struct GradientPruning: Sendable {
  /// The pattern.
  public let pattern: BlockPattern
  /// What becomes of values that do not fill a last block.
  public let ragged: MaskRule.RaggedRule
  private let pruning: PreparedPruning

  /// Prepares pruning by a pattern.
  ///
  /// - Throws: `ProductionError.unsupported` where the draw does not suit the pattern.
  /// - Precondition: the machine can run `level`.
  public init(
    _ pattern: BlockPattern, draw: BlockPruning.Draw = .fraction,
    ragged: MaskRule.RaggedRule = .refuse, level: InstructionLevel = .best
  ) throws(ProductionError) {
    self.pattern = pattern
    self.ragged = ragged
    pruning = try PreparedPruning(
      Operation(.prune(BlockPruning(pattern, draw: draw)), format: .prunedBinary32),
      level: level)
  }

  /// Prepares pruning by a pattern given as `N:M`.
  ///
  /// - Throws: `ProductionError.unsupported` where the name is no pattern.
  public init(named name: String) throws(ProductionError) {
    guard let pattern = BlockPattern(named: name) else {
      throw .unsupported(
        "\(name) is no pattern N:M with 1 <= N <= M <= \(BlockPattern.largestBlock)")
    }
    try self.init(pattern)
  }

  /// The pruned values, and how many blocks were out of the ordinary.
  ///
  /// Where `summary.nonFinite`, `biased` and `overflowed` are 0, the mean of every value is its
  /// operand. Block `b` takes Philox word `b` of the seed and the stream, as `RandomWords.philox` numbers
  /// them; a last block of `r` elements, if asked for, keeps at most `min(N, r)`.
  /// - Throws: `PruningError.ragged` where the values fill no whole blocks and `ragged` refuses that.
  public func callAsFunction(
    _ values: [Float], seed: UInt64, stream: UInt64 = 0
  ) throws(PruningError) -> (values: [Float], summary: PruningSummary) {
    try check(values.count)
    var summary = PruningSummary()
    let pruned = [Float](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      values.withUnsafeBytes { source in
        summary = run(source, values.count, seed, stream, UnsafeMutableRawBufferPointer(buffer))
      }
      initialized = values.count
    }
    return (pruned, summary)
  }

  /// Writes the pruned values to a span of as many; see the function of arrays.
  ///
  /// - Returns: how many blocks were out of the ordinary.
  /// - Throws: as the function of arrays.
  /// - Precondition: the output is as long as the values.
  @discardableResult
  public func callAsFunction(
    _ values: Span<Float>, seed: UInt64, stream: UInt64 = 0, into output: inout MutableSpan<Float>
  ) throws(PruningError) -> PruningSummary {
    precondition(output.count == values.count, "as many results as values")
    try check(values.count)
    return values.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { run(source, values.count, seed, stream, $0) }
    }
  }

  private func check(_ count: Int) throws(PruningError) {
    if ragged == .refuse, count % pattern.of != 0 {
      throw .ragged(count: count, block: pattern.of)
    }
  }

  private func run(
    _ source: UnsafeRawBufferPointer, _ count: Int, _ seed: UInt64, _ stream: UInt64,
    _ results: UnsafeMutableRawBufferPointer
  ) -> PruningSummary {
    pruning.run(
      source, words: .philox(seed: seed, offset: 0, stream: stream), results: results,
      elements: count)
  }
}

extension FormatDescriptor {
  /// The format of Swift's `Float`.
  fileprivate static let prunedBinary32 = FormatDescriptor(
    name: "float32", bits: 32,
    encoding: .float(
      FloatLayout(
        signed: true, exponentBits: 8, trailingBits: 23, bias: 127, hasNegativeZero: true,
        infinities: .ieee, nans: .ieee)),
    source: "IEEE 754-2019 section 3.4")
}
