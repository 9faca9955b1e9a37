import Descriptors
import ExactArithmetic
public import Harness
public import Reference

/// The laws of steps of least error.
///
/// Ids read `calibration/step/<law>`. `Specs/pages/steps.md` derives them.
public enum StepLaws {
  /// Who is judged: the best step for errors of a list, and its error.
  public typealias Search = @Sendable (StepError) throws -> OptimalStep

  /// All laws, judged on the reference.
  public static var all: [Property] { all { try OptimalStep($0) } }

  /// All laws.
  public static func all(judging search: @escaping Search) -> [Property] {
    [
      law("no-better-step") { error, choices in
        let best = try search(error)
        let step = Rational(choices.draw(in: 1...24), over: 6)
        return .when(
          error.at(step).hi >= best.error.lo,
          expected: "an error of at least \(best.error.lo)", got: "\(error.at(step).hi) at \(step)")
      },
      law("error-of-step") { error, _ in
        let best = try search(error)
        return .when(
          error.at(best.step).overlaps(best.error), expected: "\(error.at(best.step))",
          got: "\(best.error)")
      },
    ]
  }

  /// Grids with a level 0 and without, one of them with more levels on one side.
  private static let grids = [
    QuantizerGrid(name: "whole", codes: .symmetric),
    QuantizerGrid(name: "halves", codes: .unsigned, offset: .centre),
    QuantizerGrid(name: "one-sided", codes: .unsigned),
  ]
  private static let numbers = [-3, 0, 2].map { Rational($0, over: 2) }
  private static let norms: [Rational] = [1, 2, 3]

  private static func law(
    _ name: String,
    _ check: @escaping @Sendable (StepError, inout Choices) throws -> CaseOutcome
  ) -> Property {
    Property(
      id: "calibration/step/\(name)", subject: "step",
      domain: .stated(
        "three of -3/2, 0 and 1, three grids of 2 bits, norms 1, 2 and 3, steps in sixths to 4")
    ) { choices in
      let values = (0..<3).map { _ in choices.draw(from: numbers) }
      let grid = choices.draw(from: grids)
      let norm = choices.draw(from: norms)
      choices.describe("\(values) on the grid \(grid.name), norm \(norm)")
      let error = StepError(of: values, grid, bits: 2, norm: norm)
      // Lists without a best step have no law.
      guard !error.isConstant, !error.isVanishing else { throw Discard() }
      return try check(error, &choices)
    }
  }
}
