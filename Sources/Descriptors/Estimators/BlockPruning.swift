/// A random choice of at most N of every M elements, and the values that the kept ones get.
///
/// Chmiel, Hubara, Banner and Soudry, "Minimum variance unbiased N:M sparsity for the neural
/// gradients" (ICLR 2023); `Specs/pages/mvue.md` has the definitions.
public struct BlockPruning: Hashable, Sendable {
  /// How many elements of a block are kept at most.
  public var pattern: BlockPattern
  /// How the kept elements are drawn.
  public var design: Design
  /// What the random word is compared with.
  public var draw: Draw

  /// How the kept elements are drawn.
  public enum Design: String, Hashable, Sendable, CaseIterable {
    /// Minimum variance: the elements as intervals on a ring, in index order, and N equidistant
    /// points; one random number.
    case systematic
    /// Minimum variance, 2:4 only: the six pairs of the sorted block with their probabilities; one
    /// random number.
    case pairTable
    /// One element after the other, each with probability proportional to its magnitude among
    /// those left; unbiased but not of minimum variance; N random numbers.
    case successive
    /// Each set of N elements equally likely, values scaled by M/N: unbiased; one random number.
    case uniform
    /// The N largest magnitudes with their own values: biased; no random number.
    case greedy
  }

  /// What the random words of a block mean.
  public enum Draw: Hashable, Sendable {
    /// A word `w` of 32 bits stands for the fraction `w / 2^32`, and an event of cumulative
    /// probability `p` has happened where `w / 2^32 < p`.
    ///
    /// For the systematic design the probability of each element to be kept is off by less than
    /// `2^-32`, and its mean by less than `2^-32` of the scale; for the pair table by less than
    /// twice that. The other designs have no such bound.
    case fraction
    /// Inclusion probabilities are rounded to multiples of `2^-bits`, and values follow: the low
    /// `bits` of a word decide, and the mean is exact.
    case quantised(bits: Int)
    /// A 64-bit number, two words with the low one first, modulo the block's total in units of the
    /// format: the probabilities are exact where the number is uniform below the total.
    ///
    /// Formats whose values are integers of at most 64 bits in some unit.
    case integer
  }

  /// Creates a pruning rule.
  public init(_ pattern: BlockPattern, design: Design = .systematic, draw: Draw = .fraction) {
    self.pattern = pattern
    self.design = design
    self.draw = draw
  }

  /// Random words of 32 bits per block; a stochastic rounding of the result takes one more.
  public var wordsPerBlock: Int {
    switch design {
    case .greedy: 0
    case .successive: pattern.keep
    case .systematic, .pairTable, .uniform: draw == .integer ? 2 : 1
    }
  }

  /// The name in ids: `mvue-2:4`, `mvue-2:4/pair-table`, `mvue-2:4/quantised-8`,
  /// `mvue-2:4/integer`, `successive-2:4`.
  public var name: String {
    let head: String
    switch design {
    case .systematic: head = "mvue-\(pattern)"
    case .pairTable: head = "mvue-\(pattern)/pair-table"
    case .successive, .uniform, .greedy: head = "\(design.rawValue)-\(pattern)"
    }
    switch draw {
    case .fraction: return head
    case .quantised(let bits): return "\(head)/quantised-\(bits)"
    case .integer: return "\(head)/integer"
    }
  }
}
