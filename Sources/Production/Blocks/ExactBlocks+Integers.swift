import Descriptors

/// The steps of a dual scheme that concern the whole matrix.
struct DualSteps: Sendable {
  /// `R`, the protective range.
  let range: Datum.Finite
  let intermediate: Target
  let matrix: Target
  private let exponents: ClosedRange<Int>

  init(_ rule: DualScale, largestCode: Datum.Finite) throws(BlockCodecError) {
    let q = largestCode.significand << UInt64(max(largestCode.exponent, 0))
    guard q > 1, rule.largest > 0, rule.largest < 1 << 30 else {
      throw .field(
        "scheme", what: "no protective range for \(rule.largest) and \(q)",
        remedy: "give elements of 2 bits or more and a positive largest value")
    }
    do {
      intermediate = try Target(rule.intermediate, dialect: Dialect(overflow: .satFinite))
      matrix = try Target(rule.matrixScale, dialect: Dialect(overflow: .satFinite))
    } catch {
      throw .field("scheme", what: "\(error)", remedy: "give another format")
    }
    guard let exponents = matrix.coding.powersOfTwo else {
      throw .field(
        "matrixScale", what: "\(rule.matrixScale.name) lacks powers of two",
        remedy: "give a float such as bfloat16")
    }
    self.exponents = exponents
    // F (q - 1) / q with the denominator odd.
    let zeros = q.trailingZeroBitCount
    range = Datum.Finite(
      negative: false, significand: UInt64(rule.largest) * (q - 1), denominator: q >> UInt64(zeros),
      exponent: -zeros)
    let bound = intermediate.coding.boundCode(negative: false)
    guard let last = intermediate.coding.decode(bound).finite,
      Datum.Finite.compareMagnitudes(Datum.Finite(integer: rule.largest), last) <= 0
    else {
      throw .field(
        "intermediate", what: "\(rule.largest) is beyond \(rule.intermediate.name)",
        remedy: "give a largest value that it has")
    }
  }

  /// `max(amax / R, 1 / (512 R))` raised to a power of two.
  func exponent(_ amax: Datum.Finite?) -> Int {
    let least = Datum.Finite(exponent: -9)
    var value = least
    if let amax, Datum.Finite.compareMagnitudes(amax, least) > 0 { value = amax }
    // value <= R 2^e for the least such e.
    var exponent = value.floorLog2 - range.floorLog2
    var bound = range
    bound.exponent += exponent
    if Datum.Finite.compareMagnitudes(value, bound) > 0 { exponent += 1 }
    return min(max(exponent, exponents.lowerBound), exponents.upperBound)
  }

  func code(_ exponent: Int) -> UInt64 {
    matrix.encode(.finite(negative: false, Magnitude(1, exponent: exponent)), word: 0)
  }

  /// A value clamped to the protective range and rounded to the intermediate format.
  func narrowed(_ value: Datum.Finite, over divisors: [Datum.Finite]) -> Datum {
    narrowed(value.negative, ExactQuotient.ratio([value], over: divisors))
  }

  func narrowed(_ negative: Bool, _ ratio: ExactRatio) -> Datum {
    let limit = ExactRatio(range)
    let inside = ratio.compared(to: limit) > 0 ? limit : ratio
    return intermediate.coding.decode(
      intermediate.encode(.ratio(negative: negative, inside), word: 0))
  }
}

extension ExactBlocks {
  func dual(_ data: [Datum], _ matrix: MatrixScale) -> Block {
    guard let dual else { return Block(elements: [], scale: 0) }
    let power = Datum.Finite(exponent: matrix.exponent)
    let narrowed = data.map { datum in
      datum.finite.map { dual.narrowed($0, over: [power]) } ?? datum
    }
    return zeroPoint(data, narrowed, over: [power])
  }

  /// A block with a zero point: the scale looks at `seen`, the elements are `data / others`.
  func zeroPoint(_ data: [Datum], _ seen: [Datum], over others: [Datum.Finite]) -> Block {
    var low: Datum.Finite?
    var high: Datum.Finite?
    for value in seen.compactMap(\.finite) {
      let known = value.negative ? low : high
      if let known, Datum.Finite.compareMagnitudes(value, known) <= 0 { continue }
      if value.negative { low = value.absolute } else { high = value }
    }
    if low == nil, high == nil {
      low = Datum.Finite(integer: 1)
      high = low
    }
    let width = ExactRatio.sum(
      low.map { (false, ExactRatio($0)) } ?? (false, ExactRatio(high ?? largest)),
      (false, ExactRatio(high ?? low ?? largest)))
    var span = ExactRatio(low ?? high ?? largest)
    if low != nil, high != nil, let width { span = width.1 }
    let code = scale.encode(.ratio(negative: false, span / ExactRatio(largest)), word: 0)
    var block = Block(elements: Array(repeating: 0, count: data.count), scale: code)
    let divisor: Datum.Finite?
    switch scale.coding.decode(code) {
    case .nan, .zero: return block
    case .infinity: divisor = nil
    case .finite(let value): divisor = value
    }
    let top = Int(largest.significand << UInt64(max(largest.exponent, 0)))
    func steps(_ value: Datum.Finite, _ more: [Datum.Finite]) -> Int {
      guard let divisor else { return 0 }
      let code = quotient(value, [divisor] + more, into: integer)
      return Int(code) - (code >> 47 != 0 ? 1 << 48 : 0)
    }
    let zero = min(max(low.map { steps($0, []) } ?? 0, 0), top)
    block.zeroPoint = UInt64(zero)
    block.elements = data.map { datum in
      guard datum.isNumber else { return special(datum) }
      let offset = datum.finite.map { steps($0, others) } ?? 0
      return UInt64(min(max(offset + zero, 0), top))
    }
    return block
  }
}
