import CKernels
import Descriptors

/// How the codes of a format are ordered by magnitude and what the magnitudes are worth, in the
/// form that the mask kernels read.
final class MagnitudeOrder: Sendable {
  /// Where the order is not that of the magnitude bits: the key of each code.
  private let keys: [UInt32]
  /// The significand and the exponent of each finite key; key 0 is zero.
  private let significands: [UInt64]
  private let exponents: [Int32]
  /// The binary32 value of each code, where codes have at most 16 bits and binary32 holds them all.
  let values: [UInt32]
  /// What the values of keys are multiples of: `2^unitExponent / unitDenominator`.
  let unitExponent: Int
  let unitDenominator: UInt64
  /// The bits from the smallest nonzero magnitude's last to the largest one's first.
  let span: Int
  /// The code of zero without sign, where the format has it.
  let zeroCode: UInt64?
  /// The bytes of a code where codes are binary32, or its upper half, bfloat16; else nil.
  let binary32Bytes: Int32?
  private let fields: Fields

  /// The plain numbers of `assay_magnitudes`.
  private struct Fields: Sendable {
    var kind = assay_sign_magnitude
    var codeBytes = 0
    var codeMask: UInt64 = 0
    var sign: UInt64 = 0
    var magnitudeMask: UInt64 = 0
    var nanCode: UInt64 = .max
    var infinity: UInt64 = 0
    var nan: UInt64 = 0
    var trailingBits = 0
    var isGradual = false
    var hasZero = false
  }

  init(_ coding: NumberCoding) throws(ProductionError) {
    var fields = Fields()
    fields.codeBytes = coding.streamBytes
    fields.codeMask = coding.codeMask
    var list = MagnitudeList()
    switch coding.kind {
    case .float(let format):
      fields.sign = format.signBit
      fields.magnitudeMask = format.magnitudeMask
      fields.nan = (format.infinity ?? format.largest) + 1
      fields.infinity = format.largest + 1
      if format.nans == .negativeZero { fields.nanCode = format.signBit }
      fields.trailingBits = format.trailingBits
      fields.isGradual = format.gradual
      fields.hasZero = format.hasZero
      unitExponent = format.lowestBinade - format.trailingBits
      unitDenominator = 1
      span = Int(format.largest >> UInt64(format.trailingBits)) + format.trailingBits + 1
    case .fixedPoint(let format):
      guard coding.bits < 64 || format.signed else {
        throw .unsupported("\(coding.name): masks of unsigned integers need at most 63 bits")
      }
      fields.kind = assay_twos_complement
      fields.sign = format.signed ? 1 << UInt64(coding.bits - 1) : 0
      // Above every key.
      fields.infinity = coding.bits == 64 ? .max : 1 << UInt64(coding.bits)
      fields.nan = fields.infinity
      unitExponent = -format.fractionBits
      unitDenominator = 1
      span = coding.bits
    case .posit, .hiFloat8, .table:
      list = try MagnitudeList(coding)
      fields.kind = assay_listed
      fields.infinity = UInt64(list.significands.count)
      fields.nan = fields.infinity + 1
      unitExponent = 0
      unitDenominator = list.denominator
      span = list.span
    }
    keys = list.keys
    significands = list.significands
    exponents = list.exponents
    values = Self.binary32Values(coding)
    zeroCode = coding.zeroCode(negative: false)
    binary32Bytes = Self.binary32Bytes(coding)
    self.fields = fields
  }

  /// Lends the kernels' view of the order.
  func withMagnitudes<Result>(_ body: (UnsafePointer<assay_magnitudes>) -> Result) -> Result {
    keys.withUnsafeBufferPointer { keys in
      significands.withUnsafeBufferPointer { significands in
        exponents.withUnsafeBufferPointer { exponents in
          var magnitudes = assay_magnitudes()
          magnitudes.kind = Int32(fields.kind)
          magnitudes.code_bytes = Int32(fields.codeBytes)
          magnitudes.code_mask = fields.codeMask
          magnitudes.sign = fields.sign
          magnitudes.magnitude_mask = fields.magnitudeMask
          magnitudes.nan_code = fields.nanCode
          magnitudes.infinity = fields.infinity
          magnitudes.nan = fields.nan
          magnitudes.trailing_bits = Int32(fields.trailingBits)
          magnitudes.gradual = fields.isGradual ? 1 : 0
          magnitudes.has_zero = fields.hasZero ? 1 : 0
          magnitudes.hidden = 1 << UInt64(fields.trailingBits)
          magnitudes.keys = keys.baseAddress
          magnitudes.significands = significands.baseAddress
          magnitudes.exponents = exponents.baseAddress
          return body(&magnitudes)
        }
      }
    }
  }

  /// The key of one code.
  func key(of code: UInt64) -> UInt64 {
    var key: UInt64 = 0
    withMagnitudes { magnitudes in
      withUnsafeBytes(of: code.littleEndian) { bytes in
        guard let base = bytes.baseAddress else { return }
        assay_magnitude_keys(0, magnitudes, base, &key, 1)
      }
    }
    return key
  }

  /// Whether codes are binary32.
  var isBinary32: Bool { binary32Bytes == 4 }

  private static func binary32Bytes(_ coding: NumberCoding) -> Int32? {
    guard case .float(let format) = coding.kind, format.signed, format.exponentBits == 8,
      format.bias == 127, format.gradual, format.hasZero, format.nans == .ieee,
      format.infinity == format.largest + 1
    else { return nil }
    return format.trailingBits == 23 ? 4 : format.trailingBits == 7 ? 2 : nil
  }

  /// Empty where a code has more than 16 bits or a value that binary32 has not.
  private static func binary32Values(_ coding: NumberCoding) -> [UInt32] {
    guard coding.bits <= 16 else { return [] }
    var values: [UInt32] = []
    values.reserveCapacity(1 << coding.bits)
    for code in 0..<UInt64(1) << UInt64(coding.bits) {
      switch coding.decode(code) {
      case .nan: values.append(0x7FC0_0000)
      case .infinity: values.append(0x7F80_0000)
      case .zero: values.append(0)
      case .finite(let value):
        let zeros = value.significand.trailingZeroBitCount
        let significand = value.significand >> UInt64(zeros)
        let exponent = value.exponent + zeros
        let top = exponent + 64 - significand.leadingZeroBitCount
        guard value.denominator == 1, significand < 1 << 24, exponent >= -149, top <= 128
        else { return [] }
        let unit = max(top - 24, -149)
        let integer = UInt32(significand) << UInt32(exponent - unit)
        // The leading bit of a normal significand adds one to the field.
        values.append(UInt32(unit + 149) << 23 + integer)
      }
    }
    return values
  }
}
