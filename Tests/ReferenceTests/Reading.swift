import Descriptors
import ExactArithmetic
import Reference
import Specs

/// A listed or parametric format by its name.
func format(_ name: String) throws -> NumberFormat {
  NumberFormat(try Catalog.builtIn().format(named: name))
}

/// An exact value written as `n`, `n/d`, `2^k` or `n*2^k`, as the tables of the documents print it.
func exact(_ text: String) -> Rational {
  let parts = text.split(separator: "*").map { part -> Rational in
    if part.hasPrefix("2^") { return .powerOfTwo(Int(part.dropFirst(2)) ?? .min) }
    let quotient = part.split(separator: "/").compactMap { Int($0) }
    return quotient.count == 2
      ? Rational(quotient[0], over: quotient[1]) : Rational(quotient.first ?? .min)
  }
  return parts.reduce(.one, *)
}

/// The exact value of a binary64 number.
func exact(_ value: Double) throws -> Datum {
  try format("float64").decode(value.bitPattern)
}

/// A code as hexadecimal without leading zeros.
func hex(_ code: UInt64?) -> String {
  code.map { String($0, radix: 16, uppercase: true) } ?? "-"
}
