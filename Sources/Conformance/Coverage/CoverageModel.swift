import Descriptors
import ExactArithmetic
import Reference

/// The tables of classes in which the cases of an operation are counted.
///
/// Every table crosses two classifications, and its cells are numbered: those of the first table
/// from 0, row by row, then those of the second, and so on.
struct CoverageModel: Sendable {
  /// What two operands have to do with each other, or a case with its result.
  struct Table: Sendable {
    var name: String
    var rows: [String]
    var columns: [String]
    /// The number of the first cell.
    var first = 0
    /// Rows that other formats have, and why this one does not.
    var absent: [(name: String, reason: String)] = []
    /// What the rows are, where the columns are positions.
    var subjects: [Subject] = []

    var count: Int { rows.count * columns.count }
    func cell(_ row: Int, _ column: Int) -> Int { first + row * columns.count + column }
  }

  /// What a row says of a case.
  enum Subject: Hashable, Sendable {
    /// The class of the operand at a place.
    case operand(Int, CodeClass)
    case result(CodeClass)
    case relation(OperandRelation.Class)
  }

  /// Calls back for each cell that a case falls into; returns the case's result.
  func classify(_ item: Case, _ body: (Int) -> Void) -> UInt64 {
    classify(item.codes, word: item.words.first ?? 0, body)
  }

  /// The operation.
  let evaluator: ScalarEvaluator
  /// The tables.
  let tables: [Table]
  /// The number of cells of all tables.
  let cellCount: Int
  /// The classes of each operand's codes.
  let operands: [CodeClasses]
  /// The classes of the result's codes.
  let results: CodeClasses
  private let smallestNormal: Rational?
  private let hasBinades: Bool
  private let relation: OperandRelation?

  init(_ evaluator: ScalarEvaluator) {
    self.evaluator = evaluator
    let operands = evaluator.operands.map { CodeClasses.of($0) }
    let results = CodeClasses.of(evaluator.result)
    (self.operands, self.results) = (operands, results)
    smallestNormal = evaluator.result.smallestNormalValue
    switch evaluator.result.descriptor.encoding {
    case .float, .posit, .hiFloat8: hasBinades = true
    case .fixedPoint, .table: hasBinades = false
    }
    relation = OperandRelation(evaluator)

    let positions = RoundingPosition.names
    let single = operands.count == 1
    var tables = operands.enumerated().map { index, classes in
      Table(
        name: "operand\(single ? "" : " \(index + 1)") x rounding", rows: classes.names,
        columns: positions, absent: classes.absent,
        subjects: classes.classes.map { .operand(index, $0) })
    }
    tables.append(
      Table(
        name: "result x rounding", rows: results.names, columns: positions,
        absent: results.absent, subjects: results.classes.map { .result($0) }))
    if operands.count > 1 {
      tables.append(
        Table(
          name: "operand 1 x operand 2", rows: operands[0].names, columns: operands[1].names))
    }
    if let relation {
      tables.append(
        Table(
          name: "\(relation.name) x rounding", rows: relation.classes.map(\.name),
          columns: positions, subjects: relation.classes.map { .relation($0) }))
    }
    var first = 0
    for index in tables.indices {
      tables[index].first = first
      first += tables[index].count
    }
    self.tables = tables
    cellCount = first
  }

  private func position(_ exact: ExactResult, _ projection: Projection) -> RoundingPosition {
    RoundingPosition(exact, projection, smallestNormal: smallestNormal, hasBinades: hasBinades)
  }

  /// The class of the result that an exact one gives, and its position.
  func place(_ exact: ExactResult, word: UInt32) -> (row: Int, position: RoundingPosition) {
    let projection = evaluator.project(exact, word: word)
    return (results.index(of: projection.code), position(exact, projection))
  }

  /// A case's result and the cells it falls into.
  func classify(
    _ codes: [UInt64], word: UInt32, _ body: (Int) -> Void
  ) -> UInt64 {
    let exact = evaluator.exact(codes)
    let projection = evaluator.project(exact, word: word)
    let position = position(exact, projection)
    for (index, classes) in operands.enumerated() {
      body(tables[index].cell(classes.index(of: codes[index]), position.index))
    }
    let behind = operands.count
    body(tables[behind].cell(results.index(of: projection.code), position.index))
    if operands.count > 1 {
      body(
        tables[behind + 1].cell(
          operands[0].index(of: codes[0]), operands[1].index(of: codes[1])))
      if let relation {
        body(
          tables[behind + 2].cell(
            relation.index(evaluator.data(codes), exact, position, projection), position.index))
      }
    }
    return projection.code
  }
}

extension ScalarEvaluator {
  /// The projection of an exact result.
  func project(_ exact: ExactResult, word: UInt32) -> Projection {
    switch exact {
    case .datum(let datum): result.project(datum, dialect: operation.dialect, word: word)
    case .root(let root):
      result.project(root, negative: false, dialect: operation.dialect, word: word)
    }
  }
}

extension NumberFormat {
  /// The smallest normal magnitude of a float with gradual underflow.
  var smallestNormalValue: Rational? {
    guard case .float(let layout) = descriptor.encoding, layout.subnormals == .gradual else {
      return nil
    }
    return .powerOfTwo(1 - layout.bias)
  }

  /// The bits of a normal significand of a float or of an integer.
  var precision: Int {
    switch descriptor.encoding {
    case .float(let layout): layout.trailingBits + 1
    case .fixedPoint, .posit, .hiFloat8, .table: bits
    }
  }
}
