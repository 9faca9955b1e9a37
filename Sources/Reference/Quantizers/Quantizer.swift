public import Descriptors
public import ExactArithmetic

/// A uniform quantiser with its parameters, exactly: what code a value has, and what a code stands for.
///
/// The definition is `QuantizerGrid`'s: k = round(clamp((x - t) / D - offset)), level (k + offset) D + t.
public struct Quantizer: Hashable, Sendable {
  /// The grid.
  public let grid: QuantizerGrid
  /// The bits of a code.
  public let bits: Int
  /// The step D, above 0.
  public let step: Rational
  /// The shift t: the level that code 0 has, less the offset.
  public let shift: Rational
  /// The codes that there are.
  public let codes: ClosedRange<Int>

  private let offset: Rational

  /// A code and its level.
  public struct Level: Hashable, Sendable {
    /// The code.
    public var code: Int
    /// What it stands for.
    public var value: Rational
  }

  /// Creates a quantiser of a grid without a zero.
  ///
  /// - Parameters:
  ///   - bits: 1 to 16.
  ///   - step: above 0.
  public init(_ grid: QuantizerGrid, bits: Int, step: Rational) {
    precondition(QuantizerGrid.bits.contains(bits) && step.signum > 0)
    self.init(grid, bits: bits, step: step, shift: .zero)
  }

  /// Creates a quantiser whose clipping value is alpha; `nil` where the grid has none, or none above 0.
  public init?(_ grid: QuantizerGrid, bits: Int, alpha: Rational) {
    guard let clip = grid.halfClip(bits: bits), clip > 0 else { return nil }
    self.init(grid, bits: bits, step: alpha * Rational(2, over: clip))
  }

  /// Creates a quantiser of a range: its length, above 0, and its lower end.
  ///
  /// The step is the range over the number of steps between codes. With `zero: rounded` the lower end
  /// moves to the whole number of steps that is nearest, ties to even, so that 0 is a level.
  ///
  /// Hubara et al., "Accurate post training quantization with small calibration sets", public code.
  public init(_ grid: QuantizerGrid, bits: Int, range: Rational, zero: Rational) {
    precondition(QuantizerGrid.bits.contains(bits) && range.signum > 0)
    let codes = grid.codes.range(bits: bits)
    let step = range / Rational(codes.upperBound - codes.lowerBound)
    let shift: Rational =
      switch grid.zero {
      case .none: .zero
      case .given: zero
      case .rounded:
        -Self.rounded(-zero / step, .even).clamped(
          Rational(codes.lowerBound), Rational(codes.upperBound))
          * step
      }
    self.init(grid, bits: bits, step: step, shift: shift)
  }

  private init(_ grid: QuantizerGrid, bits: Int, step: Rational, shift: Rational) {
    self.grid = grid
    self.bits = bits
    self.step = step
    self.shift = shift
    codes = grid.codes.range(bits: bits)
    offset = Rational(grid.halfOffset(bits: bits), over: 2)
  }

  /// The code and the level of a value.
  ///
  /// Where a grid never clamps, a value outside the range that it was made for has a code outside
  /// `codes`; one beyond 2^62 has the nearest code that an `Int` holds.
  public func quantise(_ x: Rational) -> Level {
    let (lowest, highest) = (Rational(codes.lowerBound), Rational(codes.upperBound))
    var place = (x - shift) / step - offset
    if grid.clamp == .beforeRounding { place = place.clamped(lowest, highest) }
    var code = Self.rounded(place, grid.ties)
    if grid.clamp == .afterRounding { code = code.clamped(lowest, highest) }
    let most = Rational.powerOfTwo(62)
    return level(code.clamped(-most, most))
  }

  /// What a code stands for, whether the grid has it or not.
  public func level(_ code: Int) -> Level { level(Rational(code)) }

  private func level(_ code: Rational) -> Level {
    Level(code: Int(code.asInt64 ?? 0), value: (code + offset) * step + shift)
  }

  /// A number to a whole one.
  private static func rounded(_ x: Rational, _ ties: QuantizerGrid.Ties) -> Rational {
    let below = x.floor
    let fraction = x - below
    let half = Rational(1, over: 2)
    guard fraction == half else { return fraction < half ? below : below + 1 }
    return switch ties {
    case .even: below.isEvenInteger ? below : below + 1
    case .up: below + 1
    case .away: x.signum < 0 ? below : below + 1
    }
  }
}

extension Rational {
  fileprivate func clamped(_ low: Rational, _ high: Rational) -> Rational {
    max(low, min(high, self))
  }

  fileprivate var isEvenInteger: Bool { scaled(byPowerOfTwo: -1).isInteger }
}
