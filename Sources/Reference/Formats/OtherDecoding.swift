import Descriptors
import ExactArithmetic

extension FixedPointLayout {
  /// The integer that a code stands for, before scaling.
  func integer(_ code: UInt64, bits: Int) -> Int64 {
    guard signed else { return Int64(bitPattern: code) }
    let unused = Int64(64 - bits)
    return (Int64(bitPattern: code) << unused) >> unused
  }

  /// What a code denotes: two's complement or plain binary, scaled by `2^-fractionBits`.
  func decode(_ code: UInt64, bits: Int) -> Datum {
    if !signed { return .finite(Rational(unsigned: code, exponent: -fractionBits)) }
    return .finite(Rational(integer(code, bits: bits), exponent: -fractionBits))
  }
}

/// What a posit code denotes (Posit Standard 2022): 0, NaR, or
/// `(1 + f) * 2^(2^es * k + e)` with `k` from the run of equal bits behind the sign.
///
/// Bits that the code is too short to hold count as 0. A negative posit is the two's complement
/// of its magnitude.
func decodePosit(_ code: UInt64, bits: Int, exponentBits: Int) -> Datum {
  let signBit = UInt64(1) << UInt64(bits - 1)
  if code == 0 { return .finite(.zero) }
  if code == signBit { return .nan }
  let negative = code & signBit != 0
  let magnitude = negative ? (0 &- code) & (signBit | (signBit - 1)) : code

  // The fields begin right behind the sign; from here on the first bit is the top one.
  let width = bits - 1
  var rest = magnitude << UInt64(64 - width)
  let regimeBit = rest >> 63
  let run = min(width, (regimeBit == 1 ? ~rest : rest).leadingZeroBitCount)
  let regime = regimeBit == 1 ? run - 1 : -run
  // The bit that ends the run, where there is room for it, belongs to it.
  var left = max(0, width - run - 1)
  rest = run + 1 < 64 ? rest << UInt64(run + 1) : 0
  let exponent = exponentBits == 0 ? 0 : Int(rest >> UInt64(64 - exponentBits))
  rest <<= UInt64(exponentBits)
  left = max(0, left - exponentBits)
  let fraction = left == 0 ? 0 : Int64(rest >> UInt64(64 - left))
  let value = Rational(
    (1 << Int64(left)) + fraction, exponent: (regime << exponentBits) + exponent - left)
  return .finite(negative ? -value : value)
}

/// What a HiFloat8 code denotes (arXiv 2409.16626).
///
/// Behind the sign, the dot field says how wide the exponent field is:
///
/// | dot | exponent bits | mantissa bits |
/// |---|---|---|
/// | 11 | 4 | 1 |
/// | 10 | 3 | 2 |
/// | 01 | 2 | 3 |
/// | 001 | 1 | 3 |
/// | 0001 | 0 | 3 |
/// | 0000 | - | `2^(M - 23)`, M = 1...7 |
///
/// The exponent field is a sign and a magnitude whose leading 1 is implied.
func decodeHiFloat8(_ code: UInt64) -> Datum {
  let magnitude = code & 0x7F
  let negative = code != magnitude
  switch magnitude {
  case 0: return negative ? .nan : .finite(.zero)
  case 0x6F: return .infinity(negative: negative)
  default:
    let value = hiFloat8Magnitude(magnitude)
    return .finite(negative ? -value : value)
  }
}

/// The value of a non-zero HiFloat8 magnitude code by the pattern alone; 0x6F, the infinity,
/// reads 49152, where the grid would go on.
func hiFloat8Magnitude(_ code: UInt64) -> Rational {
  let widths: (dot: UInt64, exponent: UInt64, mantissa: UInt64)
  switch code {
  case 0x60...: widths = (0b11, 4, 1)
  case 0x40...: widths = (0b10, 3, 2)
  case 0x20...: widths = (0b01, 2, 3)
  case 0x10...: widths = (0b001, 1, 3)
  case 0x08...: widths = (0b0001, 0, 3)
  default: return .powerOfTwo(Int(code) - 23)
  }
  let mantissa = Int64(code & ((1 << widths.mantissa) - 1))
  var exponent = 0
  if widths.exponent > 0 {
    let field = (code >> widths.mantissa) & ((1 << widths.exponent) - 1)
    let lowBits = widths.exponent - 1
    let size = Int((field & ((1 << lowBits) - 1)) | (1 << lowBits))
    exponent = field >> lowBits == 1 ? -size : size
  }
  return Rational(
    (1 << Int64(widths.mantissa)) + mantissa, exponent: exponent - Int(widths.mantissa))
}

extension ValueTable {
  /// What a code denotes: its entry.
  func decode(_ code: UInt64) -> Datum {
    switch entries[Int(code)] {
    case .finite(let literal): .finite(Rational(literal))
    case .negativeZero: .negativeZero
    case .infinity(let negative): .infinity(negative: negative)
    case .nan: .nan
    }
  }
}

extension Rational {
  /// The value of a literal of the specification files.
  init(_ literal: ExactLiteral) {
    self =
      Rational(literal.numerator, exponent: literal.exponent)
      / Rational(literal.denominator, exponent: 0)
  }
}
