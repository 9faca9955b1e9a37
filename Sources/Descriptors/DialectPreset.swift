/// What a named system does across formats, as data.
public struct DialectPreset: Hashable, Sendable {
  /// The system and its version, such as `torch-2.13`.
  public var name: String
  /// The document or the observation that the preset rests on.
  public var source: String
  /// One line for the reader; may be empty.
  public var note: String
  /// What holds where no override matches.
  public var base: Dialect
  /// Later overrides win, field by field.
  public var overrides: [Override]
  /// The rounding rules that the system offers; empty means all.
  public var roundings: [RoundingRule]
  /// The format through which the system takes floats of more bits, which it so rounds twice: to
  /// this format to nearest even, then by the dialect; `nil` where it rounds once.
  public var through: String?

  /// Fields that differ for the target formats matched by a glob.
  public struct Override: Hashable, Sendable {
    /// A glob over format names (`*` stands for any run of characters, `?` for one).
    public var formats: String
    /// The fields that differ, by name, in the spelling of the specification file.
    public var changes: [DialectChange]

    /// Creates an override.
    public init(formats: String, changes: [DialectChange]) {
      self.formats = formats
      self.changes = changes
    }
  }

  /// Creates a preset.
  public init(
    name: String, source: String, note: String = "", base: Dialect,
    overrides: [Override] = [], roundings: [RoundingRule] = [], through: String? = nil
  ) {
    self.through = through
    self.name = name
    self.source = source
    self.note = note
    self.base = base
    self.overrides = overrides
    self.roundings = roundings
  }

  /// The dialect for one target format.
  public func dialect(for format: String) -> Dialect {
    var dialect = base
    for override in overrides where Glob(override.formats).matches(format) {
      for change in override.changes { change.apply(to: &dialect) }
    }
    return dialect
  }
}

/// One field of a dialect with its value.
public enum DialectChange: Hashable, Sendable {
  case rounding(RoundingRule)
  case overflow(OverflowRule)
  case tieParity(Dialect.TieParity)
  case rangeTest(Dialect.RangeTest)
  case withoutInfinity(Dialect.WithoutInfinity)
  case oddOverflow(Dialect.OddOverflow)
  case infinity(Dialect.InfinityRule)
  case nan(Dialect.NaNRule)
  case withoutNaN(Dialect.WithoutNaN)
  case negative(Dialect.NegativeRule)
  case withoutZero(Dialect.WithoutZero)
  case divisionByZero(Dialect.DivisionByZero)
  case zeroSign(Dialect.ZeroSign)
  case flushOperands(Bool)
  case flushResults(Bool)
  case wraps(Bool)

  /// Sets the field.
  public func apply(to dialect: inout Dialect) {
    switch self {
    case .rounding(let value): dialect.rounding = value
    case .overflow(let value): dialect.overflow = value
    case .tieParity(let value): dialect.tieParity = value
    case .rangeTest(let value): dialect.rangeTest = value
    case .withoutInfinity(let value): dialect.withoutInfinity = value
    case .oddOverflow(let value): dialect.oddOverflow = value
    case .infinity(let value): dialect.infinity = value
    case .nan(let value): dialect.nan = value
    case .withoutNaN(let value): dialect.withoutNaN = value
    case .negative(let value): dialect.negative = value
    case .withoutZero(let value): dialect.withoutZero = value
    case .divisionByZero(let value): dialect.divisionByZero = value
    case .zeroSign(let value): dialect.zeroSign = value
    case .flushOperands(let value): dialect.flushOperands = value
    case .flushResults(let value): dialect.flushResults = value
    case .wraps(let value): dialect.wraps = value
    }
  }
}
