public import ExactArithmetic

/// How often a block of an unstructured sparse tensor already has enough zeros for a pattern.
///
/// The tensor's elements count as independent, each zero with the same probability (Hubara et al.,
/// NeurIPS 2021, who choose the pattern of a layer that way).
public struct UnstructuredConversion: Hashable, Sendable {
  /// The share of zeros, in 0...1.
  public let zeroFraction: Rational
  /// The elements of a block.
  public let blockLength: Int

  /// Creates a conversion; `nil` unless the share lies in 0...1 and a block has elements.
  public init?(zeroFraction: Rational, blockLength: Int) {
    guard zeroFraction >= .zero, zeroFraction <= .one, blockLength > 0 else { return nil }
    self.zeroFraction = zeroFraction
    self.blockLength = blockLength
  }

  /// The probability that a block has at least so many zeros: 1 for none, 0 for more than a block
  /// has elements.
  public func probability(ofAtLeast zeros: Int) -> Rational {
    guard zeros <= blockLength else { return .zero }
    return (max(0, zeros)...blockLength).reduce(into: Rational.zero) { sum, count in
      sum +=
        MaskDiversity.binomial(blockLength, count) * power(zeroFraction, count)
        * power(.one - zeroFraction, blockLength - count)
    }
  }

  /// The fewest elements that a block may keep so that more than the given share of blocks loses
  /// nothing; all of them where no fewer do.
  public func keptCount(confidence: Rational) -> Int {
    let most = (0...blockLength).last { probability(ofAtLeast: $0) > confidence }
    return blockLength - (most ?? 0)
  }
}

/// `base` to a power of at least 0; anything to the power of 0 is 1.
func power(_ base: Rational, _ exponent: Int) -> Rational {
  (0..<exponent).reduce(.one) { product, _ in product * base }
}
