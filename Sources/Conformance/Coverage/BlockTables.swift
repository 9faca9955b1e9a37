import Descriptors
import ExactArithmetic
import Reference

/// The classes of blocks that are encoded or decoded.
struct BlockTables: Sendable {
  let tables: [CoverageModel.Table]
  private let format: BlockFormat
  private let rows, columns: Int
  private let isEncoding: Bool
  private let operand, element: NumberFormat
  private let scales, elements: CodeClasses
  private let hasCut: Bool
  private let contents: BlockContents
  private let steps: ScaleSteps?
  private let roundings: ElementRoundings?

  static let places = ["none but 0", "first", "inside", "last", "several"]
  static let edges = ["whole block", "cut off by the edge"]

  init?(_ operation: Operation) {
    switch operation.function {
    case .encodeBlock(let format, let rows, let columns, _):
      (self.format, self.rows, self.columns, isEncoding) = (format, rows, columns, true)
    case .decodeBlock(let format, let rows, let columns, _):
      (self.format, self.rows, self.columns, isEncoding) = (format, rows, columns, false)
    default: return nil
    }
    operand = NumberFormat(operation.format)
    element = NumberFormat(format.element)
    elements = CodeClasses.of(element)
    scales = CodeClasses.of(NumberFormat(format.scale))
    hasCut =
      !rows.isMultiple(of: format.shape.rows) || !columns.isMultiple(of: format.shape.columns)
    contents = BlockContents(operand)
    var tables: [CoverageModel.Table] = [
      .init(
        name: "scale x element", rows: scales.names, columns: elements.names, absent: scales.absent),
      .init(name: "largest x block", rows: Self.places, columns: Self.edges),
      .init(name: "scale x block", rows: scales.names, columns: Self.edges),
    ]
    if isEncoding {
      tables.append(.init(name: "holds x block", rows: BlockContents.names, columns: Self.edges))
      steps = ScaleSteps(operation, rows: rows, columns: columns)
      roundings = ElementRoundings(operation)
    } else {
      (steps, roundings) = (nil, nil)
    }
    if steps != nil {
      tables.append(
        .init(name: "largest x scale", rows: ScaleSteps.rows, columns: ScaleSteps.columns))
    }
    if roundings != nil {
      tables.append(
        .init(name: "element x rounding", rows: elements.names, columns: RoundingPosition.names))
    }
    self.tables = tables
  }

  func classify(
    _ item: Case, _ expected: Answer,
    _ body: (_ table: Int, _ row: Int, _ column: Int) -> Void
  ) {
    let encoded = isEncoding ? expected.results : item.codes
    let across = (columns + format.shape.columns - 1) / format.shape.columns
    let blocks = format.blockCount(rows: rows, columns: columns)
    let firstScale = rows * columns + (format.hasZeroPoints ? blocks : 0)
    for block in 0..<blocks {
      let top = block / across * format.shape.rows
      let left = block % across * format.shape.columns
      let bottom = min(top + format.shape.rows, rows)
      let right = min(left + format.shape.columns, columns)
      let isCut =
        bottom - top < format.shape.rows || right - left < format.shape.columns
      let edge = isCut ? 1 : 0
      let scale = scales.index(of: encoded[firstScale + block])
      body(2, scale, edge)
      var data: [Datum] = []
      for row in top..<bottom {
        for column in left..<right {
          let place = row * columns + column
          body(0, scale, elements.index(of: encoded[place]))
          data.append(
            isEncoding ? operand.decode(item.codes[place]) : element.decode(encoded[place]))
        }
      }
      body(1, Self.place(data.map { $0.number?.magnitude ?? .zero }), edge)
      guard isEncoding else { continue }
      for row in BlockContents.classes(of: data) { body(3, row, edge) }
    }
    if let steps { steps.classify(item.codes, expected.results) { body(4, $0, $1) } }
    if let roundings {
      let last = tables.count - 1
      let elements = elements
      roundings.classify(item) { code, position in
        body(last, elements.index(of: code), position)
      }
    }
  }

  /// Where the largest magnitude is.
  private static func place(_ magnitudes: [Rational]) -> Int {
    guard let largest = magnitudes.max(), !largest.isZero else { return 0 }
    let places = magnitudes.indices.filter { magnitudes[$0] == largest }
    if places.count > 1 { return 4 }
    return places[0] == 0 ? 1 : places[0] == magnitudes.count - 1 ? 3 : 2
  }

  func reason(_ table: CoverageModel.Table, _ row: Int, _ column: Int) -> String? {
    let name = table.rows[row]
    if table.columns == Self.edges, column == 1, !hasCut { return "no block is cut off" }
    if name.hasPrefix("-"), isEncoding, table.rows == scales.names { return "a scale has no sign" }
    switch table.name {
    case "largest x block": return place(row, column)
    case "holds x block": return contents.reason(row, length: length(column))
    case "largest x scale": return steps?.reason(row, column)
    case "element x rounding": return roundings?.reason(elements.names[row], row, column)
    default: return nil
    }
  }

  /// The most elements of a block that is whole, or of one that the edge cuts off.
  private func length(_ edge: Int) -> Int {
    let (height, width) = (format.shape.rows, format.shape.columns)
    if edge == 0 { return height * width }
    let (bottom, right) = (rows % height, columns % width)
    return max(
      bottom > 0 ? bottom * min(width, columns) : 0, right > 0 ? right * min(height, rows) : 0)
  }

  private func place(_ row: Int, _ edge: Int) -> String? {
    let length = length(edge)
    let name = Self.places[row]
    if length == 1, name != "first", name != "none but 0" { return "a block has one element" }
    return length == 2 && name == "inside" ? "a block has two elements" : nil
  }
}
