import Descriptors
import Reference
import Results

/// The counting of the classes of a check's cases, whatever the family of the operation.
enum CaseCoverage: Sendable {
  /// Of a function of a few numbers: every case is classified as it is evaluated.
  case numbers(CoverageCount)
  /// Of many elements: some cases are classified, since that costs more than the case itself.
  case elements(ElementCoverage, Evaluator, CoverageDetail)

  /// `nil` where nothing is to be counted, and for operations without tables.
  init?(_ evaluator: Evaluator, _ detail: CoverageDetail) {
    if let scalar = evaluator.scalar {
      guard let count = CoverageCount.shared(scalar, detail) else { return nil }
      self = .numbers(count)
    } else {
      guard detail != .none, let tables = ElementCoverage(evaluator.operation) else { return nil }
      self = .elements(tables, evaluator, detail)
    }
  }

  /// The cases with those that are aimed at classes among them.
  func aiming(_ source: any CaseSource) -> any CaseSource {
    guard case .numbers(let count) = self, let cases = source as? ScalarCases else { return source }
    return cases.aiming(at: count.aimed)
  }

  /// The right answer to a case, and the cells that the case falls into.
  ///
  /// - Parameters:
  ///   - known: the right answer, where it is known.
  ///   - isTold: whether a case is classified where not all are.
  func answer(
    _ item: Case, _ known: Answer?, isTold: Bool, _ cells: inout [Int: UInt64]
  ) -> Answer {
    switch self {
    case .numbers(let count):
      return Answer(
        results: [count.model.classify(item) { cells[$0, default: 0] += 1 }], flags: [])
    case .elements(let tables, let evaluator, _):
      let expected = known ?? evaluator.answer(item)
      guard isTold else { return expected }
      cells[ElementCoverage.classified, default: 0] += 1
      tables.classify(item, expected) { cells[$0, default: 0] += 1 }
      return expected
    }
  }

  /// The record of what was counted.
  func record(_ cells: [Int: UInt64], cases: UInt64, isEverything: Bool) -> CoverageRecord {
    switch self {
    case .numbers(let count): count.record(cells, cases: cases, isEverything: isEverything)
    case .elements(let tables, _, let detail): tables.record(cells, detail)
    }
  }
}
