import Descriptors

/// Distributions by patterns.
struct VarianceTable {
  /// The distributions, one a row.
  let laws: [Law] = [
    .normal, .laplace, .lognormal(sigma: 1), .lognormal(sigma: 2), .lognormal(sigma: 3),
  ]
  /// The patterns, one a column.
  let patterns: [BlockPattern]
  /// What was measured, by distribution and pattern.
  let cells: [[Variances.Cell]]

  init(float32: FormatDescriptor) throws {
    let patterns = ["1:2", "1:4", "2:4", "3:4", "4:8", "16:32"].compactMap {
      BlockPattern(named: $0)
    }
    let variances = Variances(float32: float32)
    self.patterns = patterns
    cells = try laws.map { law in
      try patterns.map { pattern in
        try variances.cell(law, pattern, blocks: pattern.of <= 4 ? 400_000 : 1_600_000 / pattern.of)
      }
    }
  }
}
