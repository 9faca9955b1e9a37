import Descriptors
import ExactArithmetic
import Reference

/// The cases of a level that are made from the formats' own structure, for an operation on numbers
/// whose cases are too many to have all of them.
///
/// - One operand: every code of the level; for a conversion into a narrow format every value of it
///   and every midpoint, with the neighbours to either side. Random words are 0, all ones, and one
///   between.
/// - Two operands: all pairs of level-1 codes; at level 2 also every level-2 code at either place,
///   with several partners.
/// - Three: every code of the level at each place, with several partners.
struct StructuredCases {
  private let evaluator: ScalarEvaluator
  private let level: Int
  private let seed: UInt64

  init(_ evaluator: ScalarEvaluator, level: Int, seed: UInt64) {
    (self.evaluator, self.level, self.seed) = (evaluator, level, seed)
  }

  /// The cases, in a fixed order; some may come more than once.
  func cases() -> [Case] {
    let formats = evaluator.operands
    switch formats.count {
    case 1: return single(Set(formats[0].levelCodes(level) + landmarks()).sorted())
    case 2:
      let (first, second) = (formats[0].levelCodes(1), formats[1].levelCodes(1))
      var found: [Case] = []
      for (row, x) in first.enumerated() {
        for (column, y) in second.enumerated() {
          found.append(item([x, y], UInt64(row * second.count + column)))
        }
      }
      return level == 1 ? found : found + partnered(level, partners: 4)
    default:
      return partnered(1, partners: 16) + (level == 1 ? [] : partnered(level, partners: 4))
    }
  }

  private var wordBits: Int { evaluator.operation.wordBits }

  /// A case with a random word, if it takes one, that follows from its place.
  private func item(_ codes: [UInt64], _ place: UInt64) -> Case {
    guard wordBits > 0 else { return Case(codes: codes) }
    let mask = UInt32.max >> UInt32(32 - wordBits)
    let draw = IndexedWords(seed: seed ^ 0x5EED)[place]
    let word =
      switch draw % 4 {
      case 0: 0 as UInt32
      case 1: mask
      default: UInt32(truncatingIfNeeded: draw >> 32) & mask
      }
    return Case(codes: codes, words: [word])
  }

  private func single(_ codes: [UInt64]) -> [Case] {
    guard wordBits > 0 else { return codes.map { Case(codes: [$0]) } }
    let mask = UInt32.max >> UInt32(32 - wordBits)
    let words = IndexedWords(seed: seed ^ 0x5EED)
    return codes.enumerated().flatMap { index, code in
      [0, mask, UInt32(truncatingIfNeeded: words[UInt64(index)]) & mask].map {
        Case(codes: [code], words: [$0])
      }
    }
  }

  /// Every code of a level at every place, beside operands as a sample has them.
  private func partnered(_ level: Int, partners: Int) -> [Case] {
    let lists = evaluator.operands.map { $0.levelCodes(level) }
    let total = lists.reduce(0) { $0 + $1.count } * partners
    let sample = CaseDomain(sampling: evaluator, count: UInt64(total), seed: seed ^ UInt64(level))
    var found: [Case] = []
    found.reserveCapacity(total)
    for (operand, codes) in lists.enumerated() {
      for code in codes {
        for _ in 0..<partners {
          var (drawn, word) = sample(UInt64(found.count))
          drawn[operand] = code
          found.append(Case(codes: drawn, words: wordBits > 0 ? [word] : []))
        }
      }
    }
    return found
  }

  /// The source codes of every value of a narrow target and of every midpoint between two, with
  /// the codes beside them.
  private func landmarks() -> [UInt64] {
    guard evaluator.operation.kind == .cast, evaluator.result.bits <= (level == 1 ? 8 : 16) else {
      return []
    }
    let source = evaluator.operands[0]
    let nearest = Dialect(overflow: .satFinite)
    var codes: [UInt64] = []
    for ladder in [evaluator.result.positive, evaluator.result.negative].compactMap(\.self) {
      var before: Rational?
      for rung in 0..<ladder.count {
        let value = ladder.magnitude(rung)
        let midpoint = before.map { ($0 + value).scaled(byPowerOfTwo: -1) }
        before = value
        for point in [midpoint, value].compactMap(\.self) where !point.isZero {
          let code = source.project(point, negative: ladder.negative, dialect: nearest).code
          codes += [code, (code &+ 1) & source.lastCode, (code &- 1) & source.lastCode]
        }
      }
    }
    return codes
  }
}
