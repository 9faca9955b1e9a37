public import Descriptors
public import ExactArithmetic

/// A random pruning made ready to be evaluated on codes: the reference's answer to "what is
/// correct".
///
/// Elements are decoded, pruned as exact rationals and encoded. NaN and infinities come first, NaN
/// before infinity and the lower index before the higher: as many as there are places are kept as
/// they are, the finite elements share the places that are left.
public struct PruningEvaluator: Sendable {
  /// The operation.
  public let operation: Operation
  /// The format of the operands.
  public let format: NumberFormat
  /// The format of the results.
  public let result: NumberFormat
  let rule: Rule
  /// Integer draws count in multiples of it.
  let unit: Rational

  /// What is done to a case.
  enum Rule: Sendable {
    case block(BlockEstimator)
    case threshold(StochasticPruning)
  }

  /// Prepares an operation.
  ///
  /// - Throws: for a mask, for what `BlockEstimator` refuses, for `2^bits` that leaves some block's
  ///   elements without a quantum, for an integer draw in a format whose values are no integers of
  ///   64 bits, and for a threshold that is no finite number from 0 on.
  public init(_ operation: Operation) throws(PruningError) {
    self.operation = operation
    let format = NumberFormat(operation.format)
    self.format = format
    result = operation.result == operation.format ? format : NumberFormat(operation.result)
    var unit = Rational.one
    switch operation.function {
    case .prune(let pruning):
      rule = .block(try BlockEstimator(pruning))
      switch pruning.draw {
      case .fraction: break
      case .quantised(let bits):
        // One place for one element more than are pruned is the tightest case.
        if bits < 31, 1 << bits < pruning.pattern.prune + 1 {
          throw .quantisedBits(bits, pattern: pruning.pattern)
        }
      case .integer:
        guard let found = format.integerUnit else { throw .integerDraw(format: format.name) }
        unit = found
      }
    case .pruneBelow(let code):
      guard code <= format.lastCode, let value = format.decode(code).number,
        let pruning = try? StochasticPruning(threshold: value)
      else { throw .threshold(code: code, format: format.name) }
      rule = .threshold(pruning)
    default: throw .notAPruning
    }
    self.unit = unit
  }

  /// The codes of the results, and what a reader must know about them.
  ///
  /// - Parameters:
  ///   - codes: `operandCount` codes.
  ///   - words: `wordCount` words, first those of the choice; missing ones are 0.
  public func callAsFunction(
    _ codes: [UInt64], words: [UInt32]
  ) -> (results: [UInt64], flags: AnswerFlags) {
    precondition(
      codes.count == operation.operandCount, "a case has \(operation.operandCount) codes")
    let choice = operation.wordCount - (operation.dialect.rounding.takesRandomWord ? 1 : 0)
    let last = words.count > choice ? words[choice] : 0
    let block = PrunedBlock(data(codes), keep: keep)
    let kept = outcome(of: block, words: Array(words.prefix(choice)))
    return encode(block, kept, codes, word: last)
  }

  /// The words at which the choice changes: each is a word, from 1 on, whose outcome differs from
  /// that of the word before.
  ///
  /// For quantised draws they are values of the low bits, for integer draws residues modulo the
  /// total. The word of a stochastic rounding is none of them.
  ///
  /// - Parameters:
  ///   - place: which word of the case, from 0; only successive draws have a second.
  ///   - words: the words before it.
  public func breakpoints(
    of codes: [UInt64], place: Int = 0, after words: [UInt32] = []
  ) -> [UInt64] {
    let block = PrunedBlock(data(codes), keep: keep)
    switch rule {
    case .block(let estimator):
      return
        (try? estimator.breakpoints(
          of: block.finite, keep: block.places, place: place, after: words, unit: unit)) ?? []
    case .threshold(let pruning):
      guard let value = block.finite.first, place == 0 else { return [] }
      return pruning.breakpoint(of: value).map { [$0] } ?? []
    }
  }

  /// The operands as the operation sees them: decoded, and flushed where the dialect says so.
  func data(_ codes: [UInt64]) -> [Datum] {
    codes.map { code in
      let datum = format.decode(code)
      guard operation.dialect.flushOperands, let normal = format.smallestNormal,
        let value = datum.number, value.magnitude < normal
      else { return datum }
      return .finite(.zero)
    }
  }

  /// The elements that a case keeps at most.
  var keep: Int {
    if case .prune(let pruning) = operation.function { pruning.pattern.keep } else { 1 }
  }

  private func outcome(of block: PrunedBlock, words: [UInt32]) -> [Rational] {
    switch rule {
    case .block(let estimator):
      // The only error left would be too few bits, which `init` refused.
      return
        (try? estimator.outcome(
          of: block.finite, keep: block.places, words: words, unit: unit)) ?? block.finite
    case .threshold(let pruning):
      return block.finite.map { pruning.outcome(of: $0, word: words.first ?? 0) }
    }
  }

  /// The codes of an outcome, and the flags of the case with these operands.
  func encode(
    _ block: PrunedBlock, _ values: [Rational], _ codes: [UInt64], word: UInt32
  ) -> (results: [UInt64], flags: AnswerFlags) {
    var flags: AnswerFlags = []
    if block.hasNonFinite { flags.insert(.nonFinite) }
    if block.dropsForGood || dropsByDesign(block) { flags.insert(.biased) }
    let zero = result.encode(.finite(.zero), dialect: operation.dialect)
    var results = [UInt64](repeating: zero, count: block.data.count)
    for (index, value) in zip(block.finiteIndices, values) where !value.isZero {
      let projection = result.project(.finite(value), dialect: operation.dialect, word: word)
      results[index] = projection.code
      if result.isBeyond(value, projection, operation.dialect, word) { flags.insert(.overflowed) }
    }
    for index in block.keptAsIs {
      // In the same format "as it is" means its bits, a NaN's payload and sign among them.
      results[index] =
        operation.result == operation.format
        ? codes[index]
        : result.encode(block.data[index], dialect: operation.dialect, word: word)
    }
    for index in results.indices where result.decode(results[index]) == .negativeZero {
      results[index] = zero
    }
    return (results, flags)
  }

  /// Whether the design itself never keeps some element other than 0.
  private func dropsByDesign(_ block: PrunedBlock) -> Bool {
    guard case .block(let estimator) = rule, estimator.pruning.design == .greedy else {
      return false
    }
    return block.finite.count { !$0.isZero } > block.places
  }
}

extension NumberFormat {
  /// The largest power of two of which every value is a multiple, where all values are then
  /// integers of at most 64 bits; `nil` where there is none.
  public var integerUnit: Rational? {
    let exponent: Int
    switch descriptor.encoding {
    case .fixedPoint(let layout): exponent = -layout.fractionBits
    case .float(let layout):
      // Wider exponent fields reach beyond 64 bits, and are not listed for it.
      if layout.exponentBits > 6 { return nil }
      fallthrough
    default:
      guard bits <= 16 else { return nil }
      var least = Int.max
      for code in 0...lastCode {
        guard let value = decode(code).number, !value.isZero else { continue }
        guard value.isDyadic else { return nil }
        let denominator = value.denominator.floorLog2
        var twos = 0
        if denominator == 0 {
          while value.scaled(byPowerOfTwo: -twos - 1).isInteger { twos += 1 }
        }
        least = min(least, twos - denominator)
      }
      if least == .max { return nil }
      exponent = least
    }
    let unit = Rational.powerOfTwo(exponent)
    let largest = max(positive.largest, negative?.largest ?? .zero) / unit
    return largest < .powerOfTwo(64) ? unit : nil
  }

  /// Whether a value is outside the finite range of the format, so that its code is what the
  /// dialect says.
  func isBeyond(
    _ value: Rational, _ projection: Projection, _ dialect: Dialect, _ word: UInt32
  ) -> Bool {
    switch projection.reason {
    case .overflow: return true
    case .negative: return true
    case .wrapped:
      var plain = dialect
      plain.wraps = false
      let unwrapped = project(.finite(value), dialect: plain, word: word)
      return unwrapped.reason == .overflow || unwrapped.reason == .negative
    default: return false
    }
  }
}
