public import ExactArithmetic

/// How a matrix became a block format: every number on the way, none of them rounded.
public struct BlockTrace: Hashable, Sendable {
  /// What was computed for the matrix as a whole, in order; empty for most schemes.
  public var steps: [Step]
  /// The scale of the matrix, where the format has one.
  public var matrixScale: Scale?
  /// The blocks, those of the first rows first.
  public var blocks: [Block]

  /// One number on the way, such as `fl(E * c)`, after the rounding that its label names.
  public struct Step: Hashable, Sendable {
    /// The formula.
    public var label: String
    /// What it gave.
    public var value: Datum
  }

  /// A scale before and after it entered its format.
  public struct Scale: Hashable, Sendable {
    /// The scale before rounding; `nil` where a rule gives the code outright.
    public var exact: Datum?
    /// Its code.
    public var code: UInt64
    /// What the code denotes.
    public var value: Datum
    /// Whether it left the range of its format.
    public var overflowed = false
  }

  /// A scale that four-over-six tried.
  public struct Attempt: Hashable, Sendable {
    /// The scale.
    public var scale: Scale
    /// The exact sum of squared errors; `nil` where a decoded value is no number.
    public var error: Rational?
  }

  /// A block.
  public struct Block: Hashable, Sendable {
    /// The rows of the matrix that it covers.
    public var rows: Range<Int>
    /// The columns of the matrix that it covers.
    public var columns: Range<Int>
    /// How the scale was found, by name.
    public var rule: String
    /// The largest finite magnitude, 0 where there is none.
    public var amax: Rational
    /// What was computed on the way, in order.
    public var steps: [Step] = []
    /// The scales that were tried, where there was more than one.
    public var attempts: [Attempt] = []
    /// The scale.
    public var scale: Scale
    /// The zero point, where the format has them.
    public var zeroPoint: UInt64?
    /// The elements, row by row.
    public var elements: [Element]
  }

  /// An element.
  public struct Element: Hashable, Sendable {
    /// The operand.
    public var operand: Datum
    /// What enters the element format; for integers, before rounding and the zero point.
    public var quotient: Datum
    /// The neighbours of its magnitude; `nil` where it was not between two.
    public var place: Projection.Place?
    /// The code.
    public var code: UInt64
    /// What the code denotes in the element format.
    public var value: Datum
    /// What the block format's codes denote for this element.
    public var decoded: Datum
    /// Whether it left the range of the element format.
    public var overflowed = false
  }
}
