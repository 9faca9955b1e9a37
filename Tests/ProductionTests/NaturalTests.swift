import Descriptors
import Testing

@testable import Production

/// Numbers in place and spilled ones, against a plain list of bits.
@Suite struct NaturalTests {
  /// A number as bits, least significant first; slow on purpose.
  private struct Bits: Equatable {
    var bits: [Bool]

    init(_ bits: [Bool]) {
      self.bits = bits
      while self.bits.last == false { self.bits.removeLast() }
    }

    static func + (x: Bits, y: Bits) -> Bits {
      var sum: [Bool] = []
      var carry = 0
      for place in 0...max(x.bits.count, y.bits.count) {
        let digit = x.digit(place) + y.digit(place) + carry
        sum.append(digit & 1 == 1)
        carry = digit / 2
      }
      return Bits(sum)
    }

    static func * (x: Bits, y: Bits) -> Bits {
      var product = Bits([])
      for (place, bit) in x.bits.enumerated() where bit {
        product = product + Bits(Array(repeating: false, count: place) + y.bits)
      }
      return product
    }

    func digit(_ place: Int) -> Int { place < bits.count && bits[place] ? 1 : 0 }
  }

  private static func bits(_ x: Natural) -> Bits {
    var found: [Bool] = []
    var left = x
    // The leading bit again and again.
    while !left.isZero {
      let top = left.bitLength - 1
      while found.count <= top { found.append(false) }
      found[top] = true
      left = left - (Natural(UInt64(1)) << top)
    }
    return Bits(found)
  }

  /// Numbers of up to so many bits with long runs of ones and zeros.
  private static func number(_ random: inout PruningSource, _ most: Int) -> Natural {
    var number = Natural(UInt64.random(in: 0...3, using: &random))
    while number.bitLength < most, Int.random(in: 0..<6, using: &random) > 0 {
      let any = UInt64.random(in: 0 ... .max, using: &random)
      let limb: UInt64 = [0, 1, .max, any][Int.random(in: 0..<4, using: &random)]
      number = (number << Int.random(in: 1...64, using: &random)) + Natural(limb)
    }
    return number
  }

  @Test func sumsProductsAndShiftsAreThoseOfBits() {
    var random = PruningSource(state: 20_26)
    var spilled = 0
    for round in 0..<600 {
      let most = round % 3 == 0 ? 500 : round % 3 == 1 ? 70 : 260
      let (x, y) = (Self.number(&random, most), Self.number(&random, most))
      let (a, b) = (Self.bits(x), Self.bits(y))
      #expect(Self.bits(x + y) == a + b)
      #expect(Self.bits(x * y) == a * b)
      let places = Int.random(in: 0..<200, using: &random)
      #expect(
        Self.bits(x << places).bits
          == (x.isZero ? [] : Array(repeating: false, count: places) + a.bits))
      #expect((x + y) - y == x && (x + y) - x == y)
      #expect((x < y) == (x != y && !(y < x)))
      #expect(x.isZero || x < x + x)
      if (x * y).isSpilled { spilled += 1 }
    }
    #expect(spilled > 10)
  }

  @Test func aCarryOutOfTheShorterTermIsKept() {
    #expect(Natural(UInt64(1)) + Natural(UInt64.max) == Natural(UInt128(1) << 64))
    #expect(Natural(UInt64.max) + Natural(UInt64(1)) == Natural(UInt128(1) << 64))
    let wide = Natural(UInt64(1)) << 511
    #expect((wide + wide).isSpilled && (wide + wide).bitLength == 513)
    #expect(!((wide + wide) - wide).isSpilled && (wide + wide) - wide == wide)
  }

  @Test func leadingBitsAndWhatTheyLeave() {
    let number = (Natural(UInt64(5)) << 300) + Natural(UInt64(1))
    let (significand, dropped, more) = number.leading
    #expect(significand == UInt128(5) << 123 && dropped == 177 && more)
    #expect((Natural(UInt64(5)) << 300).leading.more == false)
    #expect(Natural(UInt64(7)).leading == (7, 0, false))
  }

  @Test func quotientsAndRootsHoldTheirValue() {
    for (n, d) in [(1, 3), (7, 5), (1 << 40, 3), (3, 1 << 20), (10, 1)] as [(UInt64, UInt64)] {
      // Long terms take the long way, short ones the short.
      for factor in [Natural(UInt64(1)), Natural(UInt64.max) * Natural(UInt64(12_345))] {
        let ratio = ExactRatio(Natural(n) * factor, over: Natural(d) * factor, exponent: 3)
        let magnitude = ratio.magnitude
        let low = ExactRatio(
          Natural(magnitude.significand), over: Natural(UInt64(1)), exponent: magnitude.exponent)
        let high = ExactRatio(
          Natural(magnitude.significand + 1), over: Natural(UInt64(1)), exponent: magnitude.exponent
        )
        #expect(ratio.compared(to: low) == (magnitude.sticky ? 1 : 0))
        #expect(ratio.compared(to: high) < 0)
        var root = ratio
        root.isRoot = true
        let own = root.magnitude
        let below = ExactRatio(
          Natural(own.significand), over: Natural(UInt64(1)), exponent: own.exponent)
        #expect(root.compared(to: below) == (own.sticky ? 1 : 0))
      }
    }
  }

  /// The integers' root of a sum of squares and of a reciprocal, and the ratios' own.
  @Test func rootsOfDyadicValuesAreThoseOfRatios() {
    var random = PruningSource(state: 20_26)
    func finite() -> Datum.Finite {
      Datum.Finite(
        negative: .random(using: &random),
        significand: UInt64.random(in: 1..<1 << UInt64.random(in: 1...24), using: &random),
        exponent: Int.random(in: -150...120, using: &random))
    }
    func function(_ kind: Descriptors.Operation.Kind, ratios: Bool) -> ExactFunction {
      ExactFunction(
        kind: kind, roundsDown: false, zeroDivisorIsInvalid: false, rootBits: 26,
        usesRatios: ratios)
    }
    func leading(_ value: ExactValue) -> (UInt128, Int, Bool)? {
      var magnitude: Magnitude
      switch value {
      case .finite(_, let found): magnitude = found
      case .ratio(_, let ratio): magnitude = ratio.magnitude
      default: return nil
      }
      // What a rounding to 26 bits sees.
      let drop = 128 - magnitude.significand.leadingZeroBitCount - 26
      if drop <= 0 {
        return (
          magnitude.significand << UInt128(-drop), magnitude.exponent + drop, magnitude.sticky
        )
      }
      let head = magnitude.significand >> UInt128(drop)
      let isMore = head << UInt128(drop) != magnitude.significand || magnitude.sticky
      return (head, magnitude.exponent + drop, isMore)
    }
    for _ in 0..<2_000 {
      let (a, b) = (finite(), finite())
      let pairs = [true, false].map {
        leading(function(.hypot, ratios: $0)(.finite(a), .finite(b)))
      }
      if let x = pairs[0], let y = pairs[1] { #expect(x == y) } else { Issue.record("no value") }
      var positive = a
      positive.negative = false
      let roots = [true, false].map { leading(function(.rsqrt, ratios: $0)(.finite(positive))) }
      if let x = roots[0], let y = roots[1] { #expect(x == y) } else { Issue.record("no value") }
    }
  }
}
