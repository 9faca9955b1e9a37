public import Descriptors

/// Whether masks and data obey a pattern, by counting alone: it shares nothing with what makes
/// masks.
public enum PatternValidator {
  /// What a count must be.
  public enum Demand: String, Hashable, Sendable, CaseIterable {
    /// As many as the pattern keeps; all that is there where a block is shorter.
    case exactly
    /// No more than the pattern keeps.
    case atMost
  }

  /// Checks that a mask keeps `keep` of every `of` consecutive elements along an axis.
  ///
  /// - Throws: `PatternViolation` with the first block, line by line, that does not.
  public static func validate(
    _ mask: Mask, _ pattern: BlockPattern, along axis: MaskRule.Axis = .rows,
    _ demand: Demand = .exactly
  ) throws(PatternViolation) {
    let (lines, length) = extent(of: mask, along: axis)
    for line in 0..<lines {
      for start in stride(from: 0, to: length, by: pattern.of) {
        let block = start..<min(start + pattern.of, length)
        let count = block.count { axis == .rows ? mask[line, $0] : mask[$0, line] }
        let wanted = min(pattern.keep, block.count)
        guard demand == .exactly ? count == wanted : count <= wanted else {
          throw PatternViolation(
            axis: axis, line: line, block: block, problem: .count(count, wanted, demand))
        }
      }
    }
  }

  /// Checks that a mask keeps `keep` elements in every row and in every column of each tile of `of`
  /// x `of`.
  ///
  /// A tile that the edge cuts off may keep fewer, whatever is demanded of whole ones.
  ///
  /// - Throws: `PatternViolation` with the first row, of the first tile, that does not; with the
  ///   first column where all rows of the tile do.
  public static func validateTransposable(
    _ mask: Mask, _ pattern: BlockPattern, _ demand: Demand = .exactly
  ) throws(PatternViolation) {
    for top in stride(from: 0, to: mask.rows, by: pattern.of) {
      for left in stride(from: 0, to: mask.columns, by: pattern.of) {
        let rows = top..<min(top + pattern.of, mask.rows)
        let columns = left..<min(left + pattern.of, mask.columns)
        let isWhole = rows.count == pattern.of && columns.count == pattern.of
        let demand = isWhole ? demand : .atMost
        func check(
          _ count: Int, _ axis: MaskRule.Axis, _ line: Int, _ block: Range<Int>
        ) throws(PatternViolation) {
          guard demand == .exactly ? count == pattern.keep : count <= pattern.keep else {
            throw PatternViolation(
              axis: axis, line: line, block: block,
              problem: .count(count, pattern.keep, demand))
          }
        }
        for row in rows { try check(columns.count { mask[row, $0] }, .rows, row, columns) }
        for column in columns { try check(rows.count { mask[$0, column] }, .columns, column, rows) }
      }
    }
  }

  /// Checks that what a mask prunes of each block is adjacent, besides the count.
  ///
  /// - Throws: `PatternViolation` with the first block, line by line, that fails.
  public static func validateSequential(
    _ mask: Mask, _ pattern: BlockPattern, along axis: MaskRule.Axis = .rows
  ) throws(PatternViolation) {
    try validate(mask, pattern, along: axis)
    let (lines, length) = extent(of: mask, along: axis)
    for line in 0..<lines {
      for start in stride(from: 0, to: length, by: pattern.of) {
        let block = start..<min(start + pattern.of, length)
        let pruned = block.filter { !(axis == .rows ? mask[line, $0] : mask[$0, line]) }
        if let first = pruned.first, let last = pruned.last, last - first + 1 != pruned.count {
          throw PatternViolation(axis: axis, line: line, block: block, problem: .gap)
        }
      }
    }
  }

  /// Checks that data have at most `keep` elements other than zero in every block along an axis.
  ///
  /// NaN and infinities are no zeros, -0 is one.
  ///
  /// - Throws: `PatternViolation` with the first block, line by line, that has more.
  public static func validate(
    data: Matrix<Datum>, _ pattern: BlockPattern, along axis: MaskRule.Axis = .rows
  ) throws(PatternViolation) {
    let support = Mask(
      rows: data.rows, columns: data.columns, kept: data.elements.map { !$0.isZero })
    try validate(support, pattern, along: axis, .atMost)
  }

  private static func extent(
    of mask: Mask, along axis: MaskRule.Axis
  ) -> (lines: Int, length: Int) {
    axis == .rows ? (mask.rows, mask.columns) : (mask.columns, mask.rows)
  }
}

/// The first place at which a mask or data break a pattern.
public struct PatternViolation: Error, Hashable, Sendable, CustomStringConvertible {
  /// Along what the block lies.
  public let axis: MaskRule.Axis
  /// The row, or along columns the column, from 0.
  public let line: Int
  /// The columns, or along columns the rows, of the block.
  public let block: Range<Int>
  /// What is wrong there.
  public let problem: Problem

  /// What can be wrong with a block.
  public enum Problem: Hashable, Sendable {
    /// How many are kept, how many should be, and whether fewer would do.
    case count(Int, Int, PatternValidator.Demand)
    /// The pruned elements are not adjacent.
    case gap
  }

  /// One line: where, what is there, and what should be.
  public var description: String {
    let (own, other) = axis == .rows ? ("row", "columns") : ("column", "rows")
    let place = "\(own) \(line), \(other) \(block.lowerBound)...\(block.upperBound - 1): "
    switch problem {
    case .count(let count, let wanted, .exactly):
      return place + "\(count) elements are kept; keep exactly \(wanted)"
    case .count(let count, let wanted, .atMost):
      return place + "\(count) elements are kept; keep at most \(wanted)"
    case .gap: return place + "the pruned elements are apart; prune adjacent ones"
    }
  }
}
