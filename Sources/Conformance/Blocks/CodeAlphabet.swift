import Descriptors
import ExactArithmetic
import Reference

/// A few codes of a wide format, so that every case made of them can be tried.
struct CodeAlphabet: Hashable, Sendable {
  /// The codes, those that tell most first.
  let codes: [UInt64]
  /// The codes in words, for the statement of a domain.
  let text: String

  /// So many codes of a format: zeros, ones and their neighbours, the ends of the normal and subnormal
  /// ranges, infinities and NaNs, magnitudes whose products underflow, then other structured ones.
  init(_ format: NumberFormat, count: Int) {
    let dialect = Dialect(rounding: .toNearestOrEven, overflow: .satFinite)
    func code(_ value: Rational) -> UInt64 { format.encode(.finite(value), dialect: dialect) }
    let one = code(.one)
    let last = format.positive.count - 1
    var codes: [UInt64] = [code(.zero), one, code(-.one)]
    if last > 0 { codes.append(format.positive.code(1)) }
    if case .float(let layout) = format.descriptor.encoding {
      let normal = UInt64(1) << UInt64(layout.trailingBits)
      let low = Rational.powerOfTwo((1 - layout.bias) / 2)
      codes += [
        code(low), format.positive.code(min(normal, last)), code(-low),
        (one &+ 1) & format.lastCode,
        format.positive.code(min(normal - 1, last)),
      ]
    }
    let others = format.nonFiniteCodes()
    codes += others.first { format.decode($0).isNaN }.map { [$0] } ?? []
    codes += others.filter { !format.decode($0).isNaN }
    codes += [format.positive.code(last), format.encode(.negativeZero, dialect: dialect)]
    codes += [code(Rational(3)), code(Rational(-3, over: 2)), (one &- 1) & format.lastCode]
    codes += others.filter { format.decode($0).isNaN }.suffix(1)
    codes += format.structuredCodes()
    var seen: Set<UInt64> = []
    self.codes = Array(codes.filter { seen.insert($0).inserted }.prefix(count))
    text =
      "every case of the operands "
      + self.codes.map { hexadecimal($0, bits: format.bits) }.joined(separator: " ")
  }
}
