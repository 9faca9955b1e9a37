import Descriptors
import Reference

/// How much of an operation's input is tried.
public enum CheckEffort: String, Sendable, CaseIterable {
  /// All codes of an operand of up to 16 bits, all of up to 2^12 other cases, a small sample beyond.
  case quick
  /// Everything up to 2^16 cases, every code of a 32-bit operand where `standard` says so, and
  /// a sample beyond.
  case standard
  /// Everything that can be finished.
  case exhaustive

  /// The effort, cut down to `standard`.
  var atMostStandard: CheckEffort { self == .exhaustive ? .standard : self }

  /// Whether all codes of the one operand are swept against the reference's intervals.
  func sweeps(_ operation: Operation) -> Bool {
    guard operation.kind != nil, operation.operands.count == 1, !operation.takesRandomWord,
      !operation.dialect.wraps
    else { return false }
    // There are as many intervals as results, so results of many bits are not for sweeping.
    let bits = operation.operands[0].bits
    return bits <= 16 || (bits <= 32 && operation.result.bits <= 20 && self == .exhaustive)
  }

  /// The most bits of a case for which all cases are compared one by one.
  var enumeratedBits: Int {
    switch self {
    case .quick: 12
    case .standard: 16
    case .exhaustive: 24
    }
  }

  /// The sample for one operand; a second one asks for as many more.
  private var sampleSize: UInt64 {
    switch self {
    case .quick: 2_000
    case .standard: 25_000
    case .exhaustive: 2_000_000
    }
  }

  /// How many cases of an operation are sampled: its own number, where it has one.
  func sample(_ own: UInt64?, of operation: Operation) -> UInt64 {
    own ?? sampleSize * UInt64(min(2, operation.operands.count))
  }

  /// The cases of an operation that is not swept.
  func domain(for evaluator: ScalarEvaluator, sample: UInt64?, seed: UInt64) -> ScalarCases {
    let operation = evaluator.operation
    if ScalarCases.bits(of: operation) <= enumeratedBits {
      return ScalarCases(everyCaseOf: evaluator)
    }
    let hasSteps = operation.operands.count == 1 && !operation.dialect.wraps
    let boundaries =
      hasSteps ? Boundaries(evaluator: evaluator).codes(ofAnyRule: sample != nil) : []
    return ScalarCases(
      sampling: evaluator, count: self.sample(sample, of: operation), seed: seed,
      boundaries: sample.map { Self.some(boundaries, atMost: 2 * $0, seed: seed) } ?? boundaries)
  }

  /// Some of many codes, evenly apart: where a sample is cut, what is aimed is not to outnumber it.
  private static func some(_ codes: [UInt64], atMost most: UInt64, seed: UInt64) -> [UInt64] {
    let stride = (UInt64(codes.count) + most - 1) / max(1, most)
    guard stride > 1 else { return codes }
    // Each code is a step or within two codes of one; an odd stride meets all five.
    let odd = Int(stride | 1)
    return Swift.stride(from: Int(seed % UInt64(odd)), to: codes.count, by: odd).map { codes[$0] }
  }
}
