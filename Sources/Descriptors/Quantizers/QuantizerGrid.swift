/// A uniform quantiser's grid as plain data: which integer codes there are, where their levels lie, and
/// how a value finds its code.
///
/// With a step D > 0 and a shift t the level of the code k is (k + offset) D + t, and a value x has the code
///
///     k = round(clamp((x - t) / D - offset, lowest, highest))
///
/// or the same with the clamp after the rounding. "Uniform, b bits" names at least five such grids in
/// the literature; `Specs/quantizers.yaml` lists them with their sources.
public struct QuantizerGrid: Hashable, Sendable {
  /// The name, as in `lapq-signed`.
  public var name: String
  /// Which codes there are.
  public var codes: Codes
  /// How far levels lie beside whole steps.
  public var offset: Offset
  /// What the clipping value alpha is, in steps; `nil` where the grid has none.
  public var clip: Clip?
  /// Where the shift comes from.
  public var zero: Zero
  /// Which code a value halfway between two levels has.
  public var ties: Ties
  /// Whether values are clamped before or after they are rounded, or not at all.
  public var clamp: Clamp

  /// Which codes B bits give.
  public enum Codes: String, Hashable, Sendable, CaseIterable {
    /// 0 to 2^B - 1.
    case unsigned
    /// 0 to 2^B - 2.
    case unsignedOdd
    /// -2^(B-1) to 2^(B-1) - 1.
    case signed
    /// As many below 0 as above: -(2^(B-1) - 1) to 2^(B-1) - 1.
    case symmetric
    /// -2^(B-1) to 2^(B-1), one more than B bits can tell apart.
    case closed

    /// The codes as text, B for the bits.
    public var spelling: String {
      switch self {
      case .unsigned: "0...2^B-1"
      case .unsignedOdd: "0...2^B-2"
      case .signed: "-2^(B-1)...2^(B-1)-1"
      case .symmetric: "+-(2^(B-1)-1)"
      case .closed: "+-2^(B-1)"
      }
    }

    /// The lowest and the highest code of 1 to 16 bits.
    public func range(bits: Int) -> ClosedRange<Int> {
      let half = 1 << (bits - 1)
      return switch self {
      case .unsigned: 0...(2 * half - 1)
      case .unsignedOdd: 0...(2 * half - 2)
      case .signed: -half...(half - 1)
      case .symmetric: -(half - 1)...(half - 1)
      case .closed: -half...half
      }
    }
  }

  /// What is added to a code before the step multiplies it.
  public enum Offset: String, Hashable, Sendable, CaseIterable {
    /// Nothing: levels are whole steps.
    case none
    /// 1/2: levels are the middles between whole steps.
    case half
    /// Half of the codes' span, downwards: levels lie around 0 as many on each side.
    case centre
  }

  /// What the clipping value is.
  public enum Clip: String, Hashable, Sendable, CaseIterable {
    /// The highest level.
    case lastLevel
    /// (2^B - 1) / 2 steps.
    case halfSpan
    /// 2^(B-1) steps.
    case halfCount
  }

  /// Where the shift t comes from.
  public enum Zero: String, Hashable, Sendable, CaseIterable {
    /// There is none: t = 0.
    case none
    /// The lower end z of a range, moved so that 0 is a level: t = -Z D, Z = clamp(round(-z / D), codes).
    case rounded
    /// The lower end z of a range as it is: t = z.
    case given
  }

  /// Ties.
  public enum Ties: String, Hashable, Sendable, CaseIterable {
    /// To the even code.
    case even
    /// To the higher code.
    case up
    /// To the code that is farther from 0.
    case away
  }

  /// When values beyond the outer levels are taken in.
  public enum Clamp: String, Hashable, Sendable, CaseIterable {
    case beforeRounding
    case afterRounding
    /// Never: the range is that of the data.
    case never
  }

  /// The bits that are accepted.
  public static let bits = 1...16

  /// Creates a grid.
  public init(
    name: String, codes: Codes, offset: Offset = .none, clip: Clip? = .lastLevel,
    zero: Zero = .none,
    ties: Ties = .even, clamp: Clamp = .beforeRounding
  ) {
    self.name = name
    self.codes = codes
    self.offset = offset
    self.clip = clip
    self.zero = zero
    self.ties = ties
    self.clamp = clamp
  }

  /// The offset in half steps.
  public func halfOffset(bits: Int) -> Int {
    switch offset {
    case .none: 0
    case .half: 1
    case .centre: -(codes.range(bits: bits).lowerBound + codes.range(bits: bits).upperBound)
    }
  }

  /// The clipping value in half steps; `nil` where the grid has none.
  public func halfClip(bits: Int) -> Int? {
    switch clip {
    case .lastLevel: 2 * codes.range(bits: bits).upperBound + halfOffset(bits: bits)
    case .halfSpan: (1 << bits) - 1
    case .halfCount: 1 << bits
    case nil: nil
    }
  }

  /// The levels on each side of 0 in half steps, rising, as magnitudes: those of a shift of 0.
  ///
  /// A level 0 belongs to both sides.
  public func halfLevels(bits: Int) -> (below: [Int], above: [Int]) {
    let offset = halfOffset(bits: bits)
    let levels = codes.range(bits: bits).map { 2 * $0 + offset }
    return (levels.filter { $0 <= 0 }.map { -$0 }.reversed(), levels.filter { $0 >= 0 })
  }
}
