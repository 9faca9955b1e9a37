import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Leaves over those of many accumulators that explain a unit's answers.
struct Elimination {
  let bench: ProbeBench
  let seed: UInt64
  /// The longest sums that are asked for.
  let length: Int

  /// A sum with the unit's answer.
  private struct Answered {
    var length: Int
    var codes: [UInt64]
    var got: UInt64
  }

  /// Sets the accumulator and its alternatives, or the case that no candidate explains.
  func explain(_ candidates: [Accumulator], _ found: inout Fingerprint) async throws {
    guard !candidates.isEmpty else {
      found.outside = "what was measured fits no stage of the model"
      return
    }
    var left = candidates
    // Short sums are cheap and tell most; edges depend on the candidate that is looked at.
    for round in 0..<4 {
      let pool = try await answers(round, hint: left[0])
      let reached = left.map { explained($0, pool) }
      guard reached.contains(pool.count) else {
        found.findings.append(
          .init("candidates", "none of \(candidates.count) explains every answer"))
        let farthest = reached.max() ?? 0
        if let nearest = zip(left, reached).first(where: { $0.1 == farthest })?.0 {
          found.outside = text(pool[farthest], nearest)
        }
        return
      }
      left = zip(left, reached).filter { $0.1 == pool.count }.map(\.0)
    }
    found.findings.append(
      .init("candidates", "\(left.count) of \(candidates.count) explain every answer"))
    found.accumulator = left[0]
    found.alternatives = Array(left.dropFirst())
  }

  /// Sums of every length that matters, with the unit's answers.
  private func answers(_ round: Int, hint: Accumulator) async throws -> [Answered] {
    var found: [Answered] = []
    let lengths = [(1, 250), (2, 500), (3, 500), (5, 300), (11, 150), (length, 50)]
    for (length, count) in lengths {
      let pool = TermPool(hint, bench.format, length: length)
      let cases = (0..<count).map { index in
        var stream = CaseStream(
          seed: seed &+ UInt64(round * 1009), index: UInt64(index) << 8 | UInt64(length))
        return pool.codes(&stream)
      }
      let got = try await bench.codes(length: length, cases)
      found += zip(cases, got).map { Answered(length: length, codes: $0, got: $1) }
    }
    return found
  }

  /// How many of the answers an accumulator explains before the first that it does not.
  private func explained(_ accumulator: Accumulator, _ pool: [Answered]) -> Int {
    var evaluators: [Int: Evaluator] = [:]
    for (index, item) in pool.enumerated() {
      if evaluators[item.length] == nil {
        evaluators[item.length] = evaluator(accumulator, item.length)
      }
      guard let evaluator = evaluators[item.length],
        evaluator(item.codes).results == [item.got]
      else { return index }
    }
    return pool.count
  }

  private func evaluator(_ accumulator: Accumulator, _ length: Int) -> Evaluator? {
    try? Evaluator(
      Operation(
        .dot(accumulator, length: length), format: bench.format.descriptor,
        result: bench.result.descriptor))
  }

  private func text(_ item: Answered, _ nearest: Accumulator) -> String {
    guard let evaluator = evaluator(nearest, item.length) else { return "" }
    let text = BlockText(evaluator)
    let got = Answer(results: [item.got], flags: nil)
    let expected = Answer(results: evaluator(item.codes).results, flags: nil)
    return "x, w = \(text.operands(Case(codes: item.codes, words: []))): the unit gives "
      + "\(text.answer(got)), the last candidate \(text.answer(expected))"
  }
}
