import Descriptors
import ExactArithmetic

// IEEE 754-2019 section 3.4, OCP 8-bit floating point 1.0, OCP MX 1.0 section 5.3,
// IEEE P3109 v4.0: one formula, told apart by the layout's fields.

extension FloatLayout {
  /// The magnitude bits of a code of the given width.
  func magnitudeMask(bits: Int) -> UInt64 {
    UInt64.max >> UInt64(64 - bits + (signed ? 1 : 0))
  }

  /// The value of a magnitude code by the formula alone, no code being special except zero.
  ///
  /// The code may run past the exponent field: then the exponent continues, which is how the
  /// grid goes on above the largest finite value.
  func magnitude(_ code: UInt64) -> Rational {
    let exponent = Int(code >> UInt64(trailingBits))
    let trailing = Int64(code & ((1 << UInt64(trailingBits)) - 1))
    if exponent == 0 {
      if subnormals == .gradual {
        return Rational(trailing, exponent: 1 - bias - trailingBits)
      }
      if trailing == 0, hasZero { return .zero }
    }
    return Rational((1 << Int64(trailingBits)) + trailing, exponent: exponent - bias - trailingBits)
  }

  /// The magnitude code of infinity, `nil` without one.
  func infinityCode(bits: Int) -> UInt64? {
    switch infinities {
    case .none: nil
    case .ieee: exponentMask
    case .top: magnitudeMask(bits: bits) - (nans == .allOnes ? 1 : 0)
    }
  }

  /// The magnitude code of the largest finite value.
  func largestCode(bits: Int) -> UInt64 {
    if let infinity = infinityCode(bits: bits) { return infinity - 1 }
    return switch nans {
    case .none, .negativeZero: magnitudeMask(bits: bits)
    case .allOnes: magnitudeMask(bits: bits) - 1
    case .ieee: exponentMask
    }
  }

  /// The exponent field with all bits set, in place.
  var exponentMask: UInt64 { ((1 << UInt64(exponentBits)) - 1) << UInt64(trailingBits) }

  /// What a code denotes.
  func decode(_ code: UInt64, bits: Int) -> Datum {
    let magnitude = code & magnitudeMask(bits: bits)
    let negative = magnitude != code
    if isNaN(magnitude, negative: negative, bits: bits) {
      let hasPayload = nans == .ieee
      return .nan(
        NaN(
          negative: negative && nans != .negativeZero,
          payload: hasPayload ? magnitude << UInt64(64 - trailingBits) : 0))
    }
    if magnitude == infinityCode(bits: bits) { return .infinity(negative: negative) }
    let value = self.magnitude(magnitude)
    if value.isZero { return negative ? .negativeZero : .finite(.zero) }
    return .finite(negative ? -value : value)
  }

  private func isNaN(_ magnitude: UInt64, negative: Bool, bits: Int) -> Bool {
    switch nans {
    case .none: false
    case .ieee: magnitude > exponentMask
    case .allOnes: magnitude == magnitudeMask(bits: bits)
    case .negativeZero: negative && magnitude == 0
    }
  }
}
