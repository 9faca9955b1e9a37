import Descriptors
import ExactArithmetic
import Reference

/// Why cells that met nothing cannot occur.
///
/// Where every case of the operation was counted from the reference, an empty cell is empty by that
/// count. For the others there are a few theorems; what none of them reaches stays open.
struct Exclusions: Sendable {
  private let model: CoverageModel
  private let isCounted: Bool
  private let counted: String
  private let sums: SumExclusions?
  private let products: ProductExclusions?
  private let quotients: QuotientExclusions?
  private let roots: RootExclusions?
  private let fused: FusedExclusions?
  private let gaps: GapReach?
  /// The position of each class of one code, where that is the only operand.
  private let singles: [Int?]

  init(_ model: CoverageModel, census: Census?, isCounted: Bool = false) {
    self.model = model
    self.isCounted = isCounted || census != nil
    let bits = ScalarCases.bits(of: model.evaluator.operation)
    counted = "none of the 2^\(bits) cases is there: counted by the reference"
    let needsTheorems = !self.isCounted
    sums = needsTheorems ? SumExclusions(model) : nil
    products = needsTheorems ? ProductExclusions(model) : nil
    quotients = needsTheorems ? QuotientExclusions(model) : nil
    roots = needsTheorems ? RootExclusions(model) : nil
    fused = needsTheorems ? FusedExclusions(model) : nil
    singles = needsTheorems ? Self.singles(model) : []
    gaps = needsTheorems ? GapReach.shared(model) : nil
  }

  /// Why no case can fall into a cell of a table; `nil` where that is not known.
  func reason(_ table: CoverageModel.Table, row: Int, column: Int) -> String? {
    if isCounted { return counted }
    guard table.columns == RoundingPosition.names else { return nil }
    let position = RoundingPosition(index: column)
    return general(position) ?? byOperand(table, row, position) ?? byResult(table, row, position)
      ?? sums?.reason(table, row, position) ?? products?.reason(table, row, position)
      ?? quotients?.reason(table, row, position) ?? roots?.reason(table, row, position)
      ?? fused?.reason(table, row, position)
  }

  private var operation: Operation { model.evaluator.operation }
  private var dialect: Dialect { operation.dialect }

  /// What holds for all cases of the operation.
  private func general(_ position: RoundingPosition) -> String? {
    let result = model.evaluator.result
    let name = position.name
    if name == "wrapped", !dialect.wraps { return "the dialect does not wrap" }
    if name == "flushed", !dialect.flushResults { return "the dialect does not flush results" }
    if name == "negative, unsigned", result.negative != nil {
      return "\(result.name) has values below 0"
    }
    if name == "below the smallest", result.positive.beginsAtZero,
      result.negative?.beginsAtZero ?? true, !isPosit
    {
      return "\(result.name) has a zero to round to"
    }
    guard let fraction = position.fraction, let event = position.event else { return nil }
    if event == 2, result.smallestNormalValue == nil { return "\(result.name) has no subnormals" }
    if event == 1, case .fixedPoint = result.descriptor.encoding {
      return "\(result.name) has no binades"
    }
    if event == 4, !result.positive.beginsAtZero { return "\(result.name) has no zero" }
    if event == 4, fraction == 2 { return "the code of zero is even" }
    return byRule(fraction, event) ?? byRoot(fraction, event) ?? bySum(event)
  }

  /// What the rounding rule never does.
  private func byRule(_ fraction: Int, _ event: Int) -> String? {
    // Carries and overflow need the farther neighbour, zero the nearer one.
    let goesAway = (1...3).contains(event)
    let rule = dialect.rounding.name
    switch dialect.rounding {
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero:
      let goesUpAtTie: Bool =
        switch dialect.rounding {
        case .toNearestOrAway: true
        case .toNearestOrZero: false
        default: fraction == 2
        }
      let away = fraction == 3 || ((fraction == 1 || fraction == 2) && goesUpAtTie)
      if goesAway, !away { return "\(rule) goes to the nearer neighbour there" }
      if event == 4, away { return "\(rule) leaves zero there" }
    case .towardZero:
      if goesAway { return "toward-zero never leaves the nearer neighbour" }
    case .toOdd:
      if event == 4 { return "the code of zero is even" }
    case .up, .down, .stochastic: break
    }
    return nil
  }

  /// A root lies between 1 and its operand; and where it is normal, a root with one bit more than
  /// the result holds has a square of more bits than the operand has.
  private func byRoot(_ fraction: Int, _ event: Int) -> String? {
    guard operation.kind == .sqrt, operation.operands[0] == operation.result,
      let normal = model.evaluator.result.smallestNormalValue
    else { return nil }
    let ladder = model.evaluator.result.positive
    guard ladder.largest >= .one, ladder.magnitude(1) >= normal * normal, normal <= .one else {
      return nil
    }
    if fraction == 1 || fraction == 2 {
      return "a root that ties has a square of more bits than the operand"
    }
    return event >= 2 ? "a root is nearer to 1 than its operand" : nil
  }

  /// Sums of values of one format are multiples of its smallest subnormal.
  private func bySum(_ event: Int) -> String? {
    guard [.add, .sub, .faa].contains(model.evaluator.kind), event == 2 || event == 4,
      operation.operands.allSatisfy({ $0 == operation.result }), !dialect.flushOperands,
      model.evaluator.result.smallestNormalValue != nil
    else { return nil }
    return "sums of \(operation.result.name) below its normals are exact"
  }

  private func byOperand(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    guard table.name.hasPrefix("operand") else { return nil }
    if row < singles.count, let place = singles[row], place != position.index {
      return "its one code lies elsewhere"
    }
    let name = table.rows[row]
    let family = model.evaluator.kind.family
    if name.contains("NaN"), family == .conversion || family == .arithmetic {
      return position.name == "NaN" ? nil : "a NaN gives a NaN"
    }
    let keepsInfinity: [Operation.Kind] = [.cast, .add, .sub, .mul, .sqrt, .fma, .faa]
    let isKept =
      keepsInfinity.contains(model.evaluator.kind)
      || (model.evaluator.kind == .div && table.name.hasPrefix("operand 1"))
    if name.hasSuffix("inf"), isKept {
      return ["infinite", "NaN"].contains(position.name) ? nil : "an infinity leaves no number"
    }
    return nil
  }

  private static func singles(_ model: CoverageModel) -> [Int?] {
    guard model.operands.count == 1, model.evaluator.operation.dialect.rounding.wordBits == 0 else {
      return []
    }
    return model.operands[0].single.map { code in
      code.map { model.place(model.evaluator.exact([$0]), word: 0).position.index }
    }
  }

  private func byResult(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    guard table.name.hasPrefix("result") else { return nil }
    if let gaps, !gaps.reaches(row, position.index) {
      return "rounding there gives another result"
    }
    let name = table.rows[row]
    let isZero = name == "+0" || name == "-0"
    let isFinite = !name.contains("NaN") && !name.hasSuffix("inf")
    if let event = position.event {
      if event == 4 { return isZero ? nil : "the result is zero there" }
      if isZero { return "a result of zero is exact, or came to zero" }
      if event == 2 {
        return name.hasSuffix("smallest normal") || name.hasSuffix("one")
          || name.hasSuffix("largest") ? nil : "the result is the smallest normal there"
      }
      if event != 3, !isFinite { return "the result is in the range there" }
      if event == 1, name.hasSuffix("subnormal") { return "the result begins a binade there" }
      if event == 3, isFinite, !name.hasSuffix("largest") {
        return "the result is at an end of the range there"
      }
      return nil
    }
    switch position.name {
    case "zero": return isZero ? nil : "the result is zero there"
    case "exact": return isZero || !isFinite ? "the result is an exact number there" : nil
    case "outside the range":
      return isFinite && !name.hasSuffix("largest")
        ? "the result is at an end of the range there" : nil
    case "infinite":
      return isFinite && !name.hasSuffix("largest")
        ? "the result is at an end of the range there" : nil
    case "NaN":
      return model.evaluator.result.specials.nan != nil && !name.contains("NaN")
        ? "the result is a NaN there" : nil
    default: return nil
    }
  }

  private var isPosit: Bool {
    if case .posit = operation.result.encoding { true } else { false }
  }
}

extension RoundingPosition {
  /// The name of the position.
  var name: String { Self.names[index] }
}
