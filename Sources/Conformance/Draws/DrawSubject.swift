import Descriptors
import Devices
import ExactArithmetic
import Harness
import Reference

/// What is asked of a device that draws its own random numbers, whatever the family of the operation.
struct DrawSubject: Sendable {
  /// The results of a case.
  let width: Int
  /// Operands that are worth asking, drawn from a seed.
  let candidates: @Sendable (_ seed: UInt64) -> [[UInt64]]
  /// The laws of a case; `nil` where it has too many outcomes or none that can be stated.
  let parts: @Sendable (_ codes: [UInt64]) -> [Part]?
  /// The number that a result denotes, by its place; `nil` for a special value.
  let number: @Sendable (_ code: UInt64, _ place: Int) -> Rational?
  /// Operands as text.
  let operandText: @Sendable (_ codes: [UInt64]) -> String
  /// Results as text, those at the given places of a case.
  let resultText: @Sendable (_ codes: [UInt64], _ places: [Int]) -> String
  /// Whether a device computes the operation.
  let support: @Sendable (any Device) -> DeviceSupport
  /// Starts a device afresh.
  let start: @Sendable (any Device) throws(DeviceError) -> Ask
  /// Whether results are estimates of the operands, whose means and variances are judged too.
  let isEstimator: Bool
  /// Why operands may be no case of the operation; `nil` for operands that are.
  let flaw: @Sendable (_ codes: [UInt64]) -> String?

  /// Results of a case that are drawn together, independent of all others.
  struct Part: Sendable {
    /// Their places among the results.
    var places: [Int]
    /// Their law.
    var law: OutcomeLaw
  }

  /// Asks a started device for some cases, given by their operands and an order.
  ///
  /// The answers are the codes of the results, case after case, as many as were answered.
  typealias Ask = @Sendable (_ cases: [[UInt64]], _ order: [Int]) async throws -> [UInt64]

  static func text(_ codes: [UInt64], _ formats: [NumberFormat]) -> String {
    zip(codes, formats).map { code, format in
      guard code <= format.lastCode else { return "\(code), wider than \(format.name)" }
      return "\(hexadecimal(code, bits: format.bits)) (\(format.decode(code)))"
    }.joined(separator: ", ")
  }

  static func flaw(_ codes: [UInt64], _ formats: [NumberFormat]) -> String? {
    guard codes.count == formats.count else {
      return "a case has \(formats.count) operands, and \(codes.count) are given"
    }
    for (code, format) in zip(codes, formats) where code > format.lastCode {
      return "\(code) is no code of \(format.name)"
    }
    return nil
  }
}
