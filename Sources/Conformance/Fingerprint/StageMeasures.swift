import Descriptors
import ExactArithmetic
import Reference

/// How many bits a unit keeps and over which exponents, measured with two or three terms.
struct StageMeasures {
  /// Places of terms that are added to each other before anything else, and one that joins them next.
  let places: (first: Int, second: Int, third: Int)
  /// The most bits `j` for which `1 + 2^-j` comes out; `nil` where all that can be asked does.
  private(set) var keptBits: Int?
  /// The most bits `j` for which `1 + 2^-j - 1` leaves `2^-j` in one group of an aligned adder.
  private(set) var alignedBits: Int?
  /// The least exponent of a term that comes through alone.
  private(set) var lowest = 0
  /// Whether smaller terms could be asked for, and were lost or changed.
  private(set) var losesBelow = false
  /// The least exponent of a term that still moves a larger sum.
  private(set) var lowestBeside = 0
  /// Whether smaller terms could be asked for beside a sum.
  private(set) var losesBeside = false
  /// The largest exponent of a term that comes through alone.
  private(set) var highest = 0
  /// What the next larger term gives alone; `nil` where none can be asked for.
  private(set) var beyond: Datum?
  /// The largest finite sum of many of the largest terms.
  private(set) var largestSum = Rational.zero

  /// Measures a unit's sums of `length` terms, given what is lost beside every pair of places.
  init(_ bench: ProbeBench, lost: [UInt64]?, length: Int) async throws {
    places = Self.places(lost, length)
    try await measureRange(bench, length)
    try await measureBits(bench, length)
    try await measureBeside(bench, length)
    try await measureSum(bench, length)
  }

  private static func places(_ lost: [UInt64]?, _ length: Int) -> (Int, Int, Int) {
    guard let lost, length > 2 else { return (0, min(1, length - 1), min(2, length - 1)) }
    func size(_ i: Int, _ j: Int) -> Int { lost[i * length + j].nonzeroBitCount }
    var best = (0, 1)
    for i in 0..<length {
      for j in i + 1..<length where size(i, j) < size(best.0, best.1) { best = (i, j) }
    }
    let third = (0..<length).filter { $0 != best.0 && $0 != best.1 }
      .min { size(best.0, $0) < size(best.0, $1) }
    return (best.0, best.1, third ?? 0)
  }

  private mutating func measureRange(_ bench: ProbeBench, _ length: Int) async throws {
    let exponents = bench.exponents
    let sums = try await bench.sums(
      length: length, exponents.map { [places.first: Rational.powerOfTwo($0)] })
    let through = exponents.indices.filter { sums[$0] == .finite(.powerOfTwo(exponents[$0])) }
    guard let first = through.first, let last = through.last else { return }
    lowest = exponents[first]
    losesBelow = first > 0
    highest = exponents[last]
    beyond = last + 1 < exponents.count ? sums[last + 1] : nil
  }

  private mutating func measureBits(_ bench: ProbeBench, _ length: Int) async throws {
    let one = Rational.powerOfTwo(highest - 1)
    let steps = Array(1...max(1, highest - 1 - lowest)).filter {
      bench.factors(of: one.scaled(byPowerOfTwo: -$0)) != nil
    }
    let pairs = try await bench.sums(
      length: length,
      steps.map { [places.first: one, places.second: one.scaled(byPowerOfTwo: -$0)] })
    var kept = 0
    for (step, sum) in zip(steps, pairs) {
      guard sum == .finite(one + one.scaled(byPowerOfTwo: -step)) else { break }
      kept = step
    }
    keptBits = kept == steps.last ? nil : kept
    let triples = try await bench.sums(
      length: length,
      steps.map {
        [places.first: one, places.second: one.scaled(byPowerOfTwo: -$0), places.third: -one]
      })
    var aligned = 0
    for (step, sum) in zip(steps, triples) {
      guard sum == .finite(one.scaled(byPowerOfTwo: -step)) else { break }
      aligned = step
    }
    alignedBits = aligned == steps.last ? nil : aligned
  }

  /// A product may be lost for being small although the sum could hold it.
  private mutating func measureBeside(_ bench: ProbeBench, _ length: Int) async throws {
    let base = Rational.powerOfTwo(lowest)
    let most = keptBits ?? 0
    lowestBeside = lowest
    guard most > 0 else { return }
    let steps = Array(1...most).filter { bench.factors(of: base.scaled(byPowerOfTwo: -$0)) != nil }
    let sums = try await bench.sums(
      length: length,
      steps.map { [places.first: base, places.second: base.scaled(byPowerOfTwo: -$0)] })
    for (step, sum) in zip(steps, sums) {
      guard sum == .finite(base + base.scaled(byPowerOfTwo: -step)) else {
        losesBeside = true
        break
      }
      lowestBeside = lowest - step
    }
  }

  private mutating func measureSum(_ bench: ProbeBench, _ length: Int) async throws {
    let term = Rational.powerOfTwo(highest)
    let sums = try await bench.sums(
      length: length,
      (1...length).map { count in
        Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, term) })
      })
    largestSum = sums.compactMap(\.number).max() ?? .zero
  }
}
