import Descriptors
import ExactArithmetic
import Reference

/// How the codes of a tensor are taken apart: a row, which fixes sign and binade, and an integer.
///
/// Within a row every input is `significand * 2^unit`, so sums over a row are sums of integers.
struct SourceFormat: Sendable {
  /// What the inputs of one row have in common.
  struct Row: Sendable, Hashable {
    enum Kind: Sendable, Hashable { case zero, number, infinity, nan }
    var kind: Kind
    var negative: Bool
    /// `floor(log2 |x|)` of a number.
    var binade: Int
    /// An input is its significand times `2^unit`.
    var unit: Int
    /// The bits of every significand of the row: `binade - unit + 1`.
    var length: Int { binade - unit + 1 }
  }

  /// A code taken apart; the significand is 1 where the row holds no numbers.
  struct Parts: Sendable {
    var row: UInt32
    var significand: UInt64
  }

  let descriptor: FormatDescriptor
  let rows: [Row]
  private let decoding: Decoding

  private enum Decoding: Sendable {
    case listed([Parts])
    case binary(exponentBits: Int, trailingBits: Int)
  }

  /// Prepares a format; `nil` where its codes are neither few nor those of an IEEE 754 binary
  /// format, or its values not dyadic.
  init?(_ descriptor: FormatDescriptor) {
    self.descriptor = descriptor
    if descriptor.bits <= 16 {
      guard let (rows, parts) = Self.listed(NumberFormat(descriptor)) else { return nil }
      self.rows = rows
      decoding = .listed(parts)
      return
    }
    guard case .float(let layout) = descriptor.encoding, layout.signed,
      layout.subnormals == .gradual, layout.infinities == .ieee, layout.nans == .ieee,
      [32, 64].contains(descriptor.bits)
    else { return nil }
    rows = Self.binaryRows(layout)
    decoding = .binary(exponentBits: layout.exponentBits, trailingBits: layout.trailingBits)
  }

  /// Rows `2i` and `2i + 1` are the two signs: zeros, the binades from the smallest subnormal one
  /// on, infinities, NaNs.
  private static func binaryRows(_ layout: FloatLayout) -> [Row] {
    let smallest = 1 - layout.bias - layout.trailingBits
    let binades = (1 << layout.exponentBits) - 2 + layout.trailingBits
    var rows: [Row] = []
    func add(_ kind: Row.Kind, binade: Int = 0, unit: Int = 0) {
      for negative in [false, true] {
        rows.append(Row(kind: kind, negative: negative, binade: binade, unit: unit))
      }
    }
    add(.zero)
    for index in 0..<binades {
      let binade = smallest + index
      add(.number, binade: binade, unit: max(smallest, binade - layout.trailingBits))
    }
    add(.infinity)
    add(.nan)
    return rows
  }

  private static func listed(_ format: NumberFormat) -> ([Row], [Parts])? {
    var rows: [Row] = []
    var index: [Row: UInt32] = [:]
    func number(of row: Row) -> UInt32 {
      if let known = index[row] { return known }
      let new = UInt32(rows.count)
      rows.append(row)
      index[row] = new
      return new
    }
    var parts: [Parts] = []
    for code in 0...format.lastCode {
      let datum = format.decode(code)
      let negative = datum.isNegative
      func special(_ kind: Row.Kind) -> Parts {
        let row = Row(kind: kind, negative: negative, binade: 0, unit: 0)
        return Parts(row: number(of: row), significand: 1)
      }
      switch datum {
      case .nan: parts.append(special(.nan))
      case .infinity: parts.append(special(.infinity))
      case .negativeZero: parts.append(special(.zero))
      case .finite(let value) where value.isZero: parts.append(special(.zero))
      case .finite(let value):
        // Twenty bits are more than any format of 16 bits has.
        let unit = value.floorLog2 - 19
        let scaled = value.magnitude.scaled(byPowerOfTwo: -unit)
        guard let significand = scaled.asUInt64 else { return nil }
        let row = Row(kind: .number, negative: negative, binade: value.floorLog2, unit: unit)
        parts.append(Parts(row: number(of: row), significand: significand))
      }
    }
    return (rows, parts)
  }

  /// Takes a stream of codes apart.
  ///
  /// - Parameters:
  ///   - bytes: the codes, each `streamBytes` wide, least significant byte first.
  ///   - parts: receives one entry per code.
  ///   - reciprocals: receives `floor(2^(62 + length) / significand)`, which is at most `2^63`.
  func split(
    _ bytes: UnsafeRawBufferPointer, into parts: inout [Parts], reciprocals: inout [UInt64]
  ) {
    switch decoding {
    case .listed(let table):
      for index in parts.indices {
        let code =
          descriptor.streamBytes == 1
          ? Int(bytes[index])
          : Int(bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self).littleEndian)
        parts[index] = table[code & (table.count - 1)]
      }
    case .binary(let exponentBits, let trailingBits):
      let trailingMask: UInt64 = 1 << UInt64(trailingBits) - 1
      let exponentMask: UInt64 = 1 << UInt64(exponentBits) - 1
      let infinity = UInt32(exponentMask - 1) + UInt32(trailingBits) + 1
      for index in parts.indices {
        let code =
          descriptor.streamBytes == 4
          ? UInt64(bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self).littleEndian)
          : bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self).littleEndian
        let trailing = code & trailingMask
        let field = code >> UInt64(trailingBits) & exponentMask
        let sign = UInt32(truncatingIfNeeded: code >> UInt64(exponentBits + trailingBits)) & 1
        let position: UInt32
        var significand = trailing
        if field == exponentMask {
          position = infinity + (trailing == 0 ? 0 : 1)
          significand = 1
        } else if field > 0 {
          position = UInt32(truncatingIfNeeded: field) + UInt32(trailingBits)
          significand |= trailingMask + 1
        } else {
          position = UInt32(64 - trailing.leadingZeroBitCount)
          if trailing == 0 { significand = 1 }
        }
        parts[index] = Parts(row: position << 1 | sign, significand: significand)
      }
    }
    for index in parts.indices {
      let significand = parts[index].significand
      let length = 64 - significand.leadingZeroBitCount
      // The highest bit of the dividend lies one under that of the divisor: the quotient fits.
      let high: UInt64 = length > 1 ? 1 << UInt64(length - 2) : 0
      let low: UInt64 = length > 1 ? 0 : 1 << 63
      reciprocals[index] = significand.dividingFullWidth((high, low)).quotient
    }
  }
}
