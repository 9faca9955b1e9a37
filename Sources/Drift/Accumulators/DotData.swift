import Descriptors
import ExactArithmetic
import Reference

/// Operands of sums of products, drawn case by case: a case depends on seed, label and its number
/// alone.
struct DotData: Sendable {
  /// How operands are distributed.
  enum Kind: String, Sendable {
    /// `x` and `w` standard normal.
    case normal
    /// `x = max(0, normal)`, `w` normal times `sqrt(2 / length)`: a layer after a rectifier, as He
    /// and others initialise it (ICCV 2015).
    case rectified
  }

  let kind: Kind
  let format: NumberFormat
  let length: Int
  let seed: UInt64

  /// The codes of a case: those of `x`, then those of `w`.
  ///
  /// A deviate is a multiple of `2^-48`; a weight's factor is the square root as binary64 rounds it,
  /// their product is rounded to binary64 once and from there to the format, ties to even,
  /// saturating. IEEE 754 defines all three steps.
  func codes(of place: Int) -> [UInt64] {
    var source = NormalSource(seed: seed, label: "\(kind.rawValue)/\(length)/\(place)")
    let unit = Double(sign: .plus, exponent: -NormalSource.bits, significand: 1)
    let factor = kind == .rectified ? (2 / Double(length)).squareRoot() : 1
    var dialect = Dialect()
    dialect.overflow = .satFinite
    return (0..<2 * length).map { index in
      var value = Double(source.next()) * unit
      if index < length {
        if kind == .rectified { value = max(0, value) }
      } else {
        value *= factor
      }
      return format.encode(.finite(Rational(binary64: value)), dialect: dialect)
    }
  }

  /// The numbers that codes denote; exact, since formats of operands fit into binary32.
  func numbers(_ codes: [UInt64]) -> [Float] {
    if format.name == "float32" { return codes.map { Float(bitPattern: UInt32($0)) } }
    return codes.map { Float(format.decode($0).number?.approximateDouble ?? 0) }
  }
}

extension Rational {
  /// The number that a finite binary64 datum is.
  init(binary64 value: Double) {
    let bits = value.magnitude.bitPattern
    let field = Int(bits >> 52)
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    let magnitude = Rational(
      unsigned: field == 0 ? fraction : fraction | 1 << 52, exponent: max(field, 1) - 1075)
    self = value < 0 ? -magnitude : magnitude
  }
}
