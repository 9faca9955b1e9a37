public import Descriptors

/// A format to convert to, and every choice made on the way.
public struct SurveyTarget: Sendable, Hashable {
  /// The target format, of at most 16 bits.
  public var format: FormatDescriptor
  /// The dialect, resolved for the format.
  public var dialect: Dialect

  /// The widest target: every code is decoded, and there is a cell for every code that occurs.
  public static let widest = 16

  /// Creates a target.
  public init(format: FormatDescriptor, dialect: Dialect) {
    self.format = format
    self.dialect = dialect
  }

  /// The dialect whose images the value steps are counted from: to nearest, ties to the even code,
  /// bounded.
  static let nearest = Dialect(rounding: .toNearestOrEven, overflow: .satFinite)

  /// Whether a number's image, where it is one, always is the nearest one.
  var isNearest: Bool {
    var dialect = dialect
    // None of these changes what becomes of a number that becomes a number.
    dialect.overflow = .satFinite
    dialect.withoutInfinity = .nan
    dialect.oddOverflow = .parity
    dialect.infinity = .byOverflow
    dialect.nan = .canonical
    dialect.withoutNaN = .zero
    return dialect == Self.nearest
  }
}
