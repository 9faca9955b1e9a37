import Descriptors
import ExactArithmetic
import Reference

/// How many masks there are of 8 x 8 elements, half of them kept, and what the printed formula for
/// transposable masks says.
struct Diversity {
  /// A structure with its number of masks.
  struct Row {
    let name: String
    let count: Rational
    /// As printed; `nil` where the printed formula counts masks.
    let printed: Rational?
  }

  let rows: [Row]

  init() {
    let elements = 64
    var rows = [
      Row(
        name: "unstructured", count: MaskDiversity.unstructured(elements: elements, kept: 32),
        printed: nil)
    ]
    let patterns = ["4:8", "2:4"].compactMap { BlockPattern(named: $0) }
    for pattern in patterns {
      rows.append(
        Row(
          name: "\(pattern) along rows",
          count: Self.tensor(elements, pattern.of, MaskDiversity.block(pattern)),
          printed: nil))
    }
    for pattern in patterns {
      func tiled(_ perTile: Rational) -> Rational {
        Self.tensor(elements, pattern.of * pattern.of, perTile)
      }
      rows.append(
        Row(
          name: "transposable \(pattern)", count: tiled(MaskDiversity.transposableTile(pattern)),
          printed: tiled(MaskDiversity.transposablePaperFormula(pattern))))
    }
    self.rows = rows
  }

  /// The parts fill the elements exactly.
  private static func tensor(_ elements: Int, _ part: Int, _ masks: Rational) -> Rational {
    MaskDiversity.tensor(elements: elements, partElements: part, masksPerPart: masks) ?? .zero
  }
}
