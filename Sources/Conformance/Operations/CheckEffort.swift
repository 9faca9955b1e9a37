import Descriptors
import Reference

/// How much of an operation's input is tried.
public enum CheckEffort: String, Sendable, CaseIterable {
  /// Everything up to 2^16 cases, a small sample beyond.
  case quick
  /// Everything up to 2^16 cases, every code of a 32-bit operand where `standard` says so, and
  /// a sample beyond.
  case standard
  /// Everything that can be finished.
  case exhaustive

  /// Whether all codes of the one operand are swept against the reference's intervals.
  func sweeps(_ operation: Operation) -> Bool {
    guard operation.operands.count == 1, !operation.takesRandomWord, !operation.dialect.wraps
    else { return false }
    let bits = operation.operands[0].bits
    return bits <= 16 || (bits <= 32 && self == .exhaustive)
  }

  /// The most bits of a case for which all cases are compared one by one.
  private var enumeratedBits: Int {
    switch self {
    case .quick, .standard: 16
    case .exhaustive: 24
    }
  }

  private var sampleSize: UInt64 {
    switch self {
    case .quick: 2_000
    case .standard: 50_000
    case .exhaustive: 2_000_000
    }
  }

  /// The cases of an operation that is not swept.
  func domain(for evaluator: Evaluator, seed: UInt64) -> CaseDomain {
    let operation = evaluator.operation
    if CaseDomain.bits(of: operation) <= enumeratedBits { return CaseDomain(everyCaseOf: evaluator) }
    return CaseDomain(
      sampling: evaluator, count: sampleSize, seed: seed, boundaries: boundaries(evaluator))
  }

  /// The codes at which a one-operand operation changes its result, and their neighbours.
  private func boundaries(_ evaluator: Evaluator) -> [UInt64] {
    guard evaluator.operands.count == 1, evaluator.operands[0].bits > 16,
      !evaluator.operation.dialect.wraps
    else { return [] }
    // With 16-bit results there are too many steps to look for all of them in a quick run.
    guard self != .quick || evaluator.result.bits <= 8 else { return [] }
    let map = IntervalMap(evaluator)
    let last = map.lastCode
    var codes = Set<UInt64>()
    for start in map.starts {
      for distance in 0...2 as ClosedRange<UInt64> {
        codes.insert(start &+ distance & last)
        codes.insert(start &- distance & last)
      }
    }
    return codes.sorted()
  }
}
