import ExactArithmetic

/// How often each outcome of each case came, alone and beside others.
struct DrawCounts: Sendable {
  let cases: DrawCases
  /// For each slot, the count of each outcome.
  var outcomes: [[Int]]
  /// For each case, all of its draws.
  var totals: [Int]
  /// Elements of one block that are drawn apart.
  var pairs: ElementPairs
  /// Draws that follow each other in a batch.
  var neighbours: NeighbourPairs
  private let lookups: [Lookup]

  /// The outcomes of a slot, laid out for being looked up.
  private struct Lookup: Sendable {
    /// The place and the codes of a slot of one result; others are asked by all their results.
    var place: Int?
    var codes: [UInt64] = []
    /// How many of the first outcomes neighbours are told apart by.
    var half: Int?
  }

  init(_ cases: DrawCases) {
    self.cases = cases
    outcomes = cases.slots.map { Array(repeating: 0, count: $0.law.outcomes.count) }
    totals = Array(repeating: 0, count: cases.items.count)
    pairs = ElementPairs(cases)
    neighbours = NeighbourPairs(cases)
    lookups = cases.slots.map { slot in
      Lookup(
        place: slot.places.count == 1 ? slot.places[0] : nil,
        codes: slot.places.count == 1 ? slot.law.outcomes.map { $0.codes[0] } : [],
        half: NeighbourPairs.split(slot.law)?.count)
    }
  }

  /// All draws.
  var all: Int { totals.reduce(0, +) }

  /// The draws of a slot.
  func total(_ slot: Int) -> Int { totals[cases.slots[slot].item] }

  /// Counts the answers to a batch.
  ///
  /// - Returns: the first answer that is no outcome of its case, by its slot.
  mutating func add(
    _ answers: [UInt64], order: [Int], width: Int
  ) -> (slot: Int, got: [UInt64])? {
    var seconds: [Int] = []
    neighbours.begin(rows: order.count)
    for (row, index) in order.enumerated() where (row + 1) * width <= answers.count {
      let first = cases.firstSlots[index]
      let end = index + 1 < cases.firstSlots.count ? cases.firstSlots[index + 1] : lookups.count
      seconds.removeAll(keepingCapacity: true)
      for slot in first..<end {
        guard let place = place(of: answers, row * width, slot) else {
          return (slot, cases.slots[slot].places.map { answers[row * width + $0] })
        }
        outcomes[slot][place] += 1
        if place == 1 { seconds.append(slot - first) }
        if let half = lookups[slot].half { neighbours.take(slot, row: row, place < half) }
      }
      totals[index] += 1
      if end - first > 1 { pairs.add(index, seconds) }
    }
    neighbours.end()
    return nil
  }

  /// Which outcome of a slot came.
  private func place(of answers: [UInt64], _ row: Int, _ slot: Int) -> Int? {
    if let place = lookups[slot].place {
      // Few outcomes: looking at each is faster than hashing.
      return lookups[slot].codes.firstIndex(of: answers[row + place])
    }
    return cases.slots[slot].law.place(of: cases.slots[slot].places.map { answers[row + $0] })
  }
}
