import Conformance
import ExactArithmetic
import Harness
import Reference
import Testing

@Suite("laws of steps")
struct StepLawTests {
  private func refuted(_ search: @escaping StepLaws.Search) async -> Set<String> {
    var found: Set<String> = []
    for law in StepLaws.all(judging: search) {
      let verdict = await Search(.exhaustiveUpTo(6_000, orSampled: 6_000, seed: 1)).run(law).verdict
      if verdict.counterexample != nil { found.insert(law.id) }
    }
    return found
  }

  @Test("the reference keeps them; a longer step and the error of another one do not")
  func planted() async throws {
    #expect(await refuted { try OptimalStep($0) }.isEmpty)
    // A step that is a little too long, with its own error.
    let long = await refuted { error in
      let best = try OptimalStep(error)
      let step = best.step * Enclosure(Rational(3, over: 2))
      return OptimalStep(step: step, error: error.at(step), isDecided: true)
    }
    #expect(long == ["calibration/step/no-better-step"])
    // The best step with the error of another one.
    let wrong = await refuted { error in
      let best = try OptimalStep(error)
      return OptimalStep(step: best.step, error: best.error - Enclosure(1), isDecided: true)
    }
    #expect(wrong == ["calibration/step/error-of-step"])
  }
}
