import Descriptors
public import ExactArithmetic

/// How an exact result became a code, and by which rule.
public struct Projection: Sendable, Hashable {
  /// The code.
  public var code: UInt64
  /// Which rule had the last word.
  public var reason: Reason
  /// Where the magnitude lay, for finite values that are not 0.
  public var place: Place?

  /// The rules that can decide.
  public enum Reason: String, Sendable, Hashable {
    case exact = "the value is in the format"
    case rounded = "rounded to a neighbour"
    case zero = "zero"
    case withoutZero = "the format has no zero"
    case belowSmallest = "a non-zero value never becomes zero here"
    case overflow = "outside the finite range"
    case infinity = "infinite operand"
    case negative = "below zero in an unsigned format"
    case nan = "not a number"
    case flushed = "below the smallest normal value, flushed"
    case wrapped = "kept modulo the width"
  }

  /// Where a magnitude lay among the values of the format.
  public struct Place: Sendable, Hashable {
    /// Whether the value was below zero.
    public var negative: Bool
    /// The magnitudes of the neighbours; equal when the value is exact.
    public var low: Rational
    public var high: Rational
    /// The magnitude at which nearest rules tie.
    public var tie: Rational
    /// Whether the neighbour nearer to zero is the even one.
    public var lowIsEven: Bool
    /// Whether the neighbour farther from zero was chosen.
    public var away: Bool
  }
}
