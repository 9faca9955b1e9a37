import Descriptors
import ExactArithmetic
import Reference

/// Finds out which terms meet when: a large value and its opposite in two places lose whatever small
/// value meets the first before the second cancels it.
struct OrderProbe {
  let bench: ProbeBench
  /// The exponents of the large and the small value.
  let large: Int
  let small: Int

  /// Chooses values for a unit; `nil` where nothing that its operands can make is ever lost.
  init?(_ bench: ProbeBench) async throws {
    self.bench = bench
    // What comes through alone, in a place where it is added first or last.
    let exponents = bench.exponents
    let cases = exponents.map { [0: Rational.powerOfTwo($0)] }
    let seen = try await bench.sums(length: 3, cases)
    let through = zip(exponents, seen).filter { $1 == .finite(.powerOfTwo($0)) }.map(\.0)
    // The widest gap loses most, but a large value may overflow when something is added to it.
    for large in through.reversed().prefix(4) {
      guard let small = through.first else { break }
      let big = Rational.powerOfTwo(large)
      let tiny = Rational.powerOfTwo(small)
      guard bench.factors(of: -big) != nil, big != tiny else { continue }
      let places = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
      let sums = try await bench.sums(
        length: 3, places.map { [$0[0]: big, $0[1]: -big, $0[2]: tiny] })
      let cancels = try await bench.sum(length: 3, [0: big, 1: -big])
      guard cancels.isZero, sums.contains(where: { $0 != .finite(tiny) }),
        sums.allSatisfy({ $0.number != nil })
      else { continue }
      self.large = large
      self.small = small
      return
    }
    return nil
  }

  /// What is lost beside every pair of places, as in `SummationTree.lostPlaces`.
  func lostPlaces(length: Int) async throws -> [UInt64] {
    var table = Array(repeating: UInt64(0), count: length * length)
    var cases: [[Int: Rational]] = []
    var places: [(Int, Int, Int)] = []
    for i in 0..<length {
      for j in 0..<length where j != i {
        for k in 0..<length where k != i && k != j {
          cases.append(terms(i, j, k))
          places.append((i, j, k))
        }
      }
    }
    for (place, sum) in zip(places, try await bench.sums(length: length, cases))
    where sum != .finite(.powerOfTwo(small)) {
      table[place.0 * length + place.1] |= 1 << UInt64(place.2)
    }
    return table
  }

  /// The places `i` at which a sum begins anew: what stands in place 0 is not lost beside a large
  /// value in `i` and its opposite in `i + 1`, but was beside the pair before.
  func boundaries(length: Int) async throws -> [Int] {
    let sums = try await bench.sums(length: length, (1..<length - 1).map { terms($0, $0 + 1, 0) })
    let kept = sums.map { $0 == .finite(.powerOfTwo(small)) }
    return kept.indices.filter { kept[$0] && ($0 == 0 || !kept[$0 - 1]) }.map { $0 + 1 }
  }

  private func terms(_ large: Int, _ opposite: Int, _ small: Int) -> [Int: Rational] {
    [
      large: .powerOfTwo(self.large), opposite: -.powerOfTwo(self.large),
      small: .powerOfTwo(self.small),
    ]
  }
}
