import Descriptors
import ExactArithmetic
import Reference

/// How the largest magnitude of a block lies to the places where the scale changes, and whether the
/// scale is at an end of its range.
struct ScaleSteps: Sendable {
  static let rows = ["at a step of the scale", "below a step", "elsewhere"]
  static let columns = ["smallest scale", "between", "largest scale"]

  private let probe: BlockScaleProbe
  private let block: BlockFormat
  private let height, width: Int
  /// Why scales of a column do not occur.
  private let absent: [String?]

  /// `nil` where the scale does not follow from the largest magnitude alone.
  init?(_ operation: Operation, rows: Int, columns: Int) {
    guard case .encodeBlock(let block, _, _, _) = operation.function,
      let probe = BlockScaleProbe(
        block, operation.format, blocks: block.blockCount(rows: rows, columns: columns))
    else { return nil }
    (self.probe, self.block) = (probe, block)
    (height, width) = (rows, columns)
    let last = probe.operand.positive.count - 1
    let top = probe.operand.positive.code(last)
    let least = probe(amax: probe.operand.positive.code(min(1, last)), matrix: top)
    let most = probe(amax: top, matrix: top)
    let scale = probe.scale
    absent = [
      Self.column(least, scale) == 0 ? nil : "no magnitude is so small",
      nil,
      Self.column(most, scale) == 2
        || (!probe.hasNeighbour && Self.column(least, scale) == 2)
        ? nil : "no magnitude is so large",
    ]
  }

  private static func column(_ code: UInt64, _ format: NumberFormat) -> Int {
    guard let value = format.decode(code).number else { return 2 }
    let smallest = format.positive.magnitude(0)
    return value == smallest ? 0 : value == format.positive.largest ? 2 : 1
  }

  func classify(
    _ codes: [UInt64], _ results: [UInt64], _ body: (_ row: Int, _ column: Int) -> Void
  ) {
    let operand = probe.operand
    let magnitudes = codes.map { operand.decode($0).number?.magnitude ?? .zero }
    guard let largest = magnitudes.max(), !largest.isZero else { return }
    func code(_ magnitude: Rational) -> UInt64 {
      operand.positive.code(operand.positive.rung(atOrBelow: magnitude) ?? 0)
    }
    let matrix = code(largest)
    let across = (width + block.shape.columns - 1) / block.shape.columns
    for index in 0..<block.blockCount(rows: height, columns: width) {
      let scale = results[height * width + index]
      guard probe.scale.decode(scale).number != nil else { continue }
      let top = index / across * block.shape.rows
      let left = index % across * block.shape.columns
      var amax = Rational.zero
      for row in top..<min(top + block.shape.rows, height) {
        for column in left..<min(left + block.shape.columns, width) {
          amax = max(amax, magnitudes[row * width + column])
        }
      }
      guard !amax.isZero else { continue }
      let column = Self.column(scale, probe.scale)
      let rung = operand.positive.rung(atOrBelow: amax) ?? 0
      let own = probe(amax: operand.positive.code(rung), matrix: matrix)
      let isAt = rung > 1 && probe(amax: operand.positive.code(rung - 1), matrix: matrix) != own
      let isBelow =
        rung + 1 < operand.positive.count && (!probe.hasNeighbour || amax < largest)
        && probe(amax: operand.positive.code(rung + 1), matrix: matrix) != own
      if isAt { body(0, column) }
      if isBelow { body(1, column) }
      if !isAt, !isBelow { body(2, column) }
    }
  }

  func reason(_ row: Int, _ column: Int) -> String? {
    if let absent = absent[column] { return absent }
    if row == 0, column == 0 { return "no scale is smaller" }
    return row == 1 && column == 2 ? "no scale is larger" : nil
  }
}
