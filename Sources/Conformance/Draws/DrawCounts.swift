import ExactArithmetic

/// How often each outcome of each case came.
struct DrawCounts: Sendable {
  let cases: DrawCases
  /// For each case, the count of each outcome.
  private(set) var outcomes: [[Int]]
  /// For each case, all of its draws.
  private(set) var totals: [Int]

  init(_ cases: DrawCases) {
    self.cases = cases
    outcomes = cases.items.map { Array(repeating: 0, count: $0.law.outcomes.count) }
    totals = Array(repeating: 0, count: cases.items.count)
  }

  /// All draws.
  var all: Int { totals.reduce(0, +) }

  /// Counts the answers to a batch.
  ///
  /// - Returns: the first answer that is no outcome of its case.
  mutating func add(
    _ answers: [UInt64], order: [Int], width: Int
  ) -> (index: Int, got: [UInt64])? {
    for (row, index) in order.enumerated() where (row + 1) * width <= answers.count {
      let law = cases.items[index].law
      var place: Int?
      if width == 1 {
        // Few outcomes: looking at each is faster than hashing.
        let code = answers[row]
        for (candidate, outcome) in law.outcomes.enumerated() where outcome.codes[0] == code {
          place = candidate
          break
        }
      } else {
        place = law.place(of: Array(answers[row * width..<(row + 1) * width]))
      }
      guard let place else {
        return (index, Array(answers[row * width..<(row + 1) * width]))
      }
      outcomes[index][place] += 1
      totals[index] += 1
    }
    return nil
  }
}
