import Descriptors
import Drift
import ExactArithmetic
import Testing

// float4_e2m1fn holds 0, 1/2, 1, 3/2, 2, 3, 4, 6; its subnormal unit is 1/2, so is that of [1, 2),
// then 1 and, from 4 on, 2. It has neither infinity nor NaN.

@Suite("Survey figures derived by hand")
struct ByHandTests {
  @Test("Rounded, exact, saturated and flushed values")
  func small() async throws {
    // 5/4 is a tie and goes to the even code, 1; 5 is a tie and goes to 4; 1/4 goes to 0.
    let figures = try await figures(tensor([1.25, 2, -5, 8, 0.25]), to: "float4_e2m1fn")
    #expect(figures.count == 5)
    #expect(figures.measured == 5)
    #expect(figures.exact == 1)
    #expect(figures.saturated == 1)
    #expect(figures.flushed == 1)
    #expect(figures.subnormalResults == 0)
    #expect(figures.codesUsed == 5)
    // Errors: -1/4, 0, 1, -2, -1/4.
    #expect(figures.errorSum == Rational(-3, over: 2))
    #expect(figures.bias == Rational(-3, over: 10))
    // 25/16 + 4 + 25 + 64 + 1/16.
    #expect(figures.signal == Rational(757, over: 8))
    #expect(figures.noise == Rational(41, over: 8))
    // In units of 1/2, 1, 2, 2, 1/2.
    #expect(figures.maxUlp == .one)
    #expect(figures.meanUlp == Rational(5, over: 10))
    // 1/5, 0, 1/5, 1/4, 1.
    #expect(figures.maxRelative == .one)
    let mean = try #require(figures.meanRelative)
    #expect(mean.contains(Rational(33, over: 100)))
    #expect(figures.meanRelativeText == "0.330000000")
    #expect(figures.worst?.input == 8)
    #expect(figures.worst?.image == 6)
    // 10 log10(757/41) = 12.662...
    #expect(figures.signalToNoise(places: 2) == "12.66")
    #expect(figures.maxSteps == 0)
  }

  @Test("Value steps under a directed rounding")
  func steps() async throws {
    // Toward zero: 7/4 gives 3/2 where nearest-even gives 2; 11/2 gives 4 in place of 6 (tie 5 is
    // passed); -0.4 gives -0 in place of -1/2; 3.4 gives 3 either way.
    let figures = try await figures(
      tensor([1.75, 5.5, -0.4, 3.4]), to: "float4_e2m1fn",
      dialect: Dialect(rounding: .towardZero, overflow: .satFinite))
    #expect(figures.stepSum == 3)
    #expect(figures.maxSteps == 1)
    #expect(figures.meanSteps == Rational(3, over: 4))
  }

  @Test("Wrapping leads many steps away")
  func wrapping() async throws {
    // 9 keeps its low four bits, -7; the nearest value is 7, fourteen steps up.
    let figures = try await figures(tensor([9]), to: "int4", dialect: Dialect(wraps: true))
    #expect(figures.stepSum == 14)
    #expect(figures.saturated == 1)
    #expect(figures.maxUlp == 16)
    #expect(figures.errorSum == -16)
  }

  @Test("NaN, infinity, zero and subnormal inputs")
  func corners() async throws {
    let inputs = tensor([
      .nan, -.nan, .infinity, -.infinity, 0, -0.0, Float.leastNonzeroMagnitude, 465, -1e30,
      0x1p-9, 0x1p-10, 0x1.8p-7,
    ])
    let figures = try await figures(inputs, to: "float8_e4m3fn")
    #expect(figures.count == 12)
    #expect(figures.nanInputs == 2)
    #expect(figures.infiniteInputs == 2)
    // 465 and -1e30 become NaN: the format has no infinity.
    #expect(figures.overflowedToNaN == 2)
    #expect(figures.overflowedToInfinity == 0)
    #expect(figures.measured == 6)
    #expect(figures.nonzero == 4)
    // 0, -0, 2^-9 and 3 * 2^-8 are exact; 2^-10 is a tie that goes to 0.
    #expect(figures.exact == 4)
    #expect(figures.flushed == 2)
    #expect(figures.subnormalResults == 2)
    #expect(figures.saturated == 0)
    #expect(figures.errorSum == -Rational.powerOfTwo(-10) - .powerOfTwo(-149))
    #expect(figures.maxUlp == Rational(1, over: 2))
    #expect(figures.maxRelative == .one)
    // 0, -0, NaN, 2^-9 and 3 * 2^-8.
    #expect(figures.codesUsed == 5)
  }

  @Test("Overflow to infinity, and saturation where infinities saturate too")
  func overflow() async throws {
    let inputs = tensor([61440, -1e9, .infinity, 57344])
    let open = try await figures(inputs, to: "float8_e5m2")
    #expect(open.overflowedToInfinity == 2)
    #expect(open.saturated == 0)
    #expect(open.measured == 1)
    #expect(open.exact == 1)
    let closed = try await figures(inputs, to: "float8_e5m2", preset: "ocp-saturating")
    #expect(closed.saturated == 2)
    #expect(closed.overflowedToInfinity == 0)
    #expect(closed.infiniteInputs == 1)
    #expect(closed.measured == 3)
    // Above the largest value the unit is that of the last binade, 2^13.
    #expect(closed.maxUlp == Rational(1_000_000_000 - 57344, over: 8192))
  }

  @Test("A format without zero measures zeros too")
  func withoutZero() async throws {
    let figures = try await figures(
      tensor([0, 1]), to: "float8_e8m0fnu", dialect: Dialect(withoutZero: .smallest))
    #expect(figures.measured == 2)
    #expect(figures.exact == 1)
    #expect(figures.noise == .powerOfTwo(-254))
    #expect(figures.maxRelative == .zero)
    #expect(figures.worst?.input == .zero)
    #expect(figures.maxUlp == .one)
  }

  @Test("Nothing to measure leaves means and levels out")
  func empty() async throws {
    for inputs in [[], [Float.nan, .infinity]] {
      let figures = try await figures(tensor(inputs), to: "float8_e4m3")
      #expect(figures.count == UInt64(inputs.count))
      #expect(figures.measured == 0)
      #expect(figures.bias == nil)
      #expect(figures.meanUlp == nil)
      #expect(figures.meanRelative == nil)
      #expect(figures.signalToNoise(places: 2) == nil)
      #expect(figures.worst == nil)
    }
  }

  @Test("Without error the level is infinite and every mean is 0")
  func identity() async throws {
    let figures = try await figures(tensor([1, -3, 0.5]), to: "bfloat16")
    #expect(figures.signalToNoise(places: 2) == "inf")
    #expect(figures.meanUlp == .zero)
    #expect(figures.meanRelative == Enclosure(.zero))
    #expect(figures.worst == nil)
    #expect(figures.referenceChecks == 3)
  }

  @Test("Families without a unit in the last place have the other figures")
  func posits() async throws {
    let figures = try await figures(tensor([1.01, 100]), to: "posit8")
    #expect(figures.meanUlp == nil)
    #expect(figures.worst != nil)
    #expect(figures.noise.signum > 0)
  }
}
