import Descriptors
import Devices
import ExactArithmetic
import Reference

/// A failing case on blocks made small: no single element or word can be made simpler, by the
/// candidates tried, without the failure going away.
///
/// Zero is the simplest element, then the small integers, then codes in rising order. A word
/// counts as it is; an element's change may take a breakpoint of the new block for its word, since
/// failures that hang on one follow it.
struct BlockShrinker: Sendable {
  let runner: BlockRunner
  /// How many cases may be evaluated: fewer of large ones.
  private let budget: Int
  /// The simplest codes of each operand's format.
  private let favourites: [[UInt64]]

  init(_ runner: BlockRunner) {
    self.runner = runner
    budget = max(1_500, 24_000 / runner.evaluator.operation.operandCount)
    favourites = runner.evaluator.operands.flatMap { run in
      Array(repeating: Self.favourites(run.format), count: run.places.count)
    }
  }

  private static func favourites(_ format: NumberFormat) -> [UInt64] {
    [0, 1, 2, 3, 4, -1].compactMap { (value: Int) in
      let code = format.encode(
        .finite(Rational(value)), dialect: Dialect(overflow: .satFinite))
      return format.decode(code).number == Rational(value) ? code : nil
    }
  }

  /// Shrinks; a device that stops failing, or stops answering, leaves the case as it is.
  func callAsFunction(_ failing: AnsweredCase) async -> AnsweredCase {
    var (best, left) = await cleared(failing, budget)
    var isChanging = true
    while isChanging, left > 0 {
      isChanging = false
      for field in best.input.choices.indices {
        let candidates = candidates(best.input, field)
        left -= candidates.count
        guard left > 0 else { break }
        if let smaller = try? await runner.firstFailure(candidates) {
          best = smaller
          isChanging = true
        }
      }
    }
    return best
  }

  /// Sets whole stretches of elements to zero, as long as the case fails; long ones first.
  private func cleared(
    _ failing: AnsweredCase, _ budget: Int
  ) async -> (AnsweredCase, left: Int) {
    var best = failing
    var left = budget
    var length = best.input.codes.count / 2
    while length > 1, left > 0 {
      for first in stride(from: 0, to: best.input.codes.count, by: length) where left > 0 {
        var candidate = best.input
        let stretch = first..<min(first + length, candidate.codes.count)
        for index in stretch {
          if let zero = favourites[index].first { candidate.codes[index] = zero }
        }
        if candidate == best.input { continue }
        left -= 1
        if let smaller = try? await runner.firstFailure([candidate]) { best = smaller }
      }
      length /= 2
    }
    return (best, left)
  }

  private func candidates(_ current: Case, _ field: Int) -> [Case] {
    guard field < current.codes.count else {
      let place = field - current.codes.count
      return CaseShrinker.simpler(UInt64(current.words[place])).map { word in
        var candidate = current
        candidate.words[place] = UInt32(truncatingIfNeeded: word)
        return candidate
      }
    }
    let old = current.codes[field]
    let favourites = favourites[field]
    let simpler: [UInt64]
    if let rank = favourites.firstIndex(of: old) {
      simpler = Array(favourites[..<rank])
    } else {
      let codes = CaseShrinker.simpler(old)
      simpler = favourites + codes.filter { !favourites.contains($0) }
    }
    return simpler.flatMap { code -> [Case] in
      var candidate = current
      candidate.codes[field] = code
      return [candidate] + aimed(candidate)
    }
  }

  /// The case with its first word at the places where the results change.
  private func aimed(_ item: Case) -> [Case] {
    guard item.words.count == 1 else { return [] }
    let points = runner.evaluator.breakpoints(of: item.codes)
    return points.prefix(4).flatMap { [$0, $0 &- 1] }.compactMap { point in
      guard let word = UInt32(exactly: point), word <= item.words[0] else { return nil }
      var candidate = item
      candidate.words[0] = word
      return candidate
    }
  }
}
