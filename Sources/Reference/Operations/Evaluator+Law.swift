import Descriptors
public import ExactArithmetic

extension ScalarEvaluator {
  /// The bits of a random word that count; 0 for a deterministic rule.
  public var wordBits: Int {
    if case .stochastic(let bits, _) = operation.dialect.rounding { bits } else { 0 }
  }

  /// The law of the result over all random words: one outcome or two, the one nearer to zero first.
  ///
  /// Found by bisection, since a larger word never rounds nearer to zero.
  public func law(of codes: [UInt64]) -> Distribution<UInt64> {
    wordLaw(bits: wordBits) { [self(codes, word: $0)] }.map { $0[0] }
  }
}

/// The law of several codes over all values of the low bits of one word.
///
/// Each code has at most two values, the second from some word on. All that change together or
/// apart are found by bisection; between two such words all codes are constant.
public func wordLaw(bits: Int, _ codes: (UInt32) -> [UInt64]) -> Distribution<[UInt64]> {
  let count = UInt64(1) << UInt64(bits)
  let first = codes(0)
  let last = codes(UInt32(truncatingIfNeeded: count - 1))
  var turns: Set<UInt64> = [0, count]
  for place in first.indices where first[place] != last[place] {
    var (low, high) = (UInt64(0), count - 1)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if codes(UInt32(middle))[place] == first[place] { low = middle } else { high = middle }
    }
    turns.insert(high)
  }
  let sorted = turns.sorted()
  let weighted = zip(sorted, sorted.dropFirst()).map { from, to in
    (codes(UInt32(from)), Rational(unsigned: to - from, exponent: -bits))
  }
  guard let law = try? Distribution(weighted) else {
    preconditionFailure("shares of words sum to 1")
  }
  return law
}
