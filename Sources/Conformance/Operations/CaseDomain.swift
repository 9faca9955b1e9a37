import Descriptors
import Reference

/// Which cases of an operation are checked, numbered from 0 so that any block of them can be
/// made anywhere.
struct CaseDomain: Sendable {
  /// The number of cases.
  let count: UInt64
  /// Whether these are all the cases there are.
  let isEverything: Bool

  private let widths: [Int]
  private let wordBits: Int
  private let listed: [UInt64]
  private let structured: [[UInt64]]
  private let words: IndexedWords

  /// Every combination of operand codes and, for a stochastic rule, random words.
  ///
  /// - Precondition: the bits of a case are fewer than 40.
  init(everyCaseOf evaluator: Evaluator) {
    widths = evaluator.operands.map(\.bits)
    wordBits = evaluator.operation.wordBits
    count = 1 << UInt64(widths.reduce(wordBits, +))
    isEverything = true
    listed = []
    structured = []
    words = IndexedWords(seed: 0)
  }

  /// Cases drawn from a seed.
  ///
  /// With one operand, first every code of `boundaries`. Then each operand is, half of the time, a
  /// structured code, and any code otherwise.
  init(
    sampling evaluator: Evaluator, count: UInt64, seed: UInt64, boundaries: [UInt64] = []
  ) {
    widths = evaluator.operands.map(\.bits)
    wordBits = evaluator.operation.wordBits
    listed = widths.count == 1 ? boundaries : []
    structured = evaluator.operands.map { $0.structuredCodes() }
    self.count = UInt64(listed.count) + count
    isEverything = false
    words = IndexedWords(seed: seed)
  }

  /// The bits of one case.
  static func bits(of operation: Operation) -> Int {
    operation.operands.map(\.bits).reduce(operation.wordBits, +)
  }

  /// The operand codes of a case, and its random word.
  func callAsFunction(_ index: UInt64) -> (codes: [UInt64], word: UInt32) {
    if isEverything {
      var rest = index
      // The last field runs fastest, so cases come in lexicographic order.
      let word = take(&rest, wordBits)
      let codes = widths.reversed().map { take(&rest, $0) }
      return (codes.reversed(), UInt32(truncatingIfNeeded: word))
    }
    let base = index &* 8
    let word = wordBits == 0 ? 0 : randomWord(words[base])
    if index < listed.count { return ([listed[Int(index)]], word) }
    let codes = widths.indices.map { operand in
      let draw = words[base &+ 1 &+ UInt64(operand)]
      let choices = structured[operand]
      // One bit says which kind, the others choose.
      guard draw & 1 == 0 else { return (draw >> 1 | draw << 63) >> UInt64(64 - widths[operand]) }
      return choices[Int((draw >> 1) % UInt64(choices.count))]
    }
    return (codes, word)
  }

  /// A random word: the ends and single bits more often than chance would have them.
  private func randomWord(_ draw: UInt64) -> UInt32 {
    let mask = UInt64(UInt32.max >> UInt32(32 - wordBits))
    let value: UInt64 =
      switch draw % 8 {
      case 0: 0
      case 1: mask
      case 2: 1 << ((draw >> 32) % UInt64(wordBits))
      default: draw >> 32
      }
    return UInt32(truncatingIfNeeded: value & mask)
  }

  private func take(_ rest: inout UInt64, _ bits: Int) -> UInt64 {
    defer { rest >>= UInt64(bits) }
    return rest & ((1 << UInt64(bits)) - 1)
  }
}

extension Operation {
  /// The number of bits of a random word that count; 0 for deterministic rules.
  var wordBits: Int {
    if case .stochastic(let bits, _) = dialect.rounding { bits } else { 0 }
  }
}
