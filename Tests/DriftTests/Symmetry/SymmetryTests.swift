import ExactArithmetic
import Results
import Specs
import Testing

@testable import Drift

@Suite struct SymmetryTests {
  @Test func thePublishedRangesHold() async throws {
    var remarks: [String] = []
    var values: [String: Double] = [:]
    let experiment = SymmetryExperiment()
    try await experiment.run(ExperimentContext(seed: 1, catalog: Catalog.builtIn())) { record in
      if case .remark(_, let text) = record { remarks.append(text) }
      if case .measurement(let m) = record, let x = m.x {
        let run = (m.series["activation"] ?? "") + " " + (m.series["arithmetic"] ?? "")
        values["\(run) \(m.quantity) \(Int(x))"] = m.value
      }
    }
    #expect(remarks.count == SymmetryExperiment.ranges.count)
    #expect(remarks.count { $0.contains("does not hold") } == 0)
    let deviation = SymmetryExperiment.deviation
    let relu = try #require(values["relu float32, one order \(deviation) 4000"])
    let wide = try #require(values["tanh float64, orders permuted \(deviation) 1000"])
    #expect(relu == 0)
    #expect(wide > 0 && wide < 1e-12)
    let broken = try #require(values["tanh float32, orders permuted loss 4000"])
    let kept = try #require(values["tanh float32, one order loss 4000"])
    #expect(broken < kept)
  }

  @Test func theSuperaccumulatorDoesNotSeeOrders() {
    var one = SymmetricTraining<Float>(.tanh, rate: 0.35, order: .exact(seed: 1), seed: 4)
    var other = SymmetricTraining<Float>(.tanh, rate: 0.35, order: .exact(seed: 2), seed: 4)
    for _ in 0..<50 { #expect(one.step() == other.step()) }
    #expect(one.weights == other.weights)
    #expect(one.deviation == 0)
  }

  @Test func exactSumsAreRoundedOnce() {
    var words = SplitMix64(state: 9)
    var sum = ExactBinary32Sum()
    for count in [0, 1, 2, 3, 7, 48] {
      for spread in [1, 20, 60] {
        var exact = Rational.zero
        for _ in 0..<count {
          let pair = (0..<2).map { _ in
            Float(
              sign: .plus, exponent: Int(words.next() % UInt64(2 * spread + 1)) - spread,
              significand: Float(words.uniform()))
          }
          sum.add(pair[0], pair[1])
          exact += Rational(exactly: pair[0]) * Rational(exactly: pair[1])
        }
        let rounded = sum.take()
        #expect(isNearest(rounded, exact))
      }
    }
    sum.add(1, 1)
    sum.add(0x1p-24, 1)
    #expect(sum.take() == 1)
    sum.add(1, 1)
    sum.add(0x1p-24, 1)
    sum.add(0x1p-149, 0x1p-149)
    #expect(sum.take() == 1 + Float.ulpOfOne)
    sum.add(-3, 0x1p-100)
    #expect(sum.take() == -0x3p-100)
  }

  /// Whether no binary32 neighbour is nearer.
  private func isNearest(_ rounded: Float, _ exact: Rational) -> Bool {
    let error = (Rational(exactly: rounded) - exact).magnitude
    return [rounded.nextUp, rounded.nextDown].allSatisfy {
      error <= (Rational(exactly: $0) - exact).magnitude
    }
  }

  @Test func tanhIsWithinFourUlp() {
    for index in -60...60 {
      let x = Double(index * index * index) / 16384 + 0x1p-30
      let t = portableTanh(x)
      let argument = Rational(Int64(x * 0x1p40), exponent: -40)
      // Truncating the argument is exact: it has 40 bits behind the point at most.
      let e = Enclosure.exp(argument + argument, precision: 160)
      let exact = (e - Enclosure(.one)) / (e + Enclosure(.one))
      let value =
        Rational(Int64(t.significand * 0x1p52), exponent: Int(t.exponent) - 52)
        * (t < 0 ? -1 : 1)
      let bound = exact.lo.magnitude * .powerOfTwo(-50)
      #expect((value - exact.lo).magnitude <= bound, "tanh \(x)")
      #expect(portableTanh(-x) == -t)
    }
    #expect(portableTanh(0) == 0 && portableTanh(-0.0).sign == .minus)
    #expect(portableTanh(.infinity) == 1 && portableTanh(-1e300) == -1)
    #expect(portableTanh(.nan).isNaN)
  }
}
