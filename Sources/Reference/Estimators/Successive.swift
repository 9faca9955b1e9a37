import ExactArithmetic

/// One element after the other, each with probability proportional to its magnitude among those
/// that are left, until `keep` are drawn; what is kept is divided by its probability.
///
/// Unbiased, since the probabilities to be kept are computed exactly, but not of minimum variance.
/// Sets of elements are bit masks.
struct Successive: Sendable {
  let block: [Rational]
  let keep: Int
  private let magnitudes: [Rational]
  /// The probability of each element to be kept.
  let inclusion: [Rational]
  private let isIdentity: Bool

  init(_ block: [Rational], keep: Int) {
    self.block = block
    self.keep = keep
    let magnitudes = block.map(\.magnitude)
    self.magnitudes = magnitudes
    isIdentity = block.count { !$0.isZero } <= keep
    if isIdentity {
      inclusion = block.map { $0.isZero ? .zero : .one }
      return
    }
    let sets = Self.sets(magnitudes, keep: keep) { $0 }
    inclusion = block.indices.map { i in
      sets.reduce(into: .zero) { sum, entry in
        if entry.key >> UInt64(i) & 1 == 1 { sum += entry.value }
      }
    }
  }

  /// The law of the outcome.
  var distribution: Distribution<[Rational]> { law { $0 } }

  /// The law of the outcome where every draw has a uniform word of so many bits of its own.
  func distribution(wordBits bits: Int) -> Distribution<[Rational]> {
    law { $0.scaled(byPowerOfTwo: bits).ceiling.scaled(byPowerOfTwo: -bits) }
  }

  /// The outcome for one number in [0, 1) per draw.
  func outcome(at numbers: [Rational]) -> [Rational] {
    if isIdentity { return block }
    var drawn: UInt64 = 0
    for u in numbers.prefix(keep) {
      let left = Self.left(magnitudes, drawn)
      guard let next = left.first(where: { u < $0.end }) else { break }
      drawn |= 1 << UInt64(next.index)
    }
    return outcome(drawn)
  }

  /// Where draw number `place` changes its choice, given the numbers of the draws before it.
  func turns(ofDraw place: Int, after numbers: [Rational]) -> [Rational] {
    if isIdentity || place >= keep { return [] }
    var drawn: UInt64 = 0
    for u in numbers.prefix(place) {
      guard let next = Self.left(magnitudes, drawn).first(where: { u < $0.end }) else { return [] }
      drawn |= 1 << UInt64(next.index)
    }
    return Self.left(magnitudes, drawn).dropLast().map(\.end)
  }

  private func outcome(_ kept: UInt64) -> [Rational] {
    block.indices.map { kept >> UInt64($0) & 1 == 1 ? block[$0] / inclusion[$0] : .zero }
  }

  private func law(_ measure: (Rational) -> Rational) -> Distribution<[Rational]> {
    if isIdentity { return .certain(block) }
    let sets = Self.sets(magnitudes, keep: keep, measure).sorted { $0.key < $1.key }
    guard let law = try? Distribution(sets.map { (outcome($0.key), $0.value) }) else {
      preconditionFailure("measures of intervals are not below 0 and sum to 1")
    }
    return law
  }

  /// The elements other than 0 that are left, with their cumulative probabilities.
  private static func left(
    _ magnitudes: [Rational], _ drawn: UInt64
  ) -> [(index: Int, end: Rational)] {
    let rest = magnitudes.indices.filter {
      drawn >> UInt64($0) & 1 == 0 && !magnitudes[$0].isZero
    }
    let sum = rest.reduce(into: Rational.zero) { $0 += magnitudes[$1] }
    var end = Rational.zero
    return rest.map { i in
      end += magnitudes[i]
      return (i, end / sum)
    }
  }

  /// The sets that are drawn in the end, each with its probability.
  private static func sets(
    _ magnitudes: [Rational], keep: Int, _ measure: (Rational) -> Rational
  ) -> [UInt64: Rational] {
    var sets: [UInt64: Rational] = [0: .one]
    for _ in 0..<keep {
      var next: [UInt64: Rational] = [:]
      for (drawn, probability) in sets {
        var before = Rational.zero
        for (index, end) in left(magnitudes, drawn) {
          let reached = measure(end)
          next[drawn | 1 << UInt64(index), default: .zero] += probability * (reached - before)
          before = reached
        }
      }
      sets = next
    }
    return sets
  }
}
