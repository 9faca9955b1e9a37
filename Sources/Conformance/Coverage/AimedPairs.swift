import Descriptors
import ExactArithmetic
import Reference

/// Pairs of floats that meet the classes that follow from how two operands lie to each other.
///
/// Sums: every difference of exponents with significands of leading ones, so that a carry runs
/// through all bits, at both ends of the range and between; and beside every operand class an
/// operand as many places above or below it as decides a tie. Products: significands of every
/// number of bits, placed where the product is subnormal, normal, or at the end of the range, and
/// pairs whose product is close to a power of two. Quotients: dividends of ones over powers of two.
struct AimedPairs: Sendable {
  private let format: NumberFormat
  private let kind: Operation.Kind
  private let layout: FloatLayout
  private let trailing: UInt64
  private let words = IndexedWords(seed: 0x9A_12)

  /// `nil` for other operations, and for formats that are no floats with subnormals.
  init?(_ model: CoverageModel) {
    let operation = model.evaluator.operation
    kind = model.evaluator.kind
    format = model.evaluator.result
    guard operation.operands.allSatisfy({ $0 == operation.result }),
      [.add, .sub, .mul, .div].contains(kind), format.smallestNormalValue != nil,
      case .float(let layout) = operation.result.encoding, layout.trailingBits > 0,
      layout.exponentBits > 1
    else { return nil }
    self.layout = layout
    trailing = UInt64(layout.trailingBits)
  }

  /// The pairs of codes.
  ///
  /// - Parameter examples: codes of every class of operands.
  func pairs(_ examples: [UInt64]) -> [[UInt64]] {
    switch kind {
    case .add, .sub: apart() + beside(examples)
    case .mul: products() + nearPowers() + besideProducts(examples)
    case .div: quotients() + besideQuotients(examples)
    default: []
    }
  }

  private var ones: UInt64 { (1 << trailing) - 1 }
  private var lastExponent: UInt64 { (format.positive.count - 1) >> trailing }
  private var p: Int { layout.trailingBits + 1 }

  private func code(_ exponent: UInt64, _ field: UInt64, negative: Bool = false) -> UInt64 {
    let rung = min(exponent << trailing | (field & ones), format.positive.count - 1)
    let side = negative ? format.negative ?? format.positive : format.positive
    return side.code(min(rung, side.count - 1))
  }

  /// The field whose first bits are one.
  private func leading(_ count: Int) -> UInt64 {
    count <= 0 ? 0 : count >= Int(trailing) ? ones : ones ^ (ones >> UInt64(count))
  }

  private var fields: [UInt64] {
    [0, 1, ones, ones &- 1, ones >> 1, 1 << (trailing - 1), 2 & ones]
  }

  // MARK: - Sums

  private func apart() -> [[UInt64]] {
    let last = lastExponent
    var found: [[UInt64]] = []
    for apart in 0...UInt64(p) + 5 {
      let bases: Set<UInt64> = [
        last, last - 1, last / 2, min(last, apart + 1), min(last, apart + 2),
      ]
      let first = Set(fields + [leading(Int(apart)), leading(Int(apart) - 1)])
      let second = Set(fields + [leading(p - Int(apart)), leading(p - Int(apart) - 1)])
      for base in bases.sorted() where base > apart {
        for x in first.sorted() {
          for y in second.sorted() {
            for signs in 0..<4 as Range<Int> {
              let large = code(base, x, negative: signs & 1 == 1)
              let small = code(base - apart, y, negative: signs & 2 == 2)
              found.append((Int(base) + signs) % 2 == 0 ? [large, small] : [small, large])
            }
          }
        }
      }
    }
    return found
  }

  /// Beside each operand, operands whose half step is its last bit, or whose last bit is half of its
  /// step.
  private func beside(_ examples: [UInt64]) -> [[UInt64]] {
    var found: [[UInt64]] = []
    for example in examples {
      guard let value = format.decode(example).number?.magnitude, !value.isZero else { continue }
      let top = value.floorLog2 + layout.bias
      var low = top
      var rest = value.scaled(byPowerOfTwo: layout.bias - top)
      while !rest.isInteger, top - low < p {
        rest = rest.scaled(byPowerOfTwo: 1)
        low -= 1
      }
      let near = [low + p - 1, low + p, low + p + 1, top - p, top - p + 1, top - 1, top, top + 1]
      for exponent in Set(near).sorted() where exponent >= 0 && exponent <= Int(lastExponent) {
        for field in fields {
          for negative in [false, true] {
            let other = code(UInt64(exponent), field, negative: negative)
            found.append([example, other])
            found.append([other, example])
          }
        }
      }
    }
    return found
  }

  // MARK: - Products

  /// Codes of odd significands of so many bits, with the leading bit at an exponent.
  private func significands(_ bits: Int) -> [UInt64] {
    let top = UInt64(1) << UInt64(bits - 1)
    let draw = words[UInt64(bits)] & (top - 1) | top | 1
    return Set([top | 1, top | (top - 1), draw]).sorted()
  }

  /// A pair of odd significands whose product has its leading bit at an exponent, or just below.
  private func placed(_ a: UInt64, _ b: UInt64, top: Int, _ signs: Int) -> [UInt64]? {
    let lowest = 1 - layout.bias
    let highest = Int(lastExponent) - layout.bias
    let first = max(lowest, min(highest, top / 2))
    let second = top - first
    let dialect = Dialect(overflow: .satFinite)
    func code(_ odd: UInt64, _ exponent: Int, _ negative: Bool) -> UInt64? {
      let width = 64 - odd.leadingZeroBitCount
      let value = Rational(Int(odd)).scaled(byPowerOfTwo: exponent - width + 1)
      let code = format.encode(.finite(negative ? -value : value), dialect: dialect)
      return format.decode(code).number?.magnitude == value ? code : nil
    }
    guard let x = code(a, first, signs & 1 == 1), let y = code(b, second, signs & 2 == 2) else {
      return nil
    }
    return signs & 4 == 4 ? [y, x] : [x, y]
  }

  /// The pair with the first factor subnormal.
  private func belowNormal(_ a: UInt64, _ b: UInt64, top: Int) -> [[UInt64]] {
    guard a <= ones else { return [] }
    let width = 64 - a.leadingZeroBitCount
    let exponent = 1 - layout.bias - Int(trailing) + width - 1
    let low = 64 - b.leadingZeroBitCount
    let value = Rational(Int(b)).scaled(byPowerOfTwo: top - exponent - low + 1)
    let code = format.encode(.finite(value), dialect: Dialect(overflow: .satFinite))
    guard format.decode(code).number == value else { return [] }
    return [[format.positive.code(a), code]]
  }

  private var tops: [Int] {
    let lowest = 1 - layout.bias
    let bottom = lowest - Int(trailing)
    let highest = Int(lastExponent) - layout.bias
    let subnormal =
      p <= 24
      ? Array(bottom - 3...lowest) : Array(bottom - 3...bottom + 3) + Array(lowest - 3...lowest)
    return subnormal + [lowest + 1, 0, highest - 1, highest, highest + 1]
  }

  private func products() -> [[UInt64]] {
    var found: [[UInt64]] = []
    var turn = 0
    for bits in 1...2 * p {
      let splits = Set([(bits + 1) / 2, min(p, bits), min(p, bits) - 1, max(1, bits - p)])
      for first in splits.sorted() where first >= 1 && first <= p {
        for second in [bits - first, bits - first + 1] where second >= 1 && second <= p {
          for a in significands(first) {
            for b in significands(second) {
              for top in tops {
                turn += 3
                if let pair = placed(a, b, top: top, turn % 8) { found.append(pair) }
              }
            }
          }
        }
      }
    }
    return found
  }

  /// Factors of numbers of all ones and of numbers a little below a power of two, and each operand
  /// with what takes it close to one.
  private func nearPowers() -> [[UInt64]] {
    var found: [[UInt64]] = []
    let tops = [1 - layout.bias, 2 - layout.bias, 0, Int(lastExponent) - layout.bias]
    func add(_ a: UInt64, _ b: UInt64) {
      // The product's leading bit may come one place above the sum of the exponents.
      for top in tops {
        for lower in 0...1 {
          for signs in [0, 1, 4, 7] {
            if let pair = placed(a, b, top: top - lower, signs) { found.append(pair) }
          }
          found += belowNormal(a, b, top: top - lower) + belowNormal(b, a, top: top - lower)
        }
      }
    }
    let most = UInt64(1) << UInt64(p)
    for target in [most - 1, most + 1, 2 * most - 1, 2 * most - 3, 2 * most - 5] where p < 61 {
      var divisor: UInt64 = 1
      while divisor < min(most, 1 << 16) {
        if target % divisor == 0, target / divisor < most { add(divisor, target / divisor) }
        divisor += 2
      }
    }
    guard p < 31 else { return found }
    let power = UInt64(1) << UInt64(2 * p - 1)
    for draw in 0..<192 as Range<UInt64> {
      // Odd numbers of p bits, and some of fewer.
      let width = draw % 3 == 0 ? p - Int(draw / 3 % UInt64(max(1, p / 2))) : p
      let top = UInt64(1) << UInt64(width - 1)
      let a = words[draw + 5_000] & (top - 1) | top | 1
      var target = power
      while target / a >= most { target >>= 1 }
      let b = target / a
      if b > 0 { add(a >> UInt64(a.trailingZeroBitCount), b >> UInt64(b.trailingZeroBitCount)) }
    }
    return found
  }

  /// Each operand with few bits, and with bits of its own number, placed where the product is
  /// subnormal, normal, or at the end of the range.
  private func besideProducts(_ examples: [UInt64]) -> [[UInt64]] {
    let dialect = Dialect(overflow: .satFinite)
    var found: [[UInt64]] = []
    for example in examples {
      guard let value = format.decode(example).number?.magnitude, !value.isZero else { continue }
      for odd in [1, 3, 5, 7, Int(ones) | 1, Int(words[example] & ones) | 1] {
        let width = Int.bitWidth - odd.leadingZeroBitCount
        for top in tops {
          let exponent = top - value.floorLog2
          let other = Rational(odd).scaled(byPowerOfTwo: exponent - width + 1)
          let code = format.encode(.finite(other), dialect: dialect)
          guard format.decode(code).number == other else { continue }
          found.append([example, code])
          found.append([code, example])
        }
      }
    }
    return found
  }

  // MARK: - Quotients

  /// Each operand over others, and under them, where the quotient is subnormal or next to that.
  private func besideQuotients(_ examples: [UInt64]) -> [[UInt64]] {
    let dialect = Dialect(overflow: .satFinite)
    let lowest = 1 - layout.bias
    var found: [[UInt64]] = []
    for example in examples {
      guard let value = format.decode(example).number?.magnitude, !value.isZero else { continue }
      for odd in [1, 3, 5, 7, Int(ones) | 1] {
        for below in 0...p + 2 {
          // The last bit of the quotient is that much below the smallest normal value.
          let target = Rational(odd).scaled(byPowerOfTwo: lowest - below)
          for (other, isDividend) in [(value / target, true), (value * target, false)] {
            let code = format.encode(.finite(other), dialect: dialect)
            guard format.decode(code).number == other else { continue }
            found.append(isDividend ? [example, code] : [code, example])
          }
        }
      }
    }
    return found
  }

  private func quotients() -> [[UInt64]] {
    var found: [[UInt64]] = []
    let lowest = 1 - layout.bias
    let last = Int(lastExponent)
    for field in fields {
      for below in 0...p + 2 {
        // The quotient's exponent is that many below the smallest normal one.
        let exponent = lowest - below
        for dividend in [1, 2, layout.bias / 2 + 1, layout.bias] {
          let divisor = dividend - exponent
          guard dividend >= 0, divisor >= 1, divisor <= last else { continue }
          for other in fields.prefix(4) {
            for signs in 0..<2 {
              found.append([
                code(UInt64(dividend), field, negative: signs == 1), code(UInt64(divisor), other),
              ])
            }
          }
        }
      }
    }
    return found
  }
}
