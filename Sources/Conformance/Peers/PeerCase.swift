import Descriptors
import Devices
import ExactArithmetic
import Reference

/// One case with what a library made of it.
struct PeerCase {
  let codes: [UInt64]
  let answer: PeerUnit.Answer
  private let operands: [NumberFormat]
  /// How simple the case is, the simpler first.
  private(set) lazy var rank = Self.rank(codes, operands)

  init(_ codes: [UInt64], _ answer: PeerUnit.Answer, of evaluator: ScalarEvaluator) {
    self.codes = codes
    self.answer = answer
    operands = evaluator.operands
  }

  /// Numbers before specials, then few significant bits, then exponents near 0, then positive ones.
  private static func rank(_ codes: [UInt64], _ formats: [NumberFormat]) -> [Int] {
    var (specials, bits, exponents, negatives) = (0, 0, 0, 0)
    for (format, code) in zip(formats, codes) {
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

  /// The case in words, beside what an evaluator demands.
  func difference(_ evaluator: ScalarEvaluator) -> PeerDifference {
    let texts = zip(evaluator.operands, codes).map { Self.text($1, in: $0) }
    let got =
      switch answer {
      case .refused(let what): what
      case .code(let code): Self.text(code, in: evaluator.result)
      }
    return PeerDifference(
      operands: texts.joined(separator: ", "),
      expected: Self.text(evaluator(codes), in: evaluator.result), got: got)
  }

  /// A code with its value, exactly, in whichever form is short.
  static func text(_ code: UInt64, in format: NumberFormat) -> String {
    let digits = hexadecimal(code, bits: format.bits)
    guard code <= format.lastCode else { return "\(digits): wider than the format" }
    let datum = format.decode(code)
    let text = "\(datum)"
    guard let value = datum.number, text.count > 24 else { return "\(digits) (\(text))" }
    return "\(digits) (\(value.hexFloat ?? text))"
  }
}

/// The simplest of some cases.
struct SimplestCase {
  private(set) var item: PeerCase?

  mutating func add(_ other: inout PeerCase) {
    if let rank = item?.rank, !other.rank.lexicographicallyPrecedes(rank) { return }
    item = other
  }

  var rank: [Int] {
    mutating get { item?.rank ?? [] }
  }
}
