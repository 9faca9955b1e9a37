import Descriptors
import Reference

/// The cases of an operation on many elements.
struct ElementCases: CaseSource {
  let count: UInt64
  let extent: CaseExtent

  private let evaluator: Evaluator
  private let seed: UInt64
  private let pool: CasePool
  private let alphabet: [UInt64]
  /// Cases that were aimed at classes, asked before the others.
  private let aimed: [Case]

  /// The numbers of the cases that have results, where some have none and all are counted out.
  private let admitted: [UInt32]?

  /// How many of the first cases were aimed at classes.
  var aimedCount: UInt64 { UInt64(aimed.count) }

  /// What tells a case by its number: not how many cases there are.
  struct Identity: Hashable, Sendable {
    var operation: Operation
    var extent: CaseExtent
    var seed: UInt64
    var isAimed: Bool
    var alphabet: [UInt64]
  }

  /// What tells a case by its number.
  var identity: Identity {
    Identity(
      operation: evaluator.operation, extent: extent, seed: seed, isAimed: !aimed.isEmpty,
      alphabet: alphabet)
  }

  /// All cases, where their bits are at most `bits`; otherwise so many of a sample, besides those
  /// that are aimed at classes where they are asked for.
  init(
    _ evaluator: Evaluator, enumeratingUpTo bits: Int, sample: UInt64, seed: UInt64,
    isAimed: Bool = false
  ) {
    self.evaluator = evaluator
    self.seed = seed
    let operation = evaluator.operation
    pool = CasePool(evaluator)
    alphabet = []
    let codeBits = evaluator.operands.reduce(0) { $0 + $1.places.count * $1.format.bits }
    let wordBits = operation.wordBits.reduce(0, +)
    if codeBits + wordBits <= bits {
      aimed = []
      let all: UInt64 = 1 << UInt64(codeBits + wordBits)
      admitted = Self.admitted(all, evaluator) { Self.enumerated($0, evaluator, seed: seed) }
      count = admitted.map { UInt64($0.count) } ?? all
      extent = operation.wordCount == 0 ? .everything : .everyDraw
    } else {
      admitted = nil
      aimed = isAimed ? BlockAims.cases(of: evaluator) : []
      count = max(1, sample) + UInt64(aimed.count)
      extent = .sample
    }
  }

  /// All cases whose operands are of an alphabet.
  ///
  /// - Precondition: all operands have one format, and no words are taken.
  init(_ evaluator: Evaluator, over alphabet: CodeAlphabet, seed: UInt64) {
    self.evaluator = evaluator
    self.seed = seed
    self.alphabet = alphabet.codes
    aimed = []
    pool = CasePool(evaluator)
    let all = (0..<evaluator.operation.operandCount).reduce(1 as UInt64) { product, _ in
      product * UInt64(alphabet.codes.count)
    }
    admitted = Self.admitted(all, evaluator) { Self.spelled($0, evaluator, alphabet.codes) }
    count = admitted.map { UInt64($0.count) } ?? all
    extent = .alphabet
  }

  /// The numbers of those of so many cases for which the operation has results; `nil` for all.
  private static func admitted(
    _ count: UInt64, _ evaluator: Evaluator, _ item: (UInt64) -> Case
  ) -> [UInt32]? {
    guard evaluator.refusesSome else { return nil }
    return (0..<count).compactMap {
      evaluator.refusal(of: item($0).codes) == nil ? UInt32($0) : nil
    }
  }

  /// A case.
  func callAsFunction(_ index: UInt64) -> Case {
    if extent == .sample {
      return index < UInt64(aimed.count)
        ? aimed[Int(index)] : sampled(index - UInt64(aimed.count))
    }
    let number = admitted.map { UInt64($0[Int(index)]) } ?? index
    return extent == .alphabet
      ? Self.spelled(number, evaluator, alphabet)
      : Self.enumerated(number, evaluator, seed: seed)
  }

  private static func spelled(
    _ index: UInt64, _ evaluator: Evaluator, _ alphabet: [UInt64]
  ) -> Case {
    var rest = index
    let codes = (0..<evaluator.operation.operandCount).map { _ in
      defer { rest /= UInt64(alphabet.count) }
      return alphabet[Int(rest % UInt64(alphabet.count))]
    }
    return Case(codes: codes.reversed(), words: [])
  }

  private static func enumerated(
    _ index: UInt64, _ evaluator: Evaluator, seed: UInt64
  ) -> Case {
    let operation = evaluator.operation
    var rest = index
    func take(_ bits: Int) -> UInt64 {
      defer { rest >>= UInt64(bits) }
      return rest & ((1 << UInt64(bits)) - 1)
    }
    var stream = CaseStream(seed: seed, index: index)
    // The last field runs fastest. What does not count in a word is anything.
    let words = operation.wordBits.reversed().map { bits in
      let noise = bits == 32 ? 0 : stream.next() << UInt64(bits)
      return UInt32(truncatingIfNeeded: noise | take(bits))
    }
    let codes = evaluator.operands.reversed().flatMap { run in
      run.places.map { _ in take(run.format.bits) }
    }
    return Case(codes: codes.reversed(), words: words.reversed())
  }

  private func sampled(_ index: UInt64) -> Case {
    var stream = CaseStream(seed: seed, index: index)
    let codes = pool.codes(&stream)
    return Case(codes: codes, words: words(for: codes, &stream))
  }

  /// Random words for a block: any, the ends, and the places where the results change, with their
  /// neighbours.
  private func words(for codes: [UInt64], _ stream: inout CaseStream) -> [UInt32] {
    let bits = evaluator.operation.wordBits
    guard !bits.isEmpty else { return [] }
    var words = bits.map { _ in UInt32(truncatingIfNeeded: stream.next()) }
    let rounding = evaluator.operation.dialect.rounding.takesRandomWord ? 1 : 0
    if rounding == 1, stream.oneIn(3) { words[words.count - 1] = stream.oneIn(2) ? 0 : .max }
    let drawn = words.count - rounding
    guard drawn > 0 else { return words }
    // Whoever compares the wrong way round chooses a zero at the ends.
    let zero = evaluator.format.positive.beginsAtZero ? evaluator.format.positive.code(0) : nil
    let ends = [codes.first, codes.last].map { $0 == zero }
    let kind: UInt64
    switch (ends[0] && stream.oneIn(2), ends[1] && stream.oneIn(3)) {
    case (true, _): kind = 0
    case (false, true): kind = 1
    case (false, false): kind = stream.below(8)
    }
    switch kind {
    case 0: for place in 0..<drawn { words[place] = 0 }
    case 1: for place in 0..<drawn { words[place] = .max }
    case 2: for place in 1..<max(1, drawn) { words[place] = stream.oneIn(2) ? 0 : .max }
    case 3...6:
      let isInteger = evaluator.operation.drawsIntegers
      let place = isInteger ? 0 : stream.below(drawn)
      let points = evaluator.breakpoints(
        of: codes, place: place, after: Array(words[..<place]))
      guard !points.isEmpty else { break }
      let point = points[stream.below(points.count)] &+ stream.below(3) &- 1
      let noise = bits[place] == 32 ? 0 : words[place] & ~((1 << UInt32(bits[place])) - 1)
      words[place] = noise | UInt32(truncatingIfNeeded: point)
      if isInteger { words[1] = UInt32(truncatingIfNeeded: point >> 32) }
    default: break
    }
    return words
  }
}

extension Operation {
  /// Whether two words are one number of 64 bits.
  var drawsIntegers: Bool {
    if case .prune(let pruning) = function { pruning.draw == .integer } else { false }
  }

  /// For each random word of a case, how many of its low bits count.
  var wordBits: [Int] {
    var bits: [Int] = []
    switch function {
    case .encodeBlock(let block, _, _, _):
      if case .stochastic(let low, _) = block.elementDialect.rounding {
        return Array(repeating: low, count: wordCount)
      }
    case .prune(let pruning):
      var each = 32
      if case .quantised(let low) = pruning.draw { each = low }
      bits = Array(repeating: each, count: pruning.wordsPerBlock)
    case .pruneBelow: bits = [32]
    default: break
    }
    if case .stochastic(let low, _) = dialect.rounding { bits.append(low) }
    return bits
  }
}
