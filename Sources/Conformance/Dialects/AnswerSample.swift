public import Descriptors

/// A bounded number of a device's answers, for `AnswerStudy`: wrong ones and right ones, spread
/// evenly over all that came.
///
/// Each kind is kept in an array of at most so many; when it is full, every other
/// answer goes and from then on only every other one is taken. What is kept depends on the
/// sequence of answers alone.
public struct AnswerSample: Sendable {
  private var wrong: Thinned
  private var right: Thinned

  private struct Thinned: Sendable {
    let most: Int
    var kept: [AnsweredCase] = []
    var stride = 1
    var seen = 0

    mutating func add(_ answer: @autoclosure () -> AnsweredCase) {
      defer { seen += 1 }
      guard seen % stride == 0 else { return }
      if kept.count == most {
        kept = kept.indices.filter { $0 % 2 == 0 }.map { kept[$0] }
        stride *= 2
        guard seen % stride == 0 else { return }
      }
      kept.append(answer())
    }
  }

  /// Creates an empty sample that keeps so many answers of each kind.
  public init(most: Int) { (wrong, right) = (Thinned(most: most), Thinned(most: most)) }

  /// Takes an answer, or passes it over.
  public mutating func add(_ answer: @autoclosure () -> AnsweredCase, isRight: Bool) {
    if isRight { right.add(answer()) } else { wrong.add(answer()) }
  }

  /// What was kept.
  public var answers: [AnsweredCase] { wrong.kept + right.kept }
}
