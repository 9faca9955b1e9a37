/// An exact function of data followed by one rounding into a format.
public struct Operation: Hashable, Sendable {
  /// Which function.
  public var kind: Kind
  /// The format of each operand, `kind.operandCount` of them.
  public var operands: [FormatDescriptor]
  /// The format of the result.
  public var result: FormatDescriptor
  /// Every choice made when the exact value enters the result format.
  public var dialect: Dialect

  /// The exact functions.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The value itself.
    case cast
    case add, sub, mul, div, sqrt
    /// `x * y + z`.
    case fma
    /// `x + y + z`.
    case faa

    /// How many operands the function takes.
    public var operandCount: Int {
      switch self {
      case .cast, .sqrt: 1
      case .add, .sub, .mul, .div: 2
      case .fma, .faa: 3
      }
    }
  }

  /// Creates an operation.
  ///
  /// - Precondition: `operands.count == kind.operandCount`.
  public init(
    _ kind: Kind, operands: [FormatDescriptor], result: FormatDescriptor, dialect: Dialect
  ) {
    precondition(operands.count == kind.operandCount, "\(kind) takes \(kind.operandCount) operands")
    self.kind = kind
    self.operands = operands
    self.result = result
    self.dialect = dialect
  }

  /// A conversion.
  public static func cast(
    from source: FormatDescriptor, to target: FormatDescriptor, dialect: Dialect = Dialect()
  ) -> Operation {
    Operation(.cast, operands: [source], result: target, dialect: dialect)
  }

  /// Whether each case carries a random word.
  public var takesRandomWord: Bool { dialect.rounding.takesRandomWord }
}
