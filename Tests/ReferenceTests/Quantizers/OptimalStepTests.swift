import Descriptors
import ExactArithmetic
import Reference
import Specs
import Testing

@Suite("steps of least error")
struct OptimalStepTests {
  static let catalog = Result { try Catalog.builtIn() }
  static let list: [Rational] = [-3, -1, 0, Rational(1, over: 2), 2, Rational(5, over: 2)]
  static let grids = ["lapq-signed", "lapq-relu", "paper", "repo", "symmetric", "midrise"]

  static func error(
    _ values: [Rational], _ grid: String, _ bits: Int, _ norm: Rational
  ) throws -> StepError {
    StepError(of: values, try catalog.get().grid(named: grid), bits: bits, norm: norm)
  }

  @Test("the published lists have the optima that were derived for them")
  func golden() throws {
    let squares = try OptimalStep(Self.error(Self.list, "lapq-signed", 2, 2))
    #expect(squares.step == Enclosure(Rational(8, over: 5)))
    #expect(squares.error == Enclosure(Rational(13, over: 10)))
    let absolute = try OptimalStep(Self.error(Self.list, "lapq-signed", 2, 1))
    #expect(absolute.step == Enclosure(Rational(5, over: 3)))
    #expect(absolute.error == Enclosure(Rational(7, over: 3)))
    let positive: [Rational] = [0, 0, 0, Rational(1, over: 2), 2, Rational(5, over: 2)]
    let relu = try OptimalStep(Self.error(positive, "lapq-relu", 2, 2))
    #expect(relu.step == Enclosure(Rational(14, over: 19)))
    #expect(relu.error == Enclosure(Rational(7, over: 38)))
    // alpha = 3: a step of 2 on four levels.
    #expect(try Self.error(Self.list, "lapq-signed", 2, 1).at(2) == Enclosure(3))
    #expect(
      try Self.error(Self.list, "lapq-signed", 2, 2).at(2) == Enclosure(Rational(5, over: 2)))
    for (norm, sum) in [(1, Rational(2, over: 3)), (2, Rational(2, over: 9))] {
      let error = try Self.error(positive, "lapq-relu", 2, Rational(norm))
      #expect(error.at(Rational(5, over: 6)) == Enclosure(sum))
    }
  }

  @Test("no step that is tried is better, whatever the grid and the norm", arguments: grids)
  func noBetterStep(_ grid: String) throws {
    var numbers = Numbers(seed: 7)
    let norms: [Rational] = [
      Rational(1, over: 2), 1, Rational(3, over: 2), 2, Rational(5, over: 2), 3, 4,
    ]
    for trial in 0..<24 {
      let bits = 2 + trial % 2
      let norm = norms[trial % norms.count]
      let values = (0..<(2 + trial % 5)).map { _ in
        Rational(numbers.next(below: 25) - 12, over: 1 + numbers.next(below: 3))
      }
      let error = try Self.error(values, grid, bits, norm)
      guard let best = try? OptimalStep(error) else {
        #expect(error.isConstant || error.isVanishing)
        continue
      }
      for k in 1...60 {
        let step = Rational(k, over: 7)
        #expect(
          error.at(step).hi >= best.error.lo,
          "\(grid), \(bits) bits, norm \(norm), \(values): \(step) is better than \(best)")
      }
      let there = error.at(best.step)
      #expect(there.overlaps(best.error), "\(grid) \(norm) \(values)")
    }
  }

  @Test("enclosures of norms that have no formula are narrow, and hold what a fine search finds")
  func enclosed() throws {
    for norm in [Rational(3), 4, Rational(5, over: 2)] {
      let error = try Self.error(Self.list, "lapq-signed", 2, norm)
      let best = try OptimalStep(error, precision: 44)
      #expect(best.isDecided)
      #expect(best.step.width <= best.step.hi.scaled(byPowerOfTwo: -44))
      #expect(best.error.width <= best.error.hi.scaled(byPowerOfTwo: -44))
      let nearby = (-4...4).map { best.step.midpoint + Rational($0, over: 1 << 20) }
      for step in nearby { #expect(error.at(step).hi >= best.error.lo) }
    }
  }

  @Test("of equally good steps the smallest, and lists without a best one are named")
  func edges() throws {
    // 1 is a level at 2/3, 2 and, of 2 bits, nowhere else.
    #expect(try OptimalStep(Self.error([1], "lapq-signed", 2, 2)).step.lo == Rational(2, over: 3))
    #expect(throws: OptimalStep.Degenerate.vanishing) {
      try OptimalStep(Self.error([0, 0], "lapq-signed", 2, 2))
    }
    #expect(throws: OptimalStep.Degenerate.constant(error: 0)) {
      try OptimalStep(Self.error([0, 0], "paper", 2, 2))
    }
    #expect(throws: OptimalStep.Degenerate.constant(error: 5)) {
      try OptimalStep(Self.error([-1, -2], "lapq-relu", 2, 2))
    }
  }

  @Test("a quantiser's codes and levels are those of its grid")
  func levels() throws {
    let catalog = try Self.catalog.get()
    func codes(_ grid: String, _ values: [Rational]) throws -> [Int] {
      let quantizer = Quantizer(try catalog.grid(named: grid), bits: 2, step: 1)
      return values.map { quantizer.quantise($0).code }
    }
    let values: [Rational] = [-3, Rational(-1, over: 2), 0, Rational(1, over: 2), 1, 9]
    #expect(try codes("lapq-signed", values) == [0, 1, 2, 2, 2, 3])
    #expect(try codes("lapq-relu", values) == [0, 0, 0, 0, 1, 3])
    #expect(try codes("paper", values) == [-2, 0, 0, 0, 1, 2])
    #expect(try codes("repo", values) == [-2, 0, 0, 0, 1, 1])
    #expect(try codes("symmetric", values) == [-1, 0, 0, 0, 1, 1])
    #expect(try codes("midrise", values) == [-2, -1, 0, 0, 1, 1])
    let zero = Rational(-7, over: 10)
    let hardware = Quantizer(
      try catalog.grid(named: "calib-hw"), bits: 4, range: 3, zero: zero)
    #expect(hardware.quantise(.zero).code == 4 && hardware.quantise(.zero).value.isZero)
    let given = Quantizer(
      try catalog.grid(named: "calib-float-zp"), bits: 4, range: 3, zero: zero)
    #expect(given.quantise(.zero).value == Rational(1, over: 10))
    #expect(given.quantise(zero).value == zero)
  }
}
