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
  private let singles: [RoundingPosition?]

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
    guard !table.subjects.isEmpty else { return nil }
    let (subject, position) = (table.subjects[row], RoundingPosition(index: column))
    return general(position) ?? bySingle(subject, row, position) ?? byClass(subject, row, position)
      ?? sums?.reason(subject, position) ?? products?.reason(subject, position)
      ?? quotients?.reason(subject, position) ?? roots?.reason(subject, position)
      ?? fused?.reason(subject, position)
  }

  private var operation: Operation { model.evaluator.operation }
  private var dialect: Dialect { operation.dialect }

  /// What holds for all cases of the operation.
  private func general(_ position: RoundingPosition) -> String? {
    let result = model.evaluator.result
    switch position {
    case .wrapped: return dialect.wraps ? nil : "the dialect does not wrap"
    case .flushed: return dialect.flushResults ? nil : "the dialect does not flush results"
    case .negative: return result.negative == nil ? nil : "\(result.name) has values below 0"
    case .belowSmallest:
      let hasZero = result.positive.beginsAtZero && result.negative?.beginsAtZero ?? true
      return hasZero && !isPosit ? "\(result.name) has a zero to round to" : nil
    case .between(let fraction, let event):
      return byFormat(fraction, event) ?? byRule(fraction, event) ?? byRoot(fraction, event)
        ?? bySum(event)
    case .exact, .zero, .outside, .infinite, .nan: return nil
    }
  }

  /// What the result's format has not.
  private func byFormat(
    _ fraction: RoundingPosition.Fraction, _ event: RoundingPosition.Event
  ) -> String? {
    let result = model.evaluator.result
    switch event {
    case .carryToNormal:
      return result.smallestNormalValue == nil ? "\(result.name) has no subnormals" : nil
    case .carry:
      if case .fixedPoint = result.descriptor.encoding { return "\(result.name) has no binades" }
      return nil
    case .toZero:
      if !result.positive.beginsAtZero { return "\(result.name) has no zero" }
      return fraction == .tieEvenAbove ? "the code of zero is even" : nil
    case .nothing, .overflow: return nil
    }
  }

  /// What the rounding rule never does.
  private func byRule(
    _ fraction: RoundingPosition.Fraction, _ event: RoundingPosition.Event
  ) -> String? {
    // Carries and overflow need the farther neighbour, zero the nearer one.
    let goesAway = event != .nothing && event != .toZero
    let rule = dialect.rounding.name
    switch dialect.rounding {
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero:
      let goesUpAtTie: Bool =
        switch dialect.rounding {
        case .toNearestOrAway: true
        case .toNearestOrZero: false
        default: fraction == .tieEvenAbove
        }
      let away = fraction == .aboveHalf || (fraction.isTie && goesUpAtTie)
      if goesAway, !away { return "\(rule) goes to the nearer neighbour there" }
      if event == .toZero, away { return "\(rule) leaves zero there" }
    case .towardZero:
      if goesAway { return "toward-zero never leaves the nearer neighbour" }
    case .toOdd:
      if event == .toZero { return "the code of zero is even" }
    case .up, .down, .stochastic: break
    }
    return nil
  }

  /// A root lies between 1 and its operand; and where it is normal, a root with one bit more than
  /// the result holds has a square of more bits than the operand has.
  private func byRoot(
    _ fraction: RoundingPosition.Fraction, _ event: RoundingPosition.Event
  ) -> String? {
    guard operation.kind == .sqrt, operation.operands[0] == operation.result,
      let normal = model.evaluator.result.smallestNormalValue
    else { return nil }
    let ladder = model.evaluator.result.positive
    guard ladder.largest >= .one, ladder.magnitude(1) >= normal * normal, normal <= .one else {
      return nil
    }
    if fraction.isTie {
      return "a root that ties has a square of more bits than the operand"
    }
    return [.carryToNormal, .overflow, .toZero].contains(event)
      ? "a root is nearer to 1 than its operand" : nil
  }

  /// Sums of values of one format are multiples of its smallest subnormal.
  private func bySum(_ event: RoundingPosition.Event) -> String? {
    guard [.add, .sub, .faa].contains(model.evaluator.kind),
      event == .carryToNormal || event == .toZero,
      operation.operands.allSatisfy({ $0 == operation.result }), !dialect.flushOperands,
      model.evaluator.result.smallestNormalValue != nil
    else { return nil }
    return "sums of \(operation.result.name) below its normals are exact"
  }

  /// Where the one code of the only operand's class lies.
  private func bySingle(
    _ subject: CoverageModel.Subject, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    guard case .operand = subject, row < singles.count, let place = singles[row] else { return nil }
    return place == position ? nil : "its one code lies elsewhere"
  }

  /// What NaNs and infinities give, and what rounding gives.
  private func byClass(
    _ subject: CoverageModel.Subject, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    let kind = model.evaluator.kind
    switch subject {
    case .operand(let place, let code):
      if code.isNaN, kind.family == .conversion || kind.family == .arithmetic {
        return position == .nan ? nil : "a NaN gives a NaN"
      }
      let isKept =
        [.cast, .add, .sub, .mul, .sqrt, .fma, .faa].contains(kind) || (kind == .div && place == 0)
      return code.kind == .infinity && isKept && position != .infinite && position != .nan
        ? "an infinity leaves no number" : nil
    case .result:
      return gaps?.reaches(row, position) ?? true
        ? nil : "rounding there gives another result"
    case .relation: return nil
    }
  }

  private static func singles(_ model: CoverageModel) -> [RoundingPosition?] {
    guard model.operands.count == 1, model.evaluator.operation.dialect.rounding.wordBits == 0 else {
      return []
    }
    return model.operands[0].single.map { code in
      code.map { model.place(model.evaluator.exact([$0]), word: 0).position }
    }
  }

  private var isPosit: Bool {
    if case .posit = operation.result.encoding { true } else { false }
  }
}
