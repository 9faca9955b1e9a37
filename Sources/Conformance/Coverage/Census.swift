import Descriptors
import ExactArithmetic
import Reference

/// The cells of a coverage model counted over every case of an operation, from the reference alone.
///
/// A cell that counts nothing cannot occur, and one that counts something has a witness.
struct Census: Sendable {
  /// The cases of each cell.
  let counts: [UInt64]
  /// The number of all cases.
  let cases: UInt64
  /// Cases of which every cell that can occur holds one: its first in an order that leaps about.
  let witnesses: [Case]
  /// Runs of operand codes that share their cells, for operations counted by runs.
  let runs: [Run]

  /// Consecutive operand codes that fall into the same cells.
  struct Run: Sendable {
    var first: UInt64
    var cells: [Int32]
  }

  /// The most bits of a case of which all are counted one by one.
  static let mostBits = 18

  /// The most bits of a case for which counting costs little beside a small sample.
  private static let mostCheapBits = 12

  /// Whether counting all cases costs little beside a check of the operation.
  static func isCheap(_ operation: Operation) -> Bool {
    ScalarCases.bits(of: operation) <= mostCheapBits
      || goesByRuns(operation) && operation.result.bits <= 8
  }

  private static func goesByRuns(_ operation: Operation) -> Bool {
    operation.kind == .cast && operation.result.bits <= 16
      && operation.dialect.rounding.wordBits == 0
      && !operation.dialect.wraps
  }

  /// Counts all cases; `nil` where they cannot be finished.
  ///
  /// Cases of up to `mostBits` bits are counted one by one. Operands of more than 12 bits of casts
  /// into at most 16 bits, by a deterministic rule, are counted in runs: their cells change only
  /// at the ends of the operand's classes and at the values and ties of the result's format.
  init?(_ model: CoverageModel) {
    let operation = model.evaluator.operation
    if Self.goesByRuns(operation), operation.operands[0].bits > Self.mostCheapBits {
      self.init(runsOf: model)
    } else if ScalarCases.bits(of: operation) <= Self.mostBits {
      self.init(enumerating: model)
    } else {
      return nil
    }
  }

  init(enumerating model: CoverageModel) {
    let domain = ScalarCases(everyCaseOf: model.evaluator)
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    var witnesses: [Case] = []
    // An odd factor visits every case of a power of two once.
    let step = (domain.count * 618 / 1000) | 1
    for index in 0..<domain.count {
      let item = domain((index &* step) % domain.count)
      var isNew = false
      _ = model.classify(item) { cell in
        if counts[cell] == 0 { isNew = true }
        counts[cell] += 1
      }
      if isNew {
        witnesses.append(item)
      }
    }
    self.counts = counts
    self.witnesses = witnesses
    cases = domain.count
    runs = []
  }

  init(runsOf model: CoverageModel) {
    let source = model.evaluator.operands[0]
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    var witnesses: [Case] = []
    var runs: [Run] = []
    let cuts = Self.cuts(model)
    for (place, first) in cuts.enumerated() {
      // 2^64 codes wrap around to the right length.
      let length = (place + 1 < cuts.count ? cuts[place + 1] : source.lastCode &+ 1) &- first
      var cells: [Int32] = []
      var isNew = false
      _ = model.classify([first], word: 0) { cell in
        if counts[cell] == 0 { isNew = true }
        counts[cell] += length
        cells.append(Int32(cell))
      }
      if runs.last?.cells != cells { runs.append(Run(first: first, cells: cells)) }
      if isNew {
        // Not always the code at the edge: one from the middle of the run.
        witnesses.append(Case(codes: [first + length / 2]))
      }
    }
    self.counts = counts
    self.witnesses = witnesses
    self.runs = runs
    cases = max(source.lastCode, source.lastCode &+ 1)
  }

  /// Where the cells may change: the ends of the operand's classes, and around every value and every
  /// tie of the result's format the operand codes next to it.
  private static func cuts(_ model: CoverageModel) -> [UInt64] {
    let source = model.evaluator.operands[0]
    let cuts = CastCuts(from: source, to: model.evaluator.result)
    // Those of long formats would take much room beside how seldom they are needed again.
    let known = model.evaluator.result.bits <= 8 ? cuts.shared() : cuts.made()
    return Set(known).union(model.operands[0].starts).sorted()
  }

  /// The cells counted over parts of the operand's codes.
  ///
  /// - Parameter parts: ranges of codes, rising.
  func counts(in parts: some Sequence<Range<UInt64>>) -> [UInt64] {
    var counts = [UInt64](repeating: 0, count: self.counts.count)
    var run = 0
    for part in parts {
      var begin = part.lowerBound
      while run > 0, runs[run].first > begin { run -= 1 }
      while begin < part.upperBound {
        while run + 1 < runs.count, runs[run + 1].first <= begin { run += 1 }
        let end = run + 1 < runs.count ? min(runs[run + 1].first, part.upperBound) : part.upperBound
        for cell in runs[run].cells { counts[Int(cell)] += end - begin }
        begin = end
      }
    }
    return counts
  }
}
