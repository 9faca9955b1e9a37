import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("sums of products")
struct DotEvaluatorTests {
  static let x = [3, -5, 7, 1, -2, 9, 11, -13].map { Rational($0, over: 8) }
  static let w = [5, 7, -3, 9, -11, 13, 2, -1].map { Rational($0, over: 16) }

  @Test("the chain of 8-bit floats gives the golden partial sums, and what was lost adds up")
  func golden() throws {
    let evaluator = try dot(fmaq(grid(4, 3, 6), grid(4, 3, 5)), 8)
    let trace = evaluator.trace(try codes(Self.x + Self.w))
    #expect(
      trace.productSteps.map { "\($0.after)" }
        == ["15/128", "-19/128", "-5/16", "-31/128", "-9/128", "13/16", "31/32", "17/16"])
    #expect(trace.exactSum == .finite(Rational(71, over: 64)))
    #expect(trace.value == .finite(Rational(17, over: 16)))
    let lost = try trace.steps.reduce(Rational.zero) { try $0 + #require($1.lost) }
    #expect(lost == Rational(71, over: 64) - Rational(17, over: 16))
    #expect(trace.steps.last?.kind == .chunk(0))
  }

  @Test("M7E4 with biases 12 and 10 has the ends that its formulas give")
  func ends() {
    #expect(grid(7, 4, 12).overflowThreshold == exact("255/16"))
    #expect(grid(7, 4, 12).underflowThreshold == exact("2^-12"))
    #expect(grid(7, 4, 10).overflowThreshold == exact("255/4"))
    #expect(grid(7, 4, 10).underflowThreshold == exact("2^-10"))
  }

  @Test("events: underflow, overflow, swamping")
  func events() throws {
    let evaluator = try dot(fmaq(grid(7, 4, 12), grid(7, 4, 10), chunk: nil), 6)
    let x: [Rational] = [.powerOfTwo(-13), 15, 15, 15, 15, 1]
    let w: [Rational] = [1, 1, 1, 1, 2, Rational(1, over: 512)]
    let steps = evaluator.trace(try codes(x + w)).steps
    #expect(steps[0].events == [.rounded, .productUnderflow, .swamped])
    #expect(steps[1].events == [.exact])
    #expect(steps[4].events == [.rounded, .productOverflow])
    // 45 + 255/16 has 10 significant bits.
    #expect(steps[4].after == .finite(exact("243/4")))
    #expect(steps[5].events == [.rounded, .swamped])
    let full = try dot(fmaq(grid(7, 4, 12), grid(7, 4, 10), chunk: nil), 5)
    let last = full.trace(try codes([15, 15, 15, 15, 15, 1, 1, 1, 1, 1] as [Rational])).steps[4]
    #expect(last.events == [.rounded, .sumOverflow])
    #expect(last.after == .finite(exact("255/4")))
  }

  @Test("zeros, empty sums and their signs")
  func zeros() throws {
    let plain = try accumulator("float32")
    #expect(try dot(plain, 0).value([]) == .finite(0))
    let negative = try codes([Datum.negativeZero, .finite(1)])
    #expect(try dot(plain, 1).value(negative) == .finite(0))
    #expect(try dot(accumulator("float32", rounding: .down), 1).value(negative) == .negativeZero)
    // A sum of halves adds no +0 in front.
    #expect(try dot(accumulator("float32", order: .pairwise), 1).value(negative) == .negativeZero)
    #expect(
      try dot(accumulator("float32", rounding: .down, order: .lanes(4, .halves)), 0).value([])
        == .finite(0))
  }

  @Test("infinities and NaNs; x86 keeps the first NaN and has a default of its own")
  func specials() throws {
    let plain = try accumulator("float32")
    let inf = Datum.infinity(negative: false)
    let minus = Datum.infinity(negative: true)
    #expect(try dot(plain, 2).value(codes([inf, .finite(1), .finite(1), inf])) == inf)
    #expect(try dot(plain, 2).value(codes([inf, minus, .finite(1), .finite(1)])).isNaN)
    let flagged = try dot(plain, 1)(codes([inf, .finite(0)]))
    #expect(flagged.flags == .nonFinite)
    #expect(flagged.results == [0x7FC0_0000])
    let x86 = try accumulator("float32", nan: .x86)
    let dialect = Dialect(nan: .payload)
    func result(_ codes: [UInt64]) throws -> String {
      let format = try format("float32").descriptor
      let operation = Operation(
        .dot(x86, length: codes.count / 2), format: format, dialect: dialect)
      return hex(try DotEvaluator(operation)(codes).results[0])
    }
    #expect(try result([0x7F80_0000, 0]) == "FFC00000")
    #expect(try result([0x7F80_0001, 0xFFC0_0002]) == "7FC00001")
    #expect(try result([0x3F80_0000, 0x7F80_0000, 0xFF80_0005, 0]) == "FFC00005")
  }

  @Test("orders: odd first, permuted, lanes in three ways, halves")
  func orders() throws {
    // 2^24 + 1 is a tie in binary32, so that who meets whom shows.
    let big = Rational.powerOfTwo(24)
    func sum(_ values: [Rational], _ order: Accumulator.Order) throws -> Rational? {
      let ones = Array(repeating: Rational.one, count: values.count)
      return try dot(accumulator("float32", order: order), values.count)
        .value(codes(values + ones)).number
    }
    #expect(try sum([big, 1, 1], .sequential) == big)
    #expect(try sum([1, big, 1, -big], .sequential) == 0)
    #expect(try sum([1, big, 1, -big], .oddFirst) == 1)
    #expect(Accumulator.Order.oddFirst.indices(count: 3) == [1, 0, 2])
    #expect(try sum([big, 1, 1], .pairwise) == big)
    #expect(try sum([big, 0, 1, 1], .pairwise) == big + 2)
    #expect(try sum([big, 1, 1, 0], .lanes(2, .halves)) == big + 2 - 1 + 1 - 2)
    #expect(try sum([big, 1, 0, 1], .lanes(2, .sequential)) == big + 2)
    #expect(try sum([big, 1, 0, 1], .lanes(4, .halves)) == big + 2)
    #expect(try sum([big, 0, 1, 1], .lanes(4, .halves)) == big)
    #expect(try sum([big, 0, 1, 1], .lanes(4, .neighbours)) == big + 2)
    #expect(try sum([big, 1, 0, 1], .lanes(4, .neighbours)) == big)
    #expect(try sum([big, 1, 1], .lanes(3, .sequential)) == big)
    // The first numbers of SplitMix64 from 0 are E220A8397B1DCDAF, 6E789E6AA1B965F4, 06C45D188009454F.
    #expect(Accumulator.Order.permuted(seed: 0).indices(count: 4) == [2, 1, 0, 3])
    let values = [1, big, 1, -big]
    #expect(
      try sum(values, .permuted(seed: 0))
        == sum([2, 1, 0, 3].map { values[$0] }, .sequential))
  }

  @Test("Kahan's compensation keeps what a plain sum loses")
  func kahan() throws {
    let values: [Rational] = [.powerOfTwo(24), 1, 1, 1, 1, 1, 1, 1, 1]
    let ones = Array(repeating: Rational.one, count: 9)
    let kahan = try dot(accumulator("float32", adder: .compensated), 9)
    let trace = kahan.trace(try codes(values + ones))
    #expect(trace.value == .finite(.powerOfTwo(24) + 8))
    #expect(trace.steps[1].compensation == .finite(-1))
    #expect(trace.steps[2].compensation == .finite(0))
    #expect(
      try dot(accumulator("float32"), 9).value(codes(values + ones)) == .finite(.powerOfTwo(24)))
  }

  @Test("an aligned adder drops what lies too low")
  func aligned() throws {
    func sum(
      _ values: [Rational], _ rounding: RoundingRule = .towardZero, includesSum: Bool = true
    ) throws -> DotTrace {
      let adder = AlignedAdder(
        terms: 2, bits: 2, rounding: rounding, includesSum: includesSum, exponent: .value)
      let ones = Array(repeating: Rational.one, count: values.count)
      return try dot(accumulator("float32", adder: .aligned(adder)), values.count)
        .trace(codes(values + ones))
    }
    // The quantum is 2^(3 - 2).
    #expect(try sum([8, 3]).value == .finite(10))
    #expect(try sum([8, -3]).value == .finite(6))
    #expect(try sum([8, -3], .down).value == .finite(4))
    let lost = try sum([8, 1])
    #expect(lost.value == .finite(8))
    #expect(lost.steps[0].events == [.rounded, .alignedAway])
    #expect(try sum([8, 8, 3, 3]).value == .finite(16))
    #expect(try sum([8, 8, 3, 3], includesSum: false).value == .finite(22))
    // Significands of operands are not normalised: 3/2 * 3/2 counts as 2^0.
    let adder = AlignedAdder(terms: 1, bits: 1, exponent: .operands)
    let operands = try dot(accumulator("float32", adder: .aligned(adder)), 1)
    #expect(operands.value(try codes([Rational(3, over: 2), Rational(3, over: 2)])) == .finite(2))
    let value = AlignedAdder(terms: 1, bits: 0, exponent: .value)
    let values = try dot(accumulator("float32", adder: .aligned(value)), 1)
    #expect(values.value(try codes([Rational(7, over: 4), Rational(7, over: 4)])) == .finite(2))
  }

  @Test("odd first with flushes, as VDPBF16PS")
  func flushes() throws {
    let accumulator = Accumulator(
      name: "vdpbf16ps",
      sum: .format(try format("float32").descriptor, Dialect(nan: .payload, flushResults: true)),
      order: .oddFirst, flushesOperands: true, nan: .x86,
      result: try format("float32").descriptor)
    let evaluator = try dot(accumulator, 2, "bfloat16")
    #expect(evaluator.value([0x0001, 0x3F80, 0x7F00, 0x3F80]) == .finite(1))
    // 2^-63 squared is normal; 2^-64 squared is below the smallest normal and is flushed.
    #expect(evaluator.value([0x2000, 0, 0x2000, 0]) == .finite(.powerOfTwo(-126)))
    #expect(evaluator.value([0x1F80, 0, 0x1F80, 0]) == .finite(0))
  }

  @Test("integers wrap or saturate at every addition")
  func integers() throws {
    let int16 = try format("int16").descriptor
    let ones = Array(repeating: Rational(127), count: 8)
    func sum(_ dialect: Dialect) throws -> DotTrace {
      let rule = Accumulator(name: "int16", sum: .format(int16, dialect), result: int16)
      let operation = Operation(
        .dot(rule, length: 4), format: try format("int8").descriptor, result: int16)
      return try DotEvaluator(operation).trace(codes(ones, "int8"))
    }
    let wrapped = try sum(Dialect(wraps: true))
    #expect(wrapped.value == .finite(Rational(4 * 127 * 127 - 65536)))
    #expect(
      wrapped.steps.map(\.events) == [[.exact], [.exact], [.rounded, .sumOverflow], [.exact]])
    let saturated = try sum(Dialect(overflow: .satFinite))
    #expect(saturated.value == .finite(32767))
    #expect(saturated.steps[3].events == [.rounded, .sumOverflow, .swamped])
  }

  /// A plain accumulator in one format.
  func accumulator(
    _ name: String, rounding: RoundingRule = .toNearestOrEven, adder: Accumulator.Adder = .serial,
    order: Accumulator.Order = .sequential, nan: Accumulator.NaNRule = .canonical
  ) throws -> Accumulator {
    let format = try format(name).descriptor
    let dialect = Dialect(rounding: rounding, nan: nan == .x86 ? .payload : .canonical)
    return Accumulator(
      name: name, sum: .format(format, dialect), adder: adder, order: order, nan: nan,
      result: format)
  }
}
