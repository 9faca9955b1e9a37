import CKernels
import Descriptors

/// The pruning of single elements below a threshold, by exact integers.
final class ThresholdPruning: Sendable {
  private let coding: NumberCoding
  private let entry: ResultEntry
  /// The threshold's magnitude; nil for 0.
  private let threshold: Datum.Finite?

  init(_ operation: Operation, threshold: UInt64) throws(ProductionError) {
    coding = try NumberCoding(operation.format)
    entry = try ResultEntry(operation, operands: coding)
    guard coding.isDyadic, coding.significandBits <= 63 else {
      throw .unsupported(
        "pruning \(operation.format.name): values are integers below 2^63 times powers of two")
    }
    switch coding.decode(threshold) {
    case .finite(let value) where !value.negative: self.threshold = value
    case .zero: self.threshold = nil
    default:
      throw .unsupported(
        "a threshold is finite and not below 0; code 0x\(String(threshold, radix: 16)) is not")
    }
  }

  /// Prunes one element.
  func element(
    _ codes: CodeStream, at index: Int, words: UnsafePointer<UInt32>?,
    results: UnsafeMutableRawPointer
  ) -> AnswerFlags {
    let code = codes[index]
    let datum = coding.decode(code)
    var flags: AnswerFlags = []
    let rounding = entry.target.dialect.rounding.takesRandomWord ? words?[1] ?? 0 : 0
    let result: (code: UInt64, overflowed: Bool)
    switch datum {
    case .nan, .infinity:
      flags.insert(.nonFinite)
      result = entry.own(code, datum, word: rounding)
    case .zero: result = (entry.zero, false)
    case .finite(let value):
      let own = Magnitude(UInt128(value.significand), exponent: value.exponent)
      guard let threshold else {
        result = entry.own(code, datum, word: rounding)
        break
      }
      let bar = Magnitude(UInt128(threshold.significand), exponent: threshold.exponent)
      if !(bar > own) {
        result = entry.own(code, datum, word: rounding)
      } else if Self.isBelow(words?[0] ?? 0, threshold, value) {
        result = entry.finite(value.negative, bar, word: rounding)
      } else {
        result = (entry.zero, false)
      }
    }
    if result.overflowed { flags.insert(.overflowed) }
    CodeStream.store(
      result.code, to: results, at: index, bytes: entry.target.coding.streamBytes)
    return flags
  }

  /// Whether `word / 2^32 < value / threshold`.
  private static func isBelow(
    _ word: UInt32, _ threshold: Datum.Finite, _ value: Datum.Finite
  ) -> Bool {
    if word == 0 { return true }
    let left = Magnitude(
      UInt128(threshold.significand) * UInt128(word), exponent: threshold.exponent)
    let right = Magnitude(UInt128(value.significand), exponent: value.exponent + 32)
    return right > left
  }
}
