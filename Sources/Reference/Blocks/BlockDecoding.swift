import Descriptors
import ExactArithmetic

// What the codes of a matrix denote.

extension BlockCodec {
  func decode(_ codes: [UInt64], word: UInt32) -> (results: [UInt64], flags: AnswerFlags) {
    let values = values(codes)
    var flags: AnswerFlags = []
    var index = 0
    for (format, count) in encodedFormats {
      if codes[index..<index + count].contains(where: { format.decode($0).number == nil }) {
        flags.insert(.nonFinite)
      }
      index += count
    }
    let results = values.map { value -> UInt64 in
      let projection = result.project(value, dialect: operation.dialect, word: word)
      if case .finite(let number) = value,
        result.isBeyond(number, projection, operation.dialect, word)
      {
        flags.insert(.overflowed)
      }
      return projection.code
    }
    return (results, flags)
  }

  private var encodedFormats: [(format: NumberFormat, count: Int)] {
    let blocks = format.blockCount(rows: rows, columns: columns)
    return [(element, rows * columns)] + (format.hasZeroPoints ? [(element, blocks)] : [])
      + [(scale, blocks)] + (matrixScale.map { [($0, 1)] } ?? [])
  }

  /// What the codes of an encoded matrix denote, exactly, row by row.
  ///
  /// Products are those of IEEE 754: NaN for infinity times zero, the sign of a zero by the signs
  /// of its factors. In integer schemes `c - z` is +0 where the two are equal.
  ///
  /// - Parameter codes: elements, zero points, block scales, scale of the matrix.
  public func values(_ codes: [UInt64]) -> [Datum] {
    let across = (columns + format.shape.columns - 1) / format.shape.columns
    let blocks = format.blockCount(rows: rows, columns: columns)
    let zeros = rows * columns
    let scales = zeros + (format.hasZeroPoints ? blocks : 0)
    let matrix = matrixScale.map { $0.decode(codes[scales + blocks]) } ?? .finite(.one)
    return (0..<rows * columns).map { index in
      let block =
        index / columns / format.shape.rows * across + index % columns / format.shape.columns
      let value = element.decode(codes[index])
      let scale = scale.decode(codes[scales + block])
      switch format.scheme {
      case .scaled: return .product(scale, value)
      case .twoLevel: return .product(.product(value, scale), matrix)
      case .zeroPoint: return .product(difference(value, codes[zeros + block]), scale)
      case .dual:
        let first = Datum.product(difference(value, codes[zeros + block]), scale)
        return .product(dualRange?.entered(first) ?? first, matrix)
      }
    }
  }

  private func difference(_ value: Datum, _ zero: UInt64) -> Datum {
    .finite((value.number ?? .zero) - (element.decode(zero).number ?? .zero))
  }
}
