public import Descriptors

/// Masks that keep the largest magnitudes: of every block (N:M), of the whole matrix, or from a
/// threshold on.
///
/// Of equal magnitudes the one with the lower row-major index ranks higher.
public enum MagnitudeMask {
  /// Keeps the `keep` largest elements in every block of `of` consecutive ones of a row or column.
  ///
  /// A block that the edge of the matrix cuts off keeps as many, or all it has.
  public static func blocks(
    of matrix: Matrix<Magnitude>, _ pattern: BlockPattern, along axis: MaskRule.Axis = .rows
  ) -> Mask {
    Blockwise.mask(of: matrix, blockLength: pattern.of, along: axis) { block in
      largest(pattern.keep, of: block)
    }
  }

  /// Keeps the given number of largest elements of the whole matrix, or all it has.
  public static func top(_ count: Int, of matrix: Matrix<Magnitude>) -> Mask {
    Mask(rows: matrix.rows, columns: matrix.columns, kept: largest(count, of: matrix.elements))
  }

  /// Keeps every element of at least the given magnitude.
  public static func threshold(_ threshold: Magnitude, of matrix: Matrix<Magnitude>) -> Mask {
    Mask(
      rows: matrix.rows, columns: matrix.columns, kept: matrix.elements.map { $0 >= threshold })
  }

  /// Which elements of a list are among its `count` largest: those that fewer than `count` others
  /// outrank.
  static func largest(_ count: Int, of list: [Magnitude]) -> [Bool] {
    let ranking = list.indices.sorted { outranks($0, $1, in: list) }
    var kept = [Bool](repeating: false, count: list.count)
    for index in ranking.prefix(count) { kept[index] = true }
    return kept
  }

  /// Whether one element of a list ranks above another: by magnitude, of equals the earlier one.
  static func outranks(_ a: Int, _ b: Int, in list: [Magnitude]) -> Bool {
    list[a] == list[b] ? a < b : list[a] > list[b]
  }
}

/// Masks that are made block by block.
enum Blockwise {
  /// Cuts every row or column into blocks, of which the last may be shorter, and masks each.
  static func mask(
    of matrix: Matrix<Magnitude>, blockLength: Int, along axis: MaskRule.Axis,
    mask: ([Magnitude]) -> [Bool]
  ) -> Mask {
    switch axis {
    case .columns:
      return Self.mask(
        of: matrix.transposed, blockLength: blockLength, along: .rows, mask: mask
      ).transposed
    case .rows:
      var kept: [Bool] = []
      kept.reserveCapacity(matrix.elements.count)
      for row in 0..<matrix.rows {
        for start in stride(from: 0, to: matrix.columns, by: blockLength) {
          let end = min(start + blockLength, matrix.columns)
          kept += mask((start..<end).map { matrix[row, $0] })
        }
      }
      return Mask(rows: matrix.rows, columns: matrix.columns, kept: kept)
    }
  }
}
