import Descriptors

/// The codes of a format's zeros, infinities and NaNs.
public struct Specials: Sendable, Hashable {
  /// The code of +0, or of the only zero.
  public var zero: UInt64?
  /// The code of -0.
  public var negativeZero: UInt64?
  /// The code of +infinity.
  public var infinity: UInt64?
  /// The code of -infinity.
  public var negativeInfinity: UInt64?
  /// The canonical NaN: quiet, without payload, its sign clear where there is a choice.
  public var nan: UInt64?
  /// The canonical NaN with its sign set, where the format has both signs.
  public var negativeNaN: UInt64?

  /// Finds the codes for a described format.
  init(_ descriptor: FormatDescriptor) {
    switch descriptor.encoding {
    case .float(let layout): find(layout, bits: descriptor.bits)
    case .fixedPoint: zero = 0
    case .posit:
      zero = 0
      nan = 1 << UInt64(descriptor.bits - 1)
    case .hiFloat8:
      (zero, nan, infinity, negativeInfinity) = (0, 0x80, 0x6F, 0xEF)
    case .table(let table): find(table)
    }
  }

  private mutating func find(_ layout: FloatLayout, bits: Int) {
    let sign: UInt64? = layout.signed ? 1 << UInt64(bits - 1) : nil
    if layout.hasZero { zero = 0 }
    if layout.hasNegativeZero { negativeZero = sign }
    infinity = layout.infinityCode(bits: bits)
    if let infinity, let sign { negativeInfinity = sign | infinity }
    switch layout.nans {
    case .none: break
    case .negativeZero: nan = sign
    case .allOnes:
      nan = layout.magnitudeMask(bits: bits)
      negativeNaN = sign.map { $0 | layout.magnitudeMask(bits: bits) }
    case .ieee:
      let quiet = layout.exponentMask | (1 << UInt64(layout.trailingBits - 1))
      nan = quiet
      negativeNaN = sign.map { $0 | quiet }
    }
  }

  /// The lowest code of each kind: a table may repeat them only where it says so.
  private mutating func find(_ table: ValueTable) {
    func first(_ wanted: (ValueTable.Entry) -> Bool) -> UInt64? {
      table.entries.firstIndex(where: wanted).map(UInt64.init)
    }
    zero = first { entry in
      if case .finite(let literal) = entry { literal.numerator == 0 } else { false }
    }
    negativeZero = first { $0 == .negativeZero }
    infinity = first { $0 == .infinity(negative: false) }
    negativeInfinity = first { $0 == .infinity(negative: true) }
    nan = first { $0 == .nan }
  }

  /// The code of a zero: the one with the sign asked for, or the only one there is.
  public func zero(negative: Bool) -> UInt64? {
    negative ? negativeZero ?? zero : zero ?? negativeZero
  }

  /// The code of an infinity with the sign asked for.
  public func infinity(negative: Bool) -> UInt64? {
    negative ? negativeInfinity : infinity
  }

  /// The canonical NaN with the sign asked for, or the only one there is.
  public func nan(negative: Bool) -> UInt64? {
    negative ? negativeNaN ?? nan : nan
  }
}
