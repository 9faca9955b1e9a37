import Devices
import Reference

/// A failing case made small: no single field can be replaced by a smaller number that is on the
/// list of candidates and still fails.
///
/// Fields are the operand codes and the random word; "smaller" compares them in order. All
/// candidates of a round go to the device as one batch, so a slow device is asked few times.
struct CaseShrinker: Sendable {
  let evaluator: ScalarEvaluator
  let unit: any Unit
  /// Which answers are taken although their bits differ.
  let accepts: DeviceCheck.Accepting

  /// A case with what the device made of it.
  struct Case: Sendable, Hashable {
    var codes: [UInt64]
    var word: UInt32
    var got: UInt64
  }

  /// Shrinks; a device that stops failing, or stops answering, leaves the case as it is.
  func callAsFunction(_ failing: Case) async -> Case {
    var best = failing
    for _ in 0..<256 {
      let candidates = candidates(best)
      guard let smaller = await firstFailure(candidates) else { return best }
      best = smaller
    }
    return best
  }

  private func candidates(_ current: Case) -> [Case] {
    var found: [Case] = []
    for field in current.codes.indices {
      for code in Self.simpler(current.codes[field]) {
        var candidate = current
        candidate.codes[field] = code
        found.append(candidate)
      }
    }
    for word in Self.simpler(UInt64(current.word)) {
      var candidate = current
      candidate.word = UInt32(truncatingIfNeeded: word)
      found.append(candidate)
    }
    return found
  }

  /// Smaller numbers worth trying, the smallest first.
  static func simpler(_ value: UInt64) -> [UInt64] {
    if value == 0 { return [] }
    var found = Set<UInt64>([0, 1, value - 1])
    for bit in 0..<UInt64(64) where value >> bit != 0 {
      found.insert(value >> (bit + 1))
      found.insert(value & ~(1 << bit))
      found.insert(value & ~((1 << bit) - 1))
      if value > 1 << bit { found.insert(value - 1 << bit) }
    }
    return found.filter { $0 < value }.sorted()
  }

  private func firstFailure(_ cases: [Case]) async -> Case? {
    guard !cases.isEmpty else { return nil }
    var batch = Batch(evaluator.operation, count: cases.count)
    for (index, item) in cases.enumerated() { batch.set(index, codes: item.codes, word: item.word) }
    guard let answered = try? await unit.run(&batch) else { return nil }
    for index in 0..<answered {
      let got = batch.results[index]
      let (codes, word) = (cases[index].codes, cases[index].word)
      let expected = evaluator(codes, word: word)
      if got != expected, accepts(got, expected, codes, word) == nil {
        var failing = cases[index]
        failing.got = got
        return failing
      }
    }
    return nil
  }
}

extension Batch {
  /// Writes the operands and the random word of one case.
  mutating func set(_ index: Int, codes: [UInt64], word: UInt32) {
    for (operand, code) in codes.enumerated() { operands[operand][index] = code }
    if !words.isEmpty { words[index] = word }
  }
}
