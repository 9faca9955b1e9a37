import CKernels
public import Descriptors

/// A random pruning of blocks made ready to run over streams of codes.
///
/// Every choice is the one that exact arithmetic makes for the same word, and every value is
/// rounded once. Results do not depend on the level, on the number of blocks or on how a stream is
/// split between blocks.
///
/// Chmiel, Hubara, Banner and Soudry, "Minimum variance unbiased N:M sparsity for the neural
/// gradients" (ICLR 2023).
public struct PreparedPruning: Sendable {
  /// The operation.
  public let operation: Operation
  /// The instruction set that its kernels use.
  public let level: InstructionLevel
  let path: Path
  private let kernel: Kernel?
  /// The codes and the random words of a block, and the bytes of a code and of a result.
  private let of, wordCount, codeBytes, resultBytes: Int

  /// What a case is.
  enum Path: Sendable {
    case blocks(ExactPruning)
    case threshold(ThresholdPruning)
  }

  /// What computes most blocks.
  private enum Kernel: Sendable {
    case whole(PruningKernel)
    case staged(StagedPruning)
  }

  /// Prepares an operation.
  ///
  /// - Throws: `ProductionError.unsupported` for anything but `prune` with the systematic or the
  ///   greedy design and `pruneBelow`, and where a format or a dialect is outside what this module
  ///   computes.
  /// - Precondition: the machine can run `level`.
  public init(
    _ operation: Operation, level: InstructionLevel = .best
  ) throws(ProductionError) {
    try self.init(operation, level: level, exactOnly: false)
  }

  /// Prepares an operation, on request without kernels.
  ///
  /// - Parameter exactOnly: prunes every block by exact integers; slow, for comparing the kernels
  ///   with it.
  public init(
    _ operation: Operation, level: InstructionLevel = .best, exactOnly: Bool
  ) throws(ProductionError) {
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    self.operation = operation
    self.level = level
    (of, wordCount) = (operation.operandCount, operation.wordCount)
    (codeBytes, resultBytes) = (operation.format.streamBytes, operation.resultBytes)
    switch operation.function {
    case .pruneBelow(let threshold):
      path = .threshold(try ThresholdPruning(operation, threshold: threshold))
      kernel = nil
    case .prune(let pruning):
      switch pruning.design {
      case .systematic, .greedy: break
      case .pairTable, .successive, .uniform:
        throw .unsupported(
          "\(pruning.name): only the systematic and the greedy design are computed here")
      }
      let exact = try ExactPruning(operation, pruning)
      path = .blocks(exact)
      if exactOnly {
        kernel = nil
      } else if let whole = PruningKernel(exact) {
        kernel = .whole(whole)
      } else {
        kernel = StagedPruning(exact, operation, level: level).map(Kernel.staged)
      }
    default: throw .unsupported("this is no pruning of values")
    }
  }

  /// Prunes `blocks` cases.
  ///
  /// - Parameters:
  ///   - codes: `operandCount` codes per block, each `streamBytes` of the format, little-endian, of
  ///     any alignment. Bits above the format's width are ignored.
  ///   - words: the random words: block `b` takes the `operation.wordCount` words from
  ///     `b * operation.wordCount` on. `none` only where that count is 0.
  ///   - results: receives as many codes of the result format; it must not overlap the codes.
  ///   - blocks: the number of blocks.
  /// - Precondition: every buffer holds at least `blocks` blocks.
  @discardableResult
  public func run(
    _ codes: UnsafeRawBufferPointer, words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, blocks: Int
  ) -> PruningSummary {
    precondition(
      codes.count >= blocks * of * codeBytes, "too few codes for the blocks")
    precondition(
      results.count >= blocks * of * resultBytes, "the result buffer is too short")
    if wordCount > 0 {
      switch words {
      case .none: preconditionFailure("pruning needs random words")
      case .given(let given):
        precondition(given.count >= blocks * wordCount, "too few random words")
      case .philox: break
      }
    }
    guard blocks > 0, let source = codes.baseAddress, let output = results.baseAddress else {
      return PruningSummary()
    }
    // A chunk's words and results stay in the first cache.
    let chunk = max(min(1024, 4096 / of), 1)
    var summary = PruningSummary()
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk * max(wordCount, 1)) {
      drawn in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: (chunk + 7) / 8) { open in
        for first in stride(from: 0, to: blocks, by: chunk) {
          let part = Part(
            first: first, count: min(chunk, blocks - first),
            words: self.words(words, first, min(chunk, blocks - first), drawn), random: words)
          if let kernel {
            run(kernel, part, source, output, open, &summary)
          } else {
            for index in 0..<part.count { exact(part, index, source, output, &summary) }
          }
        }
      }
    }
    return summary
  }

  /// Consecutive blocks with their words.
  private struct Part {
    let first: Int
    let count: Int
    let words: UnsafePointer<UInt32>?
    let random: RandomWords
  }

  /// The words of `count` blocks from `first` on.
  private func words(
    _ words: RandomWords, _ first: Int, _ count: Int, _ drawn: UnsafeMutableBufferPointer<UInt32>
  ) -> UnsafePointer<UInt32>? {
    let each = wordCount
    switch words {
    case .none: return nil
    case .given(let given): return given.baseAddress.map { $0 + first * each }
    case .philox(let seed, let offset, let stream):
      guard let base = drawn.baseAddress, each > 0 else { return nil }
      assay_philox_words(
        level.index, seed, stream, offset &+ UInt64(first * each), base, count * each)
      return UnsafePointer(base)
    }
  }

  private func run(
    _ kernel: Kernel, _ part: Part, _ source: UnsafeRawPointer,
    _ output: UnsafeMutableRawPointer, _ open: UnsafeMutableBufferPointer<UInt64>,
    _ summary: inout PruningSummary
  ) {
    guard let words = part.words, let flags = open.baseAddress else { return }
    let bytes = part.first * of * codeBytes
    let groups = (part.count + 7) / 8
    flags[groups - 1] = 0
    let marks = UnsafeMutableRawPointer(flags).assumingMemoryBound(to: UInt8.self)
    switch kernel {
    case .whole(let kernel):
      kernel.run(
        source + bytes, words: words, results: output + bytes, open: marks, blocks: part.count,
        level)
    case .staged(let staged):
      var refuses = false
      if case .philox = part.random { refuses = true }
      staged.run(
        source + bytes, words: words, refuses: refuses, results: output + bytes, open: marks,
        blocks: part.count, level)
    }
    for group in 0..<groups where flags[group] != 0 {
      for index in 8 * group..<min(8 * group + 8, part.count) where marks[index] != 0 {
        exact(part, index, source, output, &summary)
      }
    }
  }

  private func exact(
    _ part: Part, _ index: Int, _ source: UnsafeRawPointer, _ output: UnsafeMutableRawPointer,
    _ summary: inout PruningSummary, count: Int? = nil
  ) {
    let block = part.first + index
    let words = part.words.map { $0 + index * wordCount }
    let flags = self.flags(
      CodeStream(base: source, bytes: codeBytes), at: block * of,
      count: count ?? of,
      words: words, refused: refused(part.random, block: block), results: output)
    summary.exact += 1
    if flags.contains(.nonFinite) { summary.nonFinite += 1 }
    if flags.contains(.biased) { summary.biased += 1 }
    if flags.contains(.overflowed) { summary.overflowed += 1 }
  }

  private func flags(
    _ codes: CodeStream, at first: Int, count: Int, words: UnsafePointer<UInt32>?,
    refused: RefusedDraws?, results: UnsafeMutableRawPointer
  ) -> AnswerFlags {
    switch path {
    case .blocks(let pruning):
      return pruning.block(
        codes, at: first, count: count, words: words, refused: refused, results: results)
    case .threshold(let pruning):
      return pruning.element(codes, at: first, words: words, results: results)
    }
  }

  private func refused(_ words: RandomWords, block: Int) -> RefusedDraws? {
    guard case .prune(let pruning) = operation.function, pruning.draw == .integer,
      case .philox(let seed, let offset, let stream) = words
    else { return nil }
    return RefusedDraws(
      seed: seed, stream: stream,
      element: offset &+ UInt64(block) &* UInt64(wordCount))
  }

  /// Prunes what is left of a block at the end of a row: `count` elements, fewer than a block.
  func runTail(
    _ codes: UnsafeRawBufferPointer, words: RandomWords, results: UnsafeMutableRawBufferPointer,
    count: Int
  ) -> PruningSummary {
    guard let source = codes.baseAddress, let output = results.baseAddress else {
      return PruningSummary()
    }
    var summary = PruningSummary()
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(wordCount, 1)) { drawn in
      let part = Part(first: 0, count: 1, words: self.words(words, 0, 1, drawn), random: words)
      exact(part, 0, source, output, &summary, count: count)
    }
    return summary
  }
}
