import Descriptors
import Reference

/// A run of random numbers that depends on a seed and a case's index alone.
struct CaseStream {
  private let words: IndexedWords
  private var position: UInt64

  /// The numbers of a case.
  init(seed: UInt64, index: UInt64) {
    words = IndexedWords(seed: seed)
    position = index << 12
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    defer { position &+= 1 }
    return words[position]
  }

  /// A number below a bound; as good as uniform for small bounds.
  mutating func below(_ bound: UInt64) -> UInt64 {
    bound == 0 ? next() : next().multipliedFullWidth(by: bound).high
  }

  /// A number below a bound.
  mutating func below(_ bound: Int) -> Int { Int(below(UInt64(bound))) }

  /// Yes, once in so many times.
  mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }
}

/// The codes of a format that find mistakes in choosing and weighing elements, block by block.
struct ElementPool: Sendable {
  private let format: NumberFormat
  private let structured: [UInt64]
  /// Infinities and NaNs, those that there are.
  private let nonFinite: [[UInt64]]
  /// How many rungs of the ladder double a magnitude, where that is the same everywhere.
  private let octave: UInt64
  /// The rungs below the smallest normal number.
  private let subnormals: UInt64
  /// How many elements may be kept, and out of how many.
  private let keep: Int
  private let of: Int
  /// Whether magnitudes are added up in two directions.
  private let addsElements: Bool
  /// The code that elements are compared with, where there is one.
  private let limit: UInt64?

  /// How the magnitudes of a block relate to each other.
  enum Kind: Int, CaseIterable, Sendable {
    /// Any codes at all.
    case uniform
    /// Codes at the ends of ranges and fields, single bits, runs of bits.
    case structured
    /// Magnitudes within two octaves: nothing is obvious.
    case similar
    /// A few magnitudes a rung or an octave apart, each several times.
    case ties
    /// One magnitude everywhere.
    case equal
    /// Powers of two: sums meet other elements exactly.
    case powers
    /// Small integers of rungs, with zeros among them.
    case small
    /// Half zeros.
    case zeros
    /// No more non-zeros than are kept.
    case few
    /// Some elements far above the others.
    case dominated
    /// One element that is exactly the sum of the others, or a rung beside it.
    case border
    /// Magnitudes over the whole range of exponents.
    case spread
    /// Near the largest value.
    case large
    /// A NaN or an infinity, or several.
    case nonFinite
  }

  /// Prepares elements of a format.
  ///
  /// - Parameters:
  ///   - keep: how many elements of a block may be kept.
  ///   - of: out of how many.
  ///   - limit: the code that elements are compared with, where there is one.
  ///   - addsElements: whether magnitudes are added up in two directions.
  init(
    _ format: NumberFormat, keep: Int = 1, of: Int, limit: UInt64? = nil, addsElements: Bool = false
  ) {
    self.format = format
    (self.keep, self.of, self.limit, self.addsElements) = (keep, of, limit, addsElements)
    structured = format.structuredCodes()
    let codes = format.nonFiniteCodes()
    nonFinite = [
      codes.filter { !format.decode($0).isNaN }, codes.filter { format.decode($0).isNaN },
    ].filter { !$0.isEmpty }
    if case .float(let layout) = format.descriptor.encoding {
      octave = 1 << UInt64(layout.trailingBits)
      subnormals = layout.subnormals == .gradual ? octave : 0
    } else {
      octave = max(1, format.positive.count / 8)
      subnormals = 0
    }
  }

  /// Prepares the elements of an operation that chooses among them.
  init(_ operation: Operation, _ format: NumberFormat) {
    var pattern: BlockPattern?
    var limit: UInt64?
    var addsElements = false
    switch operation.function {
    case .mask(let rule, _, _, _):
      pattern = rule.pattern
      if case .threshold(let code) = rule { limit = code }
      if case .transposable = rule { addsElements = true }
    case .prune(let pruning): pattern = pruning.pattern
    case .pruneBelow(let code): limit = code
    default: break
    }
    self.init(
      format, keep: pattern?.keep ?? 1, of: pattern?.of ?? operation.operandCount, limit: limit,
      addsElements: addsElements)
  }

  /// The codes of one case.
  func codes(_ count: Int, _ stream: inout CaseStream) -> [UInt64] {
    // Matrices of several blocks have one kind throughout, or another in every block.
    let whole = count <= of || stream.oneIn(2)
    var codes: [UInt64] = []
    while codes.count < count {
      let length = whole ? count : min(of, count - codes.count)
      codes += block(length, kind(&stream), &stream)
    }
    guard let limit, stream.oneIn(2) else { return codes }
    return codes.map { code in
      guard stream.oneIn(3) else { return code }
      return (limit &+ stream.below(3) &- 1) & format.lastCode
    }
  }

  private func kind(_ stream: inout CaseStream) -> Kind {
    // Sums of a tile's elements meet only where there are few different ones.
    if addsElements, stream.oneIn(2) { return [.ties, .small, .powers][stream.below(3)] }
    return Kind.allCases[stream.below(Kind.allCases.count)]
  }

  /// The codes of one block.
  func block(_ count: Int, _ kind: Kind, _ stream: inout CaseStream) -> [UInt64] {
    let top = format.positive.count
    let base = stream.oneIn(3) ? subnormals + stream.below(4 * octave) : stream.below(top)
    switch kind {
    case .uniform:
      return (0..<count).map { _ in stream.next() & format.lastCode }
    case .structured:
      return (0..<count).map { _ in structured[stream.below(structured.count)] }
    case .similar:
      return signed((0..<count).map { _ in base &+ stream.below(2 * octave) }, &stream)
    case .ties:
      let near = [base, base + 1, base + octave, 0, base &- min(base, octave)]
      let some = (0..<2 + stream.below(2)).map { _ in near[stream.below(near.count)] }
      return signed((0..<count).map { _ in some[stream.below(some.count)] }, &stream)
    case .equal:
      return signed(Array(repeating: base, count: count), &stream)
    case .powers:
      let exponents = UInt64(2 + stream.below(5))
      return signed(
        (0..<count).map { _ in (base / octave + stream.below(exponents)) * octave }, &stream)
    case .small:
      let most = UInt64(2 + stream.below(6))
      return signed((0..<count).map { _ in stream.below(most) }, &stream)
    case .zeros:
      return signed(
        (0..<count).map { _ in stream.oneIn(2) ? 0 : base &+ stream.below(2 * octave) }, &stream)
    case .few:
      var rungs = Array(repeating: UInt64(0), count: count)
      for _ in 0..<stream.below(keep + 1) {
        rungs[stream.below(count)] = base &+ stream.below(2 * octave)
      }
      return signed(rungs, &stream)
    case .dominated:
      var rungs = (0..<count).map { _ in base &+ stream.below(octave) }
      for _ in 0...stream.below(keep) {
        rungs[stream.below(count)] = base &+ octave &* (2 + stream.below(6)) &+ stream.below(octave)
      }
      return signed(rungs, &stream)
    case .border: return border(count, base, &stream)
    case .spread:
      return signed((0..<count).map { _ in stream.below(top) }, &stream)
    case .large:
      let reach = stream.oneIn(2) ? 4 : 2 * octave
      return signed((0..<count).map { _ in top - 1 - min(top - 1, stream.below(reach)) }, &stream)
    case .nonFinite:
      guard !nonFinite.isEmpty else { return block(count, .similar, &stream) }
      // Beside the largest values an infinity must still rank first.
      let kind: Kind = stream.oneIn(3) ? .large : Kind.allCases[stream.below(6)]
      var codes = block(count, kind, &stream)
      for _ in 0...stream.below(keep + 1) {
        let some = nonFinite[stream.below(nonFinite.count)]
        codes[stream.below(count)] = some[stream.below(some.count)]
      }
      return codes
    }
  }

  /// A block of small multiples of the smallest magnitude, which sum to at most `total`.
  func smallCodes(
    _ count: Int, totalAtMost total: Int, _ stream: inout CaseStream
  ) -> [UInt64] {
    var left = UInt64(total)
    var rungs = (0..<count).map { _ in
      let share = stream.below(min(left, 2 * UInt64(total) / UInt64(count)) + 1)
      // Not more than the octaves in which rungs are multiples of the first one.
      let rung = stream.oneIn(4) ? 0 : min(share, max(2 * octave - 1, 1))
      left -= rung
      return rung
    }
    rungs.swapAt(0, stream.below(count))
    return signed(rungs, &stream)
  }

  /// Magnitudes doubling from the second on, in any order: the largest is the sum of the others, or
  /// nearly.
  private func border(_ count: Int, _ base: UInt64, _ stream: inout CaseStream) -> [UInt64] {
    let first = base / octave * octave
    var rungs = (0..<count).map { first &+ UInt64(max(0, $0 - 1)) &* octave }
    if count > 6 { rungs = rungs.map { min($0, first &+ 4 &* octave) } }
    rungs[count - 1] = rungs[count - 1] &+ stream.below(3) &- 1
    for last in stride(from: count - 1, to: 0, by: -1) {
      rungs.swapAt(last, stream.below(last + 1))
    }
    return signed(rungs, &stream)
  }

  /// The codes of rungs, those past the end being the largest; signs by chance.
  private func signed(_ rungs: [UInt64], _ stream: inout CaseStream) -> [UInt64] {
    let allPositive = stream.oneIn(4)
    return rungs.map { rung in
      let isNegative = !allPositive && stream.oneIn(2)
      let side = isNegative ? format.negative ?? format.positive : format.positive
      return side.code(min(rung, side.count - 1))
    }
  }
}

extension NumberFormat {
  /// Codes of NaNs and infinities, in wide formats those of regular patterns.
  func nonFiniteCodes() -> [UInt64] {
    let candidates = bits <= 8 ? Array(0...lastCode) : structuredCodes()
    return candidates.filter { decode($0).number == nil }
  }
}
