import Descriptors

/// How the codes of one format are read and where its special codes are.
///
/// It is derived from the descriptor alone, with integers.
final class NumberCoding: Sendable {
  /// What kind of grid the finite values form.
  enum Kind {
    case float(FloatFormat)
    case fixedPoint(FixedPointFormat)
    case posit(exponentBits: Int)
    case hiFloat8
    case table(TableFormat)
  }

  let kind: Kind
  let name: String
  let bits: Int
  let streamBytes: Int

  init(_ format: FormatDescriptor) throws(ProductionError) {
    name = format.name
    bits = format.bits
    streamBytes = format.streamBytes
    guard (1...64).contains(format.bits) else {
      throw .unsupported("\(format.name): a code has 1...64 bits, not \(format.bits)")
    }
    switch format.encoding {
    case .float(let layout):
      kind = .float(try FloatFormat(layout, bits: format.bits, name: format.name))
    case .fixedPoint(let layout):
      guard abs(layout.fractionBits) <= 1 << 20 else {
        throw .unsupported("\(format.name): fraction bits out of range")
      }
      kind = .fixedPoint(FixedPointFormat(layout, bits: format.bits))
    case .posit(let exponentBits):
      guard (2...16).contains(format.bits), (0...5).contains(exponentBits) else {
        throw .unsupported("\(format.name): posits of 2...16 bits with 0...5 exponent bits only")
      }
      kind = .posit(exponentBits: exponentBits)
    case .hiFloat8:
      guard format.bits == 8 else {
        throw .unsupported("\(format.name): HiFloat8 has 8 bits, not \(format.bits)")
      }
      kind = .hiFloat8
    case .table(let table):
      kind = .table(try TableFormat(table, bits: format.bits, name: format.name))
    }
  }

  var codeMask: UInt64 { ~0 >> UInt64(64 - bits) }

  /// What a code denotes; bits above the format's width are ignored.
  func decode(_ code: UInt64) -> Datum {
    switch kind {
    case .float(let format): format.decode(code)
    case .fixedPoint(let format): format.decode(code)
    case .posit(let exponentBits): Posit.decode(code, bits: bits, exponentBits: exponentBits)
    case .hiFloat8: HiFloat8.decode(code)
    case .table(let table): table.data[Int(code & codeMask)]
    }
  }

  /// As `decode`, with subnormal codes read as zeros of their sign.
  func decodeFlushing(_ code: UInt64) -> Datum {
    if case .float(let format) = kind, format.isSubnormal(code) {
      return .zero(negative: code & format.signBit != 0)
    }
    return decode(code)
  }

  /// Whether NaN codes carry a payload (IEEE 754).
  var hasPayload: Bool {
    if case .float(let format) = kind { return format.nans == .ieee }
    return false
  }

  /// The code of a zero; nil in a format without zero.
  func zeroCode(negative: Bool) -> UInt64? {
    switch kind {
    case .float(let format):
      guard format.hasZero else { return nil }
      return negative && format.hasNegativeZero ? format.signBit : 0
    case .fixedPoint, .posit, .hiFloat8: return 0
    case .table(let table):
      return negative ? table.negativeZeroCode ?? table.zeroCode : table.zeroCode
    }
  }

  /// Whether the format has -0.
  var hasNegativeZero: Bool {
    switch kind {
    case .float(let format): format.hasNegativeZero
    case .fixedPoint, .posit, .hiFloat8: false
    case .table(let table): table.negativeZeroCode != nil
    }
  }

  /// The code of an infinity, where the format has it.
  func infinityCode(negative: Bool) -> UInt64? {
    switch kind {
    case .float(let format):
      guard let infinity = format.infinity, !negative || format.signed else { return nil }
      return negative ? infinity | format.signBit : infinity
    case .fixedPoint, .posit: return nil
    case .hiFloat8: return negative ? HiFloat8.infinity | 0x80 : HiFloat8.infinity
    case .table(let table): return table.infinityCodes[negative ? 1 : 0]
    }
  }

  /// The canonical NaN with a sign where NaNs of both signs exist; nil in a format without NaN.
  func nanCode(negative: Bool) -> UInt64? {
    switch kind {
    case .float(let format):
      let sign = negative ? format.signBit : 0
      switch format.nans {
      case .none: return nil
      case .negativeZero: return format.signBit
      case .allOnes: return format.magnitudeMask | sign
      case .ieee:
        let field = format.magnitudeMask >> UInt64(format.trailingBits)
        return (field << 1 | 1) << UInt64(format.trailingBits - 1) | sign
      }
    case .fixedPoint: return nil
    case .posit: return 1 << UInt64(bits - 1)
    case .hiFloat8: return HiFloat8.nan
    case .table(let table): return table.nanCode
    }
  }

  /// Whether the format has values below 0, an infinity among them.
  var hasNegatives: Bool {
    switch kind {
    case .float(let format): format.signed
    case .fixedPoint(let format): format.signed
    case .posit, .hiFloat8: true
    case .table(let table): !table.negative.isEmpty || table.infinityCodes[1] != nil
    }
  }

  /// Whether the format has numbers above 0.
  var hasPositives: Bool {
    switch kind {
    case .float(let format): format.largest >= (format.hasZero ? 1 : 0)
    case .fixedPoint(let format): format.bound(negative: false) > 0
    case .posit, .hiFloat8: true
    case .table(let table): !table.positive.isEmpty
    }
  }

  /// The largest finite value, or the smallest (most negative) one.
  func boundCode(negative: Bool) -> UInt64 {
    switch kind {
    case .float(let format):
      if negative, format.signed { return format.largest | format.signBit }
      return negative ? 0 : format.largest
    case .fixedPoint(let format):
      let bound = format.bound(negative: negative)
      return negative ? (0 &- bound) & codeMask : bound
    case .posit:
      let last = UInt64(1) << UInt64(bits - 1) - 1
      return negative ? (0 &- last) & codeMask : last
    case .hiFloat8: return negative ? 0xEE : 0x6E
    case .table(let table): return table.boundCode(negative: negative)
    }
  }

  /// The smallest value above 0, or the nearest to 0 where none is above it.
  var smallestCode: UInt64 {
    switch kind {
    case .float(let format): format.hasZero ? 1 : 0
    case .fixedPoint, .posit, .hiFloat8: 1
    case .table(let table): table.positive.first?.code ?? table.boundCode(negative: false)
    }
  }
}
