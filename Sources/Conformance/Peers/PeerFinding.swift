import Descriptors
import Devices
import ExactArithmetic
import Reference

/// What a library made of one operation, beside what dialects demand.
public struct PeerFinding: Sendable, Codable, Hashable {
  /// The library, and the version that was asked.
  public var library: String
  public var version: String
  /// The operation as its id names it, in the library's own dialect.
  public var operation: String
  /// The library's own dialect that it was asked in.
  public var dialect: String
  /// How many cases it was asked, and whether these are all there are.
  public var cases: UInt64
  public var isEverything: Bool
  /// How many answers differ from the own dialect's, those that are refusals included.
  public var differing: UInt64
  /// How many answers are another NaN than the own dialect's; not among `differing`.
  public var otherNaNs: UInt64
  /// The simplest case that differs.
  public var smallest: PeerDifference?
  /// The simplest case whose answer is another NaN.
  public var smallestNaN: PeerDifference?
  /// The same for every other dialect that has the rounding rule, in the catalogue's order.
  public var others: [Other]
  /// Why nothing could be asked.
  public var failure: String?

  /// How answers compare with another dialect.
  public struct Other: Sendable, Codable, Hashable {
    public var dialect: String
    public var differing: UInt64
    public var smallest: PeerDifference?
  }
}

/// One case in which a library and a dialect part.
public struct PeerDifference: Sendable, Codable, Hashable {
  /// The operands, each as its code and its value.
  public var operands: String
  /// What the dialect demands.
  public var expected: String
  /// What the library gave.
  public var got: String
}

/// Counts how answers compare with a dialect, and keeps the simplest case that differs.
struct PeerComparison {
  private let evaluator: Evaluator
  private(set) var differing: UInt64 = 0
  private(set) var otherNaNs: UInt64 = 0
  private var simplest: Simplest?
  private var simplestNaN: Simplest?

  private typealias Simplest = (rank: [Int], codes: [UInt64], answer: PeerUnit.Answer)

  init(_ operation: Operation) { evaluator = Evaluator(operation) }

  mutating func add(_ codes: [UInt64], _ answer: PeerUnit.Answer) {
    let expected = evaluator(codes)
    if case .code(let got) = answer {
      guard got != expected else { return }
      if got <= evaluator.result.lastCode, evaluator.result.decode(got).isNaN,
        evaluator.result.decode(expected).isNaN
      {
        otherNaNs += 1
        keep(codes, answer, as: &simplestNaN)
        return
      }
    }
    differing += 1
    keep(codes, answer, as: &simplest)
  }

  private func keep(_ codes: [UInt64], _ answer: PeerUnit.Answer, as kept: inout Simplest?) {
    let rank = rank(codes)
    if kept.map({ rank.lexicographicallyPrecedes($0.rank) }) ?? true {
      kept = (rank, codes, answer)
    }
  }

  var smallest: PeerDifference? { simplest.map { difference($0.codes, $0.answer) } }
  var smallestNaN: PeerDifference? { simplestNaN.map { difference($0.codes, $0.answer) } }

  private func difference(_ codes: [UInt64], _ answer: PeerUnit.Answer) -> PeerDifference {
    let operands = zip(evaluator.operands, codes).map { format, code in
      Self.text(code, in: format)
    }
    let got =
      switch answer {
      case .refused(let what): what
      case .code(let code): Self.text(code, in: evaluator.result)
      }
    return PeerDifference(
      operands: operands.joined(separator: ", "),
      expected: Self.text(evaluator(codes), in: evaluator.result), got: got)
  }

  private static func text(_ code: UInt64, in format: NumberFormat) -> String {
    let digits = hexadecimal(code, bits: format.bits)
    guard code <= format.lastCode else { return "\(digits): wider than the format" }
    return "\(digits) (\(readable(format.decode(code))))"
  }

  /// The exact value, in whichever form is short.
  private static func readable(_ datum: Datum) -> String {
    guard let value = datum.number else { return "\(datum)" }
    let text = "\(datum)"
    return text.count <= 24 ? text : value.hexFloat ?? text
  }

  /// How simple a case is, the simpler first: numbers before specials, then few significant bits,
  /// then exponents near 0, then positive ones.
  private func rank(_ codes: [UInt64]) -> [Int] {
    var (specials, bits, exponents, negatives) = (0, 0, 0, 0)
    for (format, code) in zip(evaluator.operands, codes) {
      let datum = format.decode(code)
      if datum.isNegative { negatives += 1 }
      guard let value = datum.number else {
        specials += 1
        continue
      }
      guard !value.isZero else { continue }
      let top = value.floorLog2
      exponents += abs(top)
      // The significand as an integer, however far its last bit is.
      var rest = value.magnitude.scaled(byPowerOfTwo: -top)
      while !rest.isInteger {
        rest = rest.scaled(byPowerOfTwo: 1)
        bits += 1
      }
    }
    return [specials, bits, exponents, negatives] + codes.map { Int(truncatingIfNeeded: $0 >> 1) }
  }
}
