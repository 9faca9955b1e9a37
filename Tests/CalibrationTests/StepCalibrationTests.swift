import Calibration
import Descriptors
import ExactArithmetic
import Production
import Reference
import Specs
import Testing

@Suite("calibration of steps")
struct StepCalibrationTests {
  static let catalog = Result { try Catalog.builtIn() }

  static func grid(_ name: String) throws -> QuantizerGrid { try catalog.get().grid(named: name) }

  /// Numbers of the shape of weights: sums of uniform ones, every seventh 0.
  static func weights(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) * 0x1p-31 - 0.5
    }
    return (0..<count).map { index in
      let sum = next() + next() + next()
      return index % 7 == 0 ? 0 : Double(Float(sum * sum * sum))
    }
  }

  @Test(
    "the fast search finds the reference's step, whatever the grid",
    arguments: ["lapq-signed", "lapq-relu", "paper", "repo", "symmetric", "midrise"])
  func fastSearch(_ name: String) throws {
    let grid = try Self.grid(name)
    for (trial, bits) in [2, 3, 4, 5, 2, 8].enumerated() {
      let values = Self.weights(30 + 150 * (trial % 3), seed: UInt64(trial))
      let exact = try OptimalStep(
        StepError(of: values.compactMap { Rational(exactly: $0) }, grid, bits: bits, norm: 2))
      let steps = try #require(PreparedSteps(values, grid, bits: bits))
      let found = try #require(StepSearch(steps))
      let products = found.moments.products
      let units =
        Rational(unsigned: UInt64(truncatingIfNeeded: products), exponent: 0)
        + Rational(unsigned: UInt64(products >> 64), exponent: 64)
      let half =
        units.scaled(byPowerOfTwo: steps.unit) / Rational(Int(found.moments.squares))
      #expect(half + half == exact.step.lo, "\(name), \(bits) bits, \(values.count) values")
    }
  }

  @Test("a long list is answered as a short one is, step, error and customary choices")
  func longLists() throws {
    let values = Self.weights(1500, seed: 9)
    let question = try StepCalibration(Self.grid("repo"), bits: 4)
    let long = try question.best(Sample(shape: [1500], numbers: .doubles(values)))
    let short = try question.best(Sample(values.compactMap { Rational(exactly: $0) }))
    #expect(long.step == short.step)
    #expect(long.error == short.error)
    #expect(long.heuristics.map(\.name) == short.heuristics.map(\.name))
    for (a, b) in zip(long.heuristics, short.heuristics) {
      #expect(a.alpha.enclosure.overlaps(b.alpha.enclosure), "\(a.name)")
      let (x, y) = (try #require(a.error).enclosure, try #require(b.error).enclosure)
      #expect(x.overlaps(y), "\(a.name)")
      #expect(x.lo >= long.error.enclosure.lo, "\(a.name) is better than the best")
    }
  }

  @Test("clipping factors are the published ones")
  func clippingFactors() {
    // Banner et al.'s tables, for 1 to 6 bits.
    let gaussian = [1.240, 1.711, 2.152, 2.559, 2.936, 3.287]
    let laplace = [1.863, 2.831, 3.897, 5.029, 6.205, 7.413]
    for bits in 1...6 {
      let normal = ClippingFactor.gaussian(bits: bits, precision: 40)
      #expect(abs(normal.midpoint.approximateDouble - gaussian[bits - 1]) < 0.001)
      #expect(normal.width < .powerOfTwo(-36))
      let mean = ClippingFactor.laplace(bits: bits, precision: 40)
      #expect(abs(mean.midpoint.approximateDouble - laplace[bits - 1]) < 0.001)
    }
  }

  @Test("what cannot be answered is refused in one line")
  func refusals() throws {
    let grid = try Self.grid("symmetric")
    #expect(throws: CalibrationError.self) { try StepCalibration(grid, bits: 1) }
    #expect(throws: CalibrationError.self) { try StepCalibration(grid, bits: 17) }
    #expect(throws: CalibrationError.self) { try StepCalibration(grid, bits: 4, norm: 0) }
    #expect(throws: CalibrationError.self) {
      try StepCalibration(Self.grid("calib-hw"), bits: 4)
    }
    let question = try StepCalibration(grid, bits: 4)
    #expect(throws: CalibrationError.self) { try question.best(Sample([])) }
    #expect(throws: CalibrationError.self) { try question.at(step: 0, Sample([1])) }
    let zeros = try question.best(Sample([0, 0]))
    #expect(zeros.isDegenerate && zeros.step == nil && zeros.error == .exact(0))
  }
}
