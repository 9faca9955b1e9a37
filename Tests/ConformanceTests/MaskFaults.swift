import Conformance
import Descriptors
import ExactArithmetic
import Reference

/// Wrong mask functions, the kind that real code has shipped, by the laws that must notice them.
struct MaskFault: Sendable {
  let name: String
  /// The laws that must refute it, `-sampled` left out.
  let laws: Set<String>
  let mask: MaskFunction

  /// The faults planted for a rule; between them every law of the rule must notice one.
  static func all(for rule: MaskRule) -> [MaskFault] {
    let right = function(rule)
    let flushed = MaskFault(name: "takes what is small for 0", laws: ["scaling"]) { matrix in
      right(matrix.map { $0 < .finite(Rational(1, over: 2)) ? 0 : $0 })
    }
    switch rule {
    case .magnitude(let pattern, let axis):
      return [
        flushed, more(pattern) { .magnitude($0, axis) },
        MaskFault(name: "last of equals", laws: ["largest-kept"]) { turned(right, $0) },
        alone(pattern, right),
      ]
    case .sequential(let pattern, let axis):
      return [
        flushed, more(pattern) { .sequential($0, axis) },
        MaskFault(name: "gap begins first", laws: ["greatest-of-the-best"]) { turned(right, $0) },
        MaskFault(
          name: "not sequential", laws: ["adjacent"], mask: function(.magnitude(pattern, axis))),
        alone(pattern, right),
      ]
    case .transposable(let pattern, .optimal): return [flushed] + optimal(pattern, right)
    case .transposable(let pattern, .pruneGreedy):
      return [
        flushed,
        MaskFault(
          name: "rows alone", laws: ["at-most"], mask: function(.magnitude(pattern, .rows))),
        MaskFault(name: "last of equals", laws: ["union-of-ranks", "scan"]) { turned(right, $0) },
        MaskFault(name: "at most for below", laws: ["twice-the-least"]) { scansOn($0, pattern) },
      ]
    case .transposable(_, .keepGreedy):
      return [
        flushed,
        MaskFault(name: "keeps all", laws: ["at-most"]) {
          Mask(rows: $0.rows, columns: $0.columns, keepingAll: true)
        },
        MaskFault(name: "keeps nothing", laws: ["maximal", "half-the-most"]) {
          Mask(rows: $0.rows, columns: $0.columns, keepingAll: false)
        },
        MaskFault(name: "last of equals", laws: ["each-by-those-above"]) { turned(right, $0) },
      ]
    case .top(let count):
      return [
        flushed,
        MaskFault(name: "one more", laws: ["count"], mask: function(.top(count + 1))),
        MaskFault(name: "last of equals", laws: ["largest-kept"]) { turned(right, $0) },
      ]
    case .threshold(let code):
      return [
        MaskFault(
          name: "above the threshold", laws: ["kept-from-the-threshold-on"],
          mask: function(.threshold(code: code + 1)))
      ]
    }
  }

  private static func optimal(
    _ pattern: BlockPattern, _ right: @escaping MaskFunction
  ) -> [MaskFault] {
    [
      MaskFault(
        name: "rows alone", laws: ["row-and-column-sums"],
        mask: function(.magnitude(pattern, .rows))),
      MaskFault(
        name: "keeps greedily", laws: ["certificate", "complement"],
        mask: function(.transposable(pattern, .keepGreedy))),
      MaskFault(name: "least of the best", laws: ["greatest-of-the-best", "brute-force"]) {
        turned(right, $0)
      },
      MaskFault(name: "the same for all", laws: ["transposed-sum", "permuted-sum"]) { tile in
        let lines = (0..<tile.rows).map { row in
          (0..<tile.columns).map { ($0 + 2 * row) % tile.columns < pattern.keep }
        }
        return Mask(rows: tile.rows, columns: tile.columns, kept: lines.flatMap(\.self))
      },
      MaskFault(name: "ranks squares", laws: ["row-shift"]) { tile in
        right(tile.map { $0.number.map { .finite($0 * $0) } ?? $0 })
      },
      MaskFault(name: "keeps all", laws: ["order-of-rules"]) {
        Mask(rows: $0.rows, columns: $0.columns, keepingAll: true)
      },
      MaskFault(name: "later tiles the other way", laws: ["tiles-alone"]) {
        $0.rows > pattern.of ? turned(right, $0) : right($0)
      },
      MaskFault(name: "pads with zeros", laws: ["cut-off-tiles"]) { tile in
        var padded = Matrix<Magnitude>(
          rows: pattern.of, columns: pattern.of,
          Array(repeating: 0, count: pattern.of * pattern.of))
        guard tile.rows <= pattern.of, tile.columns <= pattern.of else { return right(tile) }
        for row in 0..<tile.rows {
          for column in 0..<tile.columns { padded[row, column] = tile[row, column] }
        }
        return right(padded)[rows: 0..<tile.rows, columns: 0..<tile.columns]
      },
    ]
  }

  private static func more(
    _ pattern: BlockPattern, _ rule: (BlockPattern) -> MaskRule
  ) -> MaskFault {
    let other = BlockPattern(keep: pattern.keep + 1, of: pattern.of) ?? pattern
    return MaskFault(
      name: "keeps one more", laws: ["count", "count-of-cut-off-blocks"],
      mask: function(rule(other)))
  }

  private static func alone(
    _ pattern: BlockPattern, _ right: @escaping MaskFunction
  ) -> MaskFault {
    MaskFault(name: "later blocks the other way", laws: ["blocks-alone"]) { matrix in
      matrix.elements.count > pattern.of ? turned(right, matrix) : right(matrix)
    }
  }

  /// The mask of the matrix turned by half a circle, turned back: ties go the other way.
  private static func turned(_ mask: MaskFunction, _ matrix: Matrix<Magnitude>) -> Mask {
    let other = mask(
      Matrix(rows: matrix.rows, columns: matrix.columns, matrix.elements.reversed()))
    return Mask(rows: matrix.rows, columns: matrix.columns, kept: other.kept.reversed())
  }

  /// The scan that goes on while a count is at most what must be pruned, not below it.
  private static func scansOn(_ tile: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    let ascending = tile.elements.indices.sorted { a, b in
      tile.elements[a] == tile.elements[b] ? a < b : tile.elements[a] < tile.elements[b]
    }
    var mask = Mask(rows: tile.rows, columns: tile.columns, keepingAll: true)
    for index in ascending {
      let (row, column) = (index / tile.columns, index % tile.columns)
      let inRow = (0..<tile.columns).count { !mask[row, $0] }
      let inColumn = (0..<tile.rows).count { !mask[$0, column] }
      if inRow <= pattern.prune || inColumn <= pattern.prune { mask[row, column] = false }
    }
    return mask
  }

  private static func function(_ rule: MaskRule) -> MaskFunction {
    { matrix in
      switch rule {
      case .magnitude(let pattern, let axis):
        MagnitudeMask.blocks(of: matrix, pattern, along: axis)
      case .sequential(let pattern, let axis):
        SequentialMask.blocks(of: matrix, pattern, along: axis)
      case .transposable(let pattern, .optimal): Transposable.optimal(matrix, pattern)
      case .transposable(let pattern, .pruneGreedy): PruneGreedy.mask(of: matrix, pattern)
      case .transposable(let pattern, .keepGreedy): KeepGreedy.mask(of: matrix, pattern)
      case .top(let count): MagnitudeMask.top(count, of: matrix)
      case .threshold(let code):
        MagnitudeMask.threshold(.finite(Rational(unsigned: code, exponent: 0)), of: matrix)
      }
    }
  }
}
