import ExactArithmetic
import Testing

/// The oracle itself, against arithmetic done by hand and by Python's fractions.
@Suite struct BigRationalTests {
  @Test func byHand() {
    let third = BigRational(negative: false, numerator: 2, denominator: 6)
    let minusHalf = BigRational(-1, exponent: -1)
    #expect("\(third)" == "1/3" && "\(minusHalf)" == "-1/2")
    #expect("\(third + minusHalf)" == "-1/6" && "\(third - minusHalf)" == "5/6")
    #expect("\(third * minusHalf)" == "-1/6" && "\(third / minusHalf)" == "-2/3")
    #expect(minusHalf < third && !(third < minusHalf) && !(third < third))
    #expect("\(minusHalf.floor) \(minusHalf.ceiling) \(third.ceiling)" == "-1 0 1")
    #expect("\(BigRational(5, exponent: 100))" == "6338253001141147007483516026880")
    #expect("\(BigRational.power(10, 20))" == "100000000000000000000")
    #expect(BigRational(5, exponent: 100).floorLog2 == 102 && third.floorLog2 == -2)
    #expect(third.oddMagnitudeAndExponent == nil)
    #expect(BigRational(-12).oddMagnitudeAndExponent ?? (0, 0) == (3, 2))
    #expect(BigRational(5, exponent: 100).oddMagnitudeAndExponent ?? (0, 0) == (5, 100))
    #expect("\(BigRational(1_000_000).integerSquareRoot)" == "1000")
    #expect("\(BigRational(999_999).integerSquareRoot)" == "999")
    let down = BigRational(negative: true, numerator: 7, denominator: 3)
    #expect("\(down.roundedDown(toMultipleOfPowerOfTwo: -2))" == "-5/2")
    #expect("\(down.roundedDown(toMultipleOfPowerOfTwo: 2))" == "-4")
  }

  @Test(.enabled(if: Python.isPresent, "python3 is not on this machine"))
  func byPython() throws {
    let script = """
      import sys
      from fractions import Fraction as F
      from math import floor, ceil, isqrt
      # Versions since 3.11 refuse to print integers of more than 4300 digits.
      getattr(sys, 'set_int_max_str_digits', lambda limit: None)(0)
      for line in sys.stdin.read().split('\\n'):
        if not line: continue
        a, b = (F(x) for x in line.split())
        q = a / b if b else F(0)
        k = a.numerator.bit_length() - a.denominator.bit_length()
        k -= abs(a) < F(2) ** k
        print(a + b, a - b, a * b, q, int(a < b), floor(a), ceil(a), a * F(2) ** -77,
          k if a else 0, isqrt(abs(a.numerator)), F(floor(a * 8), 8), floor(a / 32) * 32)
      """
    var random = SplitMix64(state: 11)
    let pairs = (0..<600).map { _ in
      (Samples.twin(using: &random).oracle, Samples.twin(using: &random).oracle)
    }
    let input = pairs.map { "\($0) \($1)\n" }.joined()
    let answer = Python.run(script, input: input)
    let output = try #require(answer)
    let lines = output.split(separator: "\n")
    try #require(lines.count == pairs.count)
    var found = Mismatches()
    for (line, (a, b)) in zip(lines, pairs) {
      let zero = b.signum == 0
      let log = a.signum == 0 ? 0 : a.floorLog2
      let ours =
        "\(a + b) \(a - b) \(a * b) \(zero ? BigRational(0) : a / b) \(a < b ? 1 : 0) \(a.floor) "
        + "\(a.ceiling) \(a.scaled(byPowerOfTwo: -77)) \(log) "
        + "\(a.numerator.magnitude.integerSquareRoot) "
        + "\(a.roundedDown(toMultipleOfPowerOfTwo: -3)) \(a.roundedDown(toMultipleOfPowerOfTwo: 5))"
      found.check(ours == line, "\(a) and \(b): \(ours), Python \(line)")
    }
    found.expectNone(atLeast: 600)
  }
}
