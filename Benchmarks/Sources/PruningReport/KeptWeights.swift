import Descriptors
import Measuring
import Production

/// How much of a matrix's magnitude each way of choosing a mask keeps.
struct KeptWeights {
  /// One way and one tile size.
  struct Row {
    let pattern: BlockPattern
    let name: String
    /// The magnitude kept of all.
    let kept: RatioEstimate
    /// What is told of the way's distance from the optimum; empty where there is nothing to tell.
    let note: String
  }

  /// The side of the matrix.
  let side: Int
  let rows: [Row]

  init(side: Int, float32: FormatDescriptor, patterns: [BlockPattern]) throws {
    self.side = side
    let weights = Law.normal.values(side * side, seed: 5)
    rows = try patterns.flatMap { pattern in
      try Comparison(weights, side: side, pattern: pattern, format: float32).rows
    }
  }
}

/// The masks of one matrix under one pattern.
private struct Comparison {
  private let weights: [Float]
  private let side: Int
  private let pattern: BlockPattern
  private let format: FormatDescriptor

  init(_ weights: [Float], side: Int, pattern: BlockPattern, format: FormatDescriptor) {
    self.weights = weights
    self.side = side
    self.pattern = pattern
    self.format = format
  }

  var rows: [KeptWeights.Row] {
    get throws {
      let optimal = try mask(.transposable(pattern, .optimal))
      let keepGreedy = try mask(.transposable(pattern, .keepGreedy))
      let pruneGreedy = try mask(.transposable(pattern, .pruneGreedy))
      let best = tileSums(optimal)
      let all = tileSums([UInt8](repeating: 1, count: weights.count))
      let greedy = tileSums(keepGreedy)
      let shortfalls = zip(greedy, best).map { 1 - $0 / $1 }
      let slots = pattern.of * pattern.keep
      let incomplete = tileCounts(keepGreedy).count { $0 < slots }
      let worst = zip(greedy, best).map { $0 / $1 }.min() ?? 1
      let excess = zip(tileSums(pruneGreedy), zip(all, best)).map { ($1.0 - $0) / ($1.0 - $1.1) }
      let tiles = Double(best.count)
      return [
        row("unstructured", try mask(.top(weights.count * pattern.keep / pattern.of)), ""),
        row("\(pattern) along rows", try mask(.magnitude(pattern, .rows)), ""),
        row("transposable, optimal", optimal, ""),
        row(
          "keep-greedy", keepGreedy,
          "mean loss \(percent(shortfalls.reduce(0, +) / tiles)) of the optimum, worst tile keeps "
            + "\(worst.figure) of it, \(percent(Double(incomplete) / tiles)) of tiles incomplete"),
        row(
          "prune-greedy", pruneGreedy,
          "prunes \((excess.reduce(0, +) / tiles).figure) times the least possible, at most "
            + "\((excess.max() ?? 1).figure) times"),
        row("TSENOR", try tsenor(), "60 iterations, sharpness 40, then greedy and local search"),
      ]
    }
  }

  private func row(_ name: String, _ mask: [UInt8], _ note: String) -> KeptWeights.Row {
    var kept = RatioEstimate()
    let all = tileSums([UInt8](repeating: 1, count: weights.count))
    for (part, whole) in zip(tileSums(mask), all) { kept.add(part, whole) }
    return KeptWeights.Row(pattern: pattern, name: name, kept: kept, note: note)
  }

  private func mask(_ rule: MaskRule) throws -> [UInt8] {
    let prepared = try PreparedMask(rule, format: format, rows: side, columns: side)
    return [UInt8](unsafeUninitializedCapacity: weights.count) { output, initialized in
      weights.withUnsafeBytes { input in
        _ = prepared.run(input, mask: UnsafeMutableRawBufferPointer(output))
      }
      initialized = weights.count
    }
  }

  private func tsenor() throws -> [UInt8] {
    let tsenor = try Tsenor(pattern, rows: side, columns: side)
    return tsenor.round(tsenor.fractions(weights), of: weights)
  }

  /// The kept magnitude of every tile.
  private func tileSums(_ mask: [UInt8]) -> [Double] {
    byTile { mask[$0] == 0 ? 0 : abs(Double(weights[$0])) }
  }

  private func tileCounts(_ mask: [UInt8]) -> [Int] {
    byTile { Double(mask[$0]) }.map { Int($0) }
  }

  private func byTile(_ value: (Int) -> Double) -> [Double] {
    let perRow = side / pattern.of
    var sums = [Double](repeating: 0, count: perRow * perRow)
    for row in 0..<side {
      for column in 0..<side {
        sums[row / pattern.of * perRow + column / pattern.of] += value(row * side + column)
      }
    }
    return sums
  }

  private func percent(_ share: Double) -> String { "\((100 * share).figure) %" }
}
