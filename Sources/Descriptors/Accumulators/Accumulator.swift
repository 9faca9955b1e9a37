/// A rule for a sum of products `x_0 w_0 + x_1 w_1 + ...`: what is rounded when, and in which order
/// things are added.
///
/// The exact product of two operands goes through `product`, the exact value of every addition
/// through `sum`; with `product` exact an addition is a fused multiply-add. The order says which
/// terms meet when, the chunk cuts a long sum into parts that are summed on their own first.
///
/// Specials follow IEEE 754 before every stage: a NaN operand, `0 * inf` and `inf - inf` give the NaN
/// that `nan` says, other infinities stay; the stage then decides what they become. The sign of a zero
/// is that of IEEE 754 section 6.3 too. An empty sum is +0, and every running sum begins as +0.
public struct Accumulator: Hashable, Sendable {
  /// The name on the command line and in specification files.
  public var name: String
  /// What becomes of each exact product.
  public var product: AccumulatorStage
  /// What becomes of each exact sum.
  public var sum: AccumulatorStage
  /// How terms join a running sum.
  public var adder: Adder
  /// Which terms meet when, inside a chunk.
  public var order: Order
  /// How a long sum is cut; `nil` where it is not.
  public var chunk: Chunk?
  /// Whether subnormal operands are read as zeros of their sign.
  ///
  /// A subnormal is a magnitude below the smallest normal of a format with gradual underflow.
  public var flushesOperands: Bool
  /// Which NaN comes out.
  public var nan: NaNRule
  /// The format in which results are given where no other is asked for.
  public var result: FormatDescriptor

  /// Which NaN comes out.
  public enum NaNRule: String, Hashable, Sendable, CaseIterable {
    /// Always the canonical NaN.
    case canonical
    /// In every addition the first NaN among `x`, `w` and the running sum, with its sign and payload,
    /// made quiet; without one a quiet NaN with its sign set and no payload, x86's default.
    ///
    /// It takes a serial adder, and stages whose dialects keep payloads; the NaN keeps its sign and
    /// payload on its way into the result format too, whatever the operation's dialect says.
    case x86
  }

  /// How terms join a running sum.
  public enum Adder: Hashable, Sendable {
    /// One product at a time: `s = sum(s + p)`.
    case serial
    /// One product at a time with a running compensation `c`, +0 at first (Kahan 1965):
    /// `y = sum(p - c)`, `t = sum(s + y)`, `c = sum(sum(t - s) - y)`, `s = t`.
    case compensated
    /// Several products at a time, aligned to the largest of them.
    case aligned(AlignedAdder)
  }

  /// Which terms meet when.
  ///
  /// `p_i` is the product of index `i` inside the chunk, `K` the number of products there.
  public enum Order: Hashable, Sendable {
    /// From index 0 on.
    case sequential
    /// In each pair of indices `2j, 2j + 1` the odd one first; a last index without partner last.
    case oddFirst
    /// `lanes` running sums, index `i` in lane `i mod lanes`, combined afterwards by additions
    /// through `sum`.
    ///
    /// All lanes take part, those without a term as +0.
    case lanes(Int, Combination)
    /// One product is `sum(p)`; more are cut behind the first `ceil(K / 2)`, each part is summed
    /// so, and the two sums are added through `sum`.
    case pairwise
    /// Sequential after the permutation that `Permutation(seed:count:)` defines.
    case permuted(seed: UInt64)
  }

  /// How the sums of lanes are combined.
  public enum Combination: String, Hashable, Sendable, CaseIterable {
    /// Lane 0 + lane 1, + lane 2 and so on.
    case sequential
    /// With `n` lanes, a power of two: lane `j` + lane `j + n/2` for `j < n/2`, and so on with the
    /// half that is left.
    case halves
    /// With `n` lanes, a power of two: lane `2j` + lane `2j + 1` become lane `j`, and so on.
    case neighbours
  }

  /// How a long sum is cut.
  ///
  /// Consecutive chunks of `length` products, the last one shorter if need be, are each summed from
  /// +0; then `t = outer(t + s)` with `t = +0` at first takes in their sums in ascending order. Even
  /// a single chunk goes through `outer`.
  public struct Chunk: Hashable, Sendable {
    /// The products of a chunk, 1 or more.
    public var length: Int
    /// What becomes of each sum of the outer chain.
    public var outer: AccumulatorStage

    /// Creates a chunk rule.
    public init(length: Int, outer: AccumulatorStage) {
      self.length = length
      self.outer = outer
    }
  }

  /// Creates an accumulator.
  public init(
    name: String, product: AccumulatorStage = .exact, sum: AccumulatorStage, adder: Adder = .serial,
    order: Order = .sequential, chunk: Chunk? = nil, flushesOperands: Bool = false,
    nan: NaNRule = .canonical, result: FormatDescriptor
  ) {
    self.name = name
    self.product = product
    self.sum = sum
    self.adder = adder
    self.order = order
    self.chunk = chunk
    self.flushesOperands = flushesOperands
    self.nan = nan
    self.result = result
  }
}

/// An adder that aligns several terms to the largest of them and drops what lies too low.
///
/// It takes `terms` products at a time in the accumulator's order, the last group shorter if need
/// be; with `includesSum` the running sum `s` is one term more. Every term has an exponent; a zero
/// has none. With `e` the largest exponent among the terms, each term is rounded by `rounding` to a
/// multiple of `2^(e - bits)`, and the rounded terms are added exactly to `g`. Then `s = sum(g)` with
/// `includesSum`, `s = sum(s + g)` without. A `g` that is zero is +0, whatever its terms were.
///
/// The order of an aligned adder is `sequential`, `oddFirst` or `permuted`.
public struct AlignedAdder: Hashable, Sendable {
  /// The products of a group, 1 or more.
  public var terms: Int
  /// How many bits below the largest exponent are kept, 0 or more.
  public var bits: Int
  /// How a term becomes a multiple of the quantum: `towardZero` drops bits of the magnitude, `down`
  /// those of two's complement; any rule without random word.
  ///
  /// On a tie the even multiple is the even one; to-odd takes the odd one.
  public var rounding: RoundingRule
  /// Whether the running sum is aligned too.
  public var includesSum: Bool
  /// What the exponent of a product is.
  public var exponent: Exponent

  /// What the exponent of a product is; that of the running sum is always `floor(log2 |s|)`.
  public enum Exponent: String, Hashable, Sendable, CaseIterable {
    /// `floor(log2 |p|)` of the product behind its stage.
    case value
    /// The sum of the operands' exponents: the exact product is not normalised first, its
    /// significand is in [1, 4).
    ///
    /// An operand's exponent is `floor(log2 |x|)`, but of a subnormal that of the smallest normal.
    case operands
  }

  /// Creates an aligned adder.
  public init(
    terms: Int, bits: Int, rounding: RoundingRule = .towardZero, includesSum: Bool = true,
    exponent: Exponent = .operands
  ) {
    self.terms = terms
    self.bits = bits
    self.rounding = rounding
    self.includesSum = includesSum
    self.exponent = exponent
  }
}

/// A permutation of `0..<count` from a seed: Fisher and Yates's shuffle on the numbers of SplitMix64.
///
/// For `i` from `count - 1` down to 1, entries `i` and `next() mod (i + 1)` trade places. SplitMix64
/// (Steele, Lea, Flood, OOPSLA 2014) begins with the seed as its state.
public struct Permutation: Hashable, Sendable {
  /// Entry `i` is the index of the product that comes in place `i`.
  public let indices: [Int]

  /// The permutation of a seed.
  public init(seed: UInt64, count: Int) {
    var indices = Array(0..<count)
    var state = seed
    for i in stride(from: count - 1, to: 0, by: -1) {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      word ^= word >> 31
      indices.swapAt(i, Int(word % UInt64(i + 1)))
    }
    self.indices = indices
  }
}
