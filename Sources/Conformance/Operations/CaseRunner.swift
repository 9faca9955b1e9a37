import Descriptors
import Devices
import Reference

/// Puts cases to a device and compares what comes back.
struct CaseRunner: Sendable {
  let evaluator: Evaluator
  let unit: any Unit
  /// Why an answer that differs is taken; by default none is.
  var accepts: DeviceCheck.Accepting = { _, _, _ in nil }

  /// Whether an answer is right, or taken as if it were.
  func takes(_ got: Answer, _ expected: Answer, to item: Case) -> Bool {
    got.agrees(with: expected) || accepts(item, got, expected) != nil
  }

  /// The device's answers to some cases in one batch, as many as it gave.
  func answers(_ cases: [Case]) async throws(DeviceError) -> [Answer] {
    var batch = Batch(evaluator.operation, count: cases.count)
    for (index, item) in cases.enumerated() { batch.set(index, item) }
    let answered = try await unit.run(&batch)
    return (0..<min(answered, cases.count)).map { batch.answer(at: $0) }
  }

  /// The first of some cases in one batch that fails.
  func firstFailure(_ cases: [Case]) async throws(DeviceError) -> AnsweredCase? {
    // A case without results is right whatever comes of it, so it is not asked.
    let cases = cases.filter { evaluator.refusal(of: $0.codes) == nil }
    guard !cases.isEmpty else { return nil }
    for (item, got) in zip(cases, try await answers(cases)) {
      if !takes(got, evaluator.answer(item), to: item) {
        return AnsweredCase(input: item, got: got)
      }
    }
    return nil
  }

  /// A case run alone, and then at several places of a batch of other cases.
  enum Trial: Sendable {
    /// The device is right everywhere; its answer alone is given.
    case right(Answer)
    /// It is wrong even alone.
    case wrongAlone(Answer)
    /// It is wrong only beside other cases.
    case wrongAmongOthers(Answer)
  }

  /// Tries a case.
  ///
  /// - Throws: `DeviceError.failed` where the device does not answer.
  func trial(_ item: Case) async throws(DeviceError) -> Trial {
    let expected = evaluator.answer(item)
    guard let alone = try await answers([item]).first else {
      throw .failed("it did not answer")
    }
    if !takes(alone, expected, to: item) { return .wrongAlone(alone) }
    for (_, got) in try await amongOthers(item) where !takes(got, expected, to: item) {
      return .wrongAmongOthers(got)
    }
    return .right(alone)
  }

  /// The answers to a case at several places of a batch of other cases.
  func amongOthers(
    _ item: Case
  ) async throws(DeviceError) -> [(place: Int, answer: Answer)] {
    let others = evaluator.sample(of: 17, seed: 0)
    var crowd = (0..<17).map { others(UInt64($0)) }
    let places = [0, 5, 8, 11, 16]
    for place in places { crowd[place] = item }
    let answers = try await answers(crowd)
    return places.filter { $0 < answers.count }.map { ($0, answers[$0]) }
  }
}

extension Evaluator {
  /// A sample of cases, none of them aimed.
  func sample(of count: UInt64, seed: UInt64) -> any CaseSource {
    scalar.map { ScalarCases(sampling: $0, count: count, seed: seed) }
      ?? ElementCases(self, enumeratingUpTo: 0, sample: count, seed: seed)
  }
}
