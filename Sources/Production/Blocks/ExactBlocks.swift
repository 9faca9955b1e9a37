import Descriptors

/// Block formats computed with exact integers: every format, scheme and shape.
///
/// It is what the kernels of this module are compared with.
final class ExactBlocks: Sendable {
  let format: BlockFormat
  let geometry: BlockGeometry
  let element, scale: Target
  /// What encoding reads and decoding writes.
  let outer: NumberCoding
  let result: Target
  let step: Binary32Step
  /// The largest element value.
  let largest: Datum.Finite
  let exponent: ScaleExponent?
  let emptyCode: UInt64
  let nanScale: UInt64?
  let dual: DualSteps?
  /// Rounds to integers, nearest even.
  let integer: Target

  init(_ operation: Operation, _ format: BlockFormat, rows: Int, columns: Int)
    throws(BlockCodecError)
  {
    self.format = format
    geometry = BlockGeometry(format, rows: rows, columns: columns)
    do {
      element = try Target(format.element, dialect: format.elementDialect)
      scale = try Target(format.scale, dialect: format.scaleDialect)
      outer = try NumberCoding(operation.format)
      result = try Target(operation.result, dialect: operation.dialect)
      step = try Binary32Step()
      integer = try Target(
        FormatDescriptor(
          name: "integer", bits: 48, encoding: .fixedPoint(FixedPointLayout(signed: true))),
        dialect: Dialect(overflow: .satFinite))
    } catch {
      throw .field("format", what: "\(error)", remedy: "give another format")
    }
    largest = try BlockRules.check(format, element.coding, scale.coding)
    exponent = try BlockRules.exponent(format, element.coding, scale.coding, largest)
    emptyCode = try BlockRules.emptyCode(format, scale.coding)
    nanScale = scale.coding.nanCode(negative: false)
    if case .dual(let rule) = format.scheme {
      dual = try DualSteps(rule, largestCode: largest)
    } else {
      dual = nil
    }
  }

  /// The largest of finite magnitudes; nil for zeros.
  static func amax(_ data: some Sequence<Datum>) -> Datum.Finite? {
    var largest: Datum.Finite?
    for datum in data {
      guard let value = datum.finite else { continue }
      if let known = largest, Datum.Finite.compareMagnitudes(value, known) <= 0 { continue }
      largest = value.absolute
    }
    return largest
  }

  /// A value divided by values on its way into a format.
  func quotient(
    _ value: Datum.Finite, _ divisors: [Datum.Finite], into target: Target, word: UInt32 = 0
  ) -> UInt64 {
    target.encode(
      ExactQuotient.value([value], over: divisors, asRatio: target.needsRatios), word: word)
  }

  /// A datum that is no finite number, or a zero, on its way into the element format.
  func special(_ datum: Datum, word: UInt32 = 0) -> UInt64 {
    switch datum {
    case .nan(let negative, let payload): element.nan(negative: negative, payload: payload)
    case .infinity(let negative): element.infinity(negative: negative)
    case .zero(let negative): element.zero(negative: negative)
    case .finite(let value): quotient(value, [], into: element, word: word)
    }
  }

  /// The code of an element, its value divided by `divisor`; a zero divisor gives zeros without
  /// sign, an infinite one the sign of the value, a NaN the element format's NaN.
  func element(
    _ value: Datum, over divisor: Datum, _ others: [Datum.Finite] = [], word: UInt32
  ) -> UInt64 {
    if case .nan = divisor { return element.coding.nanCode(negative: false) ?? 0 }
    if case .nan = value { return special(value) }
    switch divisor {
    case .zero: return element.zero(negative: false)
    case .infinity:
      if case .zero = value { return element.zero(negative: false) }
      return quotient(
        Datum.Finite(negative: value.isNegative, significand: 1, exponent: 0), [], into: element,
        word: word)
    case .nan: return 0
    case .finite(let finite):
      guard let number = value.finite else { return special(value) }
      return quotient(number, [finite] + others, into: element, word: word)
    }
  }

  /// The codes of a block.
  struct Block {
    var elements: [UInt64]
    var zeroPoint: UInt64 = 0
    var scale: UInt64
  }

  /// The codes of a block of values under a scale of the matrix, each with a random word where elements
  /// are rounded stochastically.
  func encode(_ data: [Datum], words: [UInt32], matrix: MatrixScale) -> Block {
    if format.nonFinite == .block, let nanScale, !data.allSatisfy(\.isNumber) {
      return Block(elements: Array(repeating: 0, count: data.count), scale: nanScale)
    }
    switch format.scheme {
    case .scaled(let rule): return scaled(data, words, rule)
    case .twoLevel(let two): return twoLevel(data, words, two, matrix)
    case .zeroPoint: return zeroPoint(data, data, over: [])
    case .dual: return dual(data, matrix)
    }
  }

  private func scaled(
    _ data: [Datum], _ words: [UInt32], _ rule: BlockFormat.ScaleRule
  ) -> Block {
    func block(_ code: UInt64) -> Block {
      let divisor = scale.coding.decode(code)
      return Block(
        elements: zip(data, words).map { element($0, over: divisor, word: $1) }, scale: code)
    }
    guard let amax = Self.amax(data) else { return block(emptyCode) }
    switch rule {
    case .floor, .ceil, .even, .rceil:
      let power = Datum.Finite(exponent: exponent?(amax) ?? 0)
      return block(quotient(power, [], into: scale))
    case .amax: return block(quotient(amax, [], into: scale))
    case .amaxOverMax: return block(quotient(amax, [largest], into: scale))
    case .fourOverSix:
      return better(
        block(quotient(amax, [largest], into: scale)),
        block(quotient(half(amax, times: 3), [largest], into: scale)), data, [])
    }
  }

  /// `value * factor / 2`.
  func half(_ value: Datum.Finite, times factor: UInt64) -> Datum.Finite {
    var result = value
    let zeros = result.significand.trailingZeroBitCount
    result.significand = (result.significand >> UInt64(zeros)) * factor
    result.exponent += zeros - 1
    return result
  }

  /// Of two encodings the one with the smaller sum of squared errors, the first on a tie.
  func better(_ a: Block, _ b: Block, _ data: [Datum], _ others: [Datum.Finite]) -> Block {
    guard let second = error(b, data, others) else { return a }
    guard let first = error(a, data, others) else { return b }
    switch (first.value, second.value) {
    case (_, nil): return first.value == nil ? a : b
    case (nil, _): return a
    case (let x?, let y?): return x.compared(to: y) > 0 ? b : a
    }
  }

  /// A sum of squares, 0 where there is no value.
  private struct Squares {
    var value: ExactRatio?
  }

  /// The sum of squared errors over the finite values; nil where a value is lost altogether.
  private func error(_ block: Block, _ data: [Datum], _ others: [Datum.Finite]) -> Squares? {
    let factor = scale.coding.decode(block.scale)
    guard factor.isNumber else { return nil }
    var sum = Squares()
    for (datum, code) in zip(data, block.elements) where datum.isNumber {
      let decoded = element.coding.decode(code)
      guard decoded.isNumber else { return nil }
      var product: (negative: Bool, ExactRatio)?
      if let x = decoded.finite, let s = factor.finite {
        product = (x.negative != s.negative, ExactQuotient.ratio([x, s] + others))
      }
      var difference = product
      if let value = datum.finite {
        let own = (negative: !value.negative, ExactRatio(value))
        difference = product.map { ExactRatio.sum($0, own) } ?? own
      }
      guard let rest = difference?.1 else { continue }
      let square = rest * rest
      sum.value = sum.value.map { ExactRatio.sum((false, $0), (false, square))?.1 ?? $0 } ?? square
    }
    return sum
  }
}
