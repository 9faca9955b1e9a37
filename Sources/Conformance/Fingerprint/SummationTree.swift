public import Descriptors

/// In which order a sum of at most 64 terms is taken: its leaves are terms, each node adds its parts at
/// once.
public indirect enum SummationTree: Hashable, Sendable {
  case term(Int)
  case sum([SummationTree])

  /// The tree of an accumulator; `nil` for a sum of no terms.
  public init?(_ accumulator: Accumulator, length: Int) {
    guard length > 0 else { return nil }
    let each = min(accumulator.chunk?.length ?? length, length)
    guard each > 0 else { return nil }
    var total: SummationTree?
    for first in stride(from: 0, to: length, by: each) {
      let part = Self.part(Array(first..<min(first + each, length)), accumulator)
      total = total.map { .sum([$0, part]) } ?? part
    }
    guard let total else { return nil }
    self = total
  }

  /// The tree of one chunk.
  private static func part(_ terms: [Int], _ accumulator: Accumulator) -> SummationTree {
    switch accumulator.order {
    case .sequential: return chain(terms, accumulator.adder)
    case .oddFirst:
      let pairs = stride(from: 0, to: terms.count, by: 2).flatMap { first in
        terms[first..<min(first + 2, terms.count)].reversed()
      }
      return chain(pairs, accumulator.adder)
    case .permuted(let seed):
      let order = Permutation(seed: seed, count: terms.count).indices
      return chain(order.map { terms[$0] }, accumulator.adder)
    case .pairwise: return halves(terms[...])
    case .lanes(let lanes, let combination):
      var sums: [SummationTree?] = (0..<lanes).map { lane in
        let own = stride(from: lane, to: terms.count, by: lanes).map { terms[$0] }
        return own.isEmpty ? nil : chain(own, accumulator.adder)
      }
      switch combination {
      case .sequential:
        return sums.compactMap(\.self).reduce(nil) { joined($0, $1) } ?? .sum([])
      case .halves, .neighbours:
        while sums.count > 1 {
          let half = sums.count / 2
          sums = (0..<half).map { index in
            combination == .halves
              ? joined(sums[index], sums[index + half])
              : joined(sums[2 * index], sums[2 * index + 1])
          }
        }
        return sums.first.flatMap(\.self) ?? .sum([])
      }
    }
  }

  /// Adding nothing changes nothing.
  private static func joined(_ a: SummationTree?, _ b: SummationTree?) -> SummationTree? {
    guard let a else { return b }
    guard let b else { return a }
    return .sum([a, b])
  }

  private static func halves(_ terms: ArraySlice<Int>) -> SummationTree {
    guard terms.count > 1 else { return .term(terms.first ?? 0) }
    let middle = terms.startIndex + (terms.count + 1) / 2
    return .sum([halves(terms[..<middle]), halves(terms[middle...])])
  }

  private static func chain(_ terms: [Int], _ adder: Accumulator.Adder) -> SummationTree {
    guard case .aligned(let aligned) = adder else {
      return terms.dropFirst().reduce(.term(terms[0])) { .sum([$0, .term($1)]) }
    }
    var total: SummationTree?
    for first in stride(from: 0, to: terms.count, by: max(1, aligned.terms)) {
      let own = terms[first..<min(first + max(1, aligned.terms), terms.count)]
        .map { SummationTree.term($0) }
      if aligned.includesSum {
        total = .sum((total.map { [$0] } ?? []) + own)
      } else {
        let group: SummationTree = own.count == 1 ? own[0] : .sum(own)
        total = total.map { .sum([$0, group]) } ?? group
      }
    }
    return total ?? .sum([])
  }

  /// For each pair of terms the others that meet a large value before it is cancelled: put `M` into one
  /// of the pair and `-M` into the other, and these are the places where something small is lost.
  ///
  /// Row `i * length + j` has bit `k` set where term `k` is one of them.
  public func lostPlaces(length: Int) -> [UInt64] {
    var table = Array(repeating: UInt64(0), count: length * length)
    _ = fill(&table, length)
    return table
  }

  /// Fills in the pairs that meet in this tree; gives its terms.
  private func fill(_ table: inout [UInt64], _ length: Int) -> UInt64 {
    switch self {
    case .term(let place): return 1 << UInt64(place)
    case .sum(let parts):
      let sets = parts.map { $0.fill(&table, length) }
      let all = sets.reduce(0, |)
      for (index, set) in sets.enumerated() {
        for other in sets[(index + 1)...] {
          for i in 0..<length where set >> UInt64(i) & 1 == 1 {
            for j in 0..<length where other >> UInt64(j) & 1 == 1 {
              let lost = all & ~(1 << UInt64(i)) & ~(1 << UInt64(j))
              table[i * length + j] = lost
              table[j * length + i] = lost
            }
          }
        }
      }
      return all
    }
  }
}

extension SummationTree: CustomStringConvertible {
  /// `((0 1) 2)`: terms by their places, a pair of brackets for each sum.
  public var description: String {
    switch self {
    case .term(let place): "\(place)"
    case .sum(let parts): "(" + parts.map(\.description).joined(separator: " ") + ")"
    }
  }
}
