import Descriptors
import Reference
import Results

/// Answers as they come, counted by the classes of their cases.
struct AnswerCounting: Sendable {
  /// The most answers that are classified; all cases of an operation are counted otherwise.
  static let mostClassified: UInt64 = 1 << 20

  private let model: CoverageModel
  private var counts: [UInt64]
  private var classified: UInt64 = 0
  private var taken: UInt64 = 0

  init(_ evaluator: ScalarEvaluator) {
    model = CoverageModel(evaluator)
    counts = Array(repeating: 0, count: model.cellCount)
  }

  /// Takes the case of one answer.
  mutating func take(_ item: Case) {
    taken += 1
    guard classified < Self.mostClassified else { return }
    classified += 1
    _ = model.classify(item) { counts[$0] += 1 }
  }

  /// The coverage of the answers.
  ///
  /// - Parameter isEverything: whether every case of the operation was answered, once.
  func record(isEverything: Bool) -> CoverageRecord {
    let census = Census(model)
    if isEverything, let census {
      return CoverageRecord(
        model, counts: census.counts, cases: census.cases, method: "all cases, by the reference",
        census: census)
    }
    let method = classified < taken ? "the first \(classified) answers" : "each answer"
    return CoverageRecord(
      model, counts: counts, cases: classified, method: method, census: census)
  }
}
