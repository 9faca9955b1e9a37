public import Descriptors
public import ExactArithmetic

/// The definition of a random block pruning on rational numbers: what it answers for given words,
/// and the whole law of what it answers.
///
/// Nothing is rounded here; `PruningEvaluator` decodes, prunes by this and encodes.
public struct BlockEstimator: Sendable {
  /// What is computed.
  public let pruning: BlockPruning

  /// Prepares an estimator.
  ///
  /// - Throws: where the design and the draw do not go together, for a pair table other than 2:4,
  ///   for bits outside 1...32, and for blocks of more than `PruningError.mostEnumerated` elements
  ///   where all subsets are enumerated.
  public init(_ pruning: BlockPruning) throws(PruningError) {
    self.pruning = pruning
    let pattern = pruning.pattern
    switch pruning.design {
    case .systematic, .greedy: break
    case .pairTable:
      if pattern.keep != 2 || pattern.of != 4 { throw .pairTable(pattern) }
    case .successive, .uniform:
      if pattern.of > PruningError.mostEnumerated {
        throw .tooManyElements(pattern, pruning.design)
      }
    }
    switch pruning.draw {
    case .fraction: break
    case .quantised(let bits):
      if pruning.design != .systematic { throw .draw(pruning.draw, pruning.design) }
      if !(1...32).contains(bits) { throw .quantisedBits(bits, pattern: pattern) }
    case .integer:
      if pruning.design != .systematic { throw .draw(pruning.draw, pruning.design) }
    }
  }

  /// The whole law of the outcome, each draw being the ideal one.
  ///
  /// - Throws: `blockLength`, and `quantisedBits` where the block has more elements to draw than
  ///   there are quanta.
  public func distribution(
    of block: [Rational]
  ) throws(PruningError) -> Distribution<[Rational]> {
    try checkLength(block)
    switch try law(block, keep: pruning.pattern.keep) {
    case .interval(let law): return law.distribution
    case .sequence(let successive): return successive.distribution
    }
  }

  /// The law of the outcome over all words of so many bits: what remains of the ideal law.
  ///
  /// Quantised draws are exact with at least their own bits; an integer draw is a word of `bits`
  /// bits modulo the total in multiples of `unit`.
  ///
  /// - Parameters:
  ///   - bits: the bits of each word, in 1...64; what is drawn from a word of 32 bits is
  ///     `wordBits: 32`, an integer draw `wordBits: 64`.
  ///   - unit: of which all elements are multiples; only integer draws look at it.
  public func distribution(
    of block: [Rational], wordBits bits: Int, unit: Rational = .one
  ) throws(PruningError) -> Distribution<[Rational]> {
    try checkLength(block)
    switch try law(block, keep: pruning.pattern.keep) {
    case .interval(let law):
      if pruning.draw == .integer, let total = total(block, unit: unit) {
        return law.distribution(moduloTotal: total, bits: bits)
      }
      return law.distribution(wordBits: bits)
    case .sequence(let successive): return successive.distribution(wordBits: bits)
    }
  }

  /// The exact bias of each element over all words of so many bits: mean minus element.
  public func bias(
    of block: [Rational], wordBits bits: Int = 32, unit: Rational = .one
  ) throws(PruningError) -> [Rational] {
    let mean = try distribution(of: block, wordBits: bits, unit: unit).mean
    return zip(mean, block).map { $0 - $1 }
  }

  /// The outcome for given words, of which `wordsPerBlock` are taken; missing ones are 0.
  ///
  /// - Parameter unit: of which all elements are multiples; only integer draws look at it.
  public func outcome(
    of block: [Rational], words: [UInt32], unit: Rational = .one
  ) throws(PruningError) -> [Rational] {
    try checkLength(block)
    return try outcome(of: block, keep: pruning.pattern.keep, words: words, unit: unit)
  }

  /// Words at which the outcome changes, given the words before.
  ///
  /// Each is a word `w`, from 1 on, whose outcome differs from that of `w - 1`. For quantised draws
  /// they are values of the low bits; for integer draws, residues modulo the total.
  ///
  /// - Parameters:
  ///   - place: which of the block's words, from 0; only successive draws have a second.
  ///   - words: the words before it.
  public func breakpoints(
    of block: [Rational], place: Int = 0, after words: [UInt32] = [], unit: Rational = .one
  ) throws(PruningError) -> [UInt64] {
    try checkLength(block)
    return try breakpoints(
      of: block, keep: pruning.pattern.keep, place: place, after: words, unit: unit)
  }

  private func checkLength(_ block: [Rational]) throws(PruningError) {
    guard block.count == pruning.pattern.of else {
      throw .blockLength(got: block.count, pattern: pruning.pattern)
    }
  }
}

// MARK: - Blocks with places taken

extension BlockEstimator {
  /// What a design makes of a block.
  enum Law {
    /// One random number.
    case interval(IntervalLaw)
    /// One random number per draw.
    case sequence(Successive)
  }

  /// The law on a block of any length with so many places.
  func law(_ block: [Rational], keep: Int) throws(PruningError) -> Law {
    let filling = WaterFilling(block, keep: keep)
    switch pruning.design {
    case .systematic: return .interval(try systematic(filling).law)
    case .pairTable: return .interval(PairTable(filling).law)
    case .successive: return .sequence(Successive(block, keep: keep))
    case .uniform: return .interval(Uniform(block: block, keep: keep).law)
    case .greedy: return .interval(IntervalLaw(certain: Greedy.outcome(block, keep: keep)))
    }
  }

  private func systematic(_ filling: WaterFilling) throws(PruningError) -> Systematic {
    guard case .quantised(let bits) = pruning.draw else { return Systematic(filling) }
    guard let quantised = Systematic(filling, bits: bits) else {
      throw .quantisedBits(bits, pattern: pruning.pattern)
    }
    return quantised
  }

  func outcome(
    of block: [Rational], keep: Int, words: [UInt32], unit: Rational
  ) throws(PruningError) -> [Rational] {
    let first = words.first ?? 0
    let numbers = words.map { Rational(Int64($0), exponent: -32) }
    let u = numbers.first ?? .zero
    switch pruning.design {
    case .systematic:
      let filling = WaterFilling(block, keep: keep)
      return try systematic(filling).outcome(at: number(block, keep: keep, words, first, u, unit))
    case .pairTable, .uniform, .greedy:
      guard case .interval(let law) = try law(block, keep: keep) else { return block }
      return law.outcome(at: u)
    case .successive:
      let padded = numbers + Array(repeating: .zero, count: max(0, keep - numbers.count))
      return Successive(block, keep: keep).outcome(at: padded)
    }
  }

  /// The number in [0, 1) that the words of a systematic draw stand for.
  private func number(
    _ block: [Rational], keep: Int, _ words: [UInt32], _ first: UInt32, _ u: Rational,
    _ unit: Rational
  ) -> Rational {
    switch pruning.draw {
    case .fraction: return u
    case .quantised(let bits):
      return Rational(Int64(first & UInt32.max >> UInt32(32 - bits)), exponent: -bits)
    case .integer:
      guard let total = total(block, keep: keep, unit: unit) else { return .zero }
      let high = words.count > 1 ? UInt64(words[1]) : 0
      let ratio = Rational(unsigned: high << 32 | UInt64(first), exponent: 0) / total
      return ratio - ratio.floor
    }
  }

  /// The sum of the unsaturated magnitudes in units; `nil` where nothing is drawn.
  func total(_ block: [Rational], keep: Int? = nil, unit: Rational) -> Rational? {
    let filling = WaterFilling(block, keep: keep ?? pruning.pattern.keep)
    guard let scale = filling.scale else { return nil }
    let total = scale * Rational(filling.placesLeft) / unit
    precondition(total.isInteger, "elements of an integer draw are multiples of the unit")
    return total
  }

  func breakpoints(
    of block: [Rational], keep: Int, place: Int, after words: [UInt32], unit: Rational
  ) throws(PruningError) -> [UInt64] {
    switch try law(block, keep: keep) {
    case .interval(let law):
      if place > 0 { return [] }
      switch pruning.draw {
      case .fraction: return law.breakpoints(wordBits: 32)
      case .quantised(let bits): return law.breakpoints(wordBits: bits)
      case .integer:
        guard let total = total(block, keep: keep, unit: unit) else { return [] }
        return law.cells.dropLast().compactMap { ($0.end * total).ceiling.asUInt64 }
      }
    case .sequence(let successive):
      let before = words.map { Rational(Int64($0), exponent: -32) }
      let padded = before + Array(repeating: .zero, count: max(0, place - before.count))
      let found = successive.turns(ofDraw: place, after: padded).compactMap {
        $0.scaled(byPowerOfTwo: 32).ceiling.asUInt64
      }
      return Set(found).filter { $0 < 1 << 32 }.sorted()
    }
  }
}
