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

  /// What is crossed, by the name of its table.
  private enum Content: String {
    case scaleElement = "scale x element"
    case largestBlock = "largest x block"
    case scaleBlock = "scale x block"
    case holdsBlock = "holds x block"
    case largestScale = "largest x scale"
    case elementRounding = "element x rounding"
  }

  /// Where the largest magnitude of a block is.
  private enum Place: String, CaseIterable {
    case none = "none but 0"
    case first, inside, last, several
  }

  private static let edges = ["whole block", "cut off by the edge"]

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
    func table(
      _ content: Content, _ rows: [String], _ columns: [String] = Self.edges
    ) -> CoverageModel.Table { .init(name: content.rawValue, rows: rows, columns: columns) }
    var tables = [
      table(.scaleElement, scales.names, elements.names),
      table(.largestBlock, Place.allCases.map(\.rawValue)), table(.scaleBlock, scales.names),
    ]
    tables[0].absent = scales.absent
    if isEncoding {
      tables.append(table(.holdsBlock, BlockContents.names))
      steps = ScaleSteps(operation, rows: rows, columns: columns)
      roundings = ElementRoundings(operation)
    } else {
      (steps, roundings) = (nil, nil)
    }
    if steps != nil { tables.append(table(.largestScale, ScaleSteps.rows, ScaleSteps.columns)) }
    if roundings != nil {
      tables.append(table(.elementRounding, elements.names, RoundingPosition.names))
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
      let largest = Self.place(data.map { $0.number?.magnitude ?? .zero })
      body(1, Place.allCases.firstIndex(of: largest) ?? 0, edge)
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

  private static func place(_ magnitudes: [Rational]) -> Place {
    guard let largest = magnitudes.max(), !largest.isZero else { return .none }
    let places = magnitudes.indices.filter { magnitudes[$0] == largest }
    if places.count > 1 { return .several }
    return places[0] == 0 ? .first : places[0] == magnitudes.count - 1 ? .last : .inside
  }

  func reason(_ table: CoverageModel.Table, _ row: Int, _ column: Int) -> String? {
    guard let content = Content(rawValue: table.name) else { return nil }
    switch content {
    case .largestBlock, .scaleBlock, .holdsBlock:
      if column == 1, !hasCut { return "no block is cut off" }
    case .scaleElement, .largestScale, .elementRounding: break
    }
    switch content {
    case .scaleElement, .scaleBlock:
      return isEncoding && scales.classes[row].isNegative ? "a scale has no sign" : nil
    case .largestBlock: return reason(Place.allCases[row], length: length(column))
    case .holdsBlock: return contents.reason(row, length: length(column))
    case .largestScale: return steps?.reason(row, column)
    case .elementRounding: return roundings?.reason(row, column)
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

  private func reason(_ place: Place, length: Int) -> String? {
    if length == 1, place != .first, place != .none { return "a block has one element" }
    return length == 2 && place == .inside ? "a block has two elements" : nil
  }
}
