import Descriptors
import ExactArithmetic
import Harness
import Reference

/// The laws of the grids of an accumulator; ids read `accumulator/<name>/<stage>-<law>`.
enum GridLaws {
  static func all(for accumulator: Accumulator) -> [Property] {
    let stages = [
      ("product", accumulator.product), ("sum", accumulator.sum),
      ("outer", accumulator.chunk?.outer ?? .exact),
    ]
    return stages.flatMap { name, stage -> [Property] in
      guard case .grid(let grid) = stage else { return [] }
      return all(grid, prefix: "accumulator/\(accumulator.name)/\(name)", accumulator.name)
    }
  }

  private static func all(_ grid: FloatGrid, prefix: String, _ subject: String) -> [Property] {
    func law(
      _ name: String, _ check: @escaping @Sendable (Rational, Rational) -> CaseOutcome
    ) -> Property {
      Property(
        id: "\(prefix)-\(name)", subject: subject,
        domain: .stated("eighths of steps, from below the smallest magnitude to above the largest")
      ) { choices in
        let x = draw(grid, &choices)
        choices.describe("\(x)")
        return check(x, grid.round(.finite(x)).number ?? .zero)
      }
    }
    var laws = [
      law("idempotent") { _, rounded in
        .equal(expected: .finite(rounded), got: grid.round(.finite(rounded)))
      },
      law("monotone") { x, rounded in
        let step = Rational.powerOfTwo(x.isZero ? 0 : x.floorLog2 - grid.significandBits - 3)
        let next = grid.round(.finite(x + step)).number ?? .zero
        return .when(rounded <= next, expected: "at least \(rounded)", got: "\(next)")
      },
      law("relative-error") { x, rounded in
        let inside =
          (!grid.flushes || x.magnitude >= grid.underflowThreshold)
          && (!grid.saturates || x.magnitude <= grid.overflowThreshold)
        return .when(
          !inside || (x - rounded).magnitude.isZero
            || (x - rounded).magnitude < x.magnitude * .powerOfTwo(-grid.significandBits),
          expected: "within 2^-\(grid.significandBits) of \(x)", got: "\(rounded)")
      },
    ]
    if grid.rounding != .up, grid.rounding != .down {
      laws.append(
        law("odd") { x, rounded in
          .equal(expected: .finite(-rounded), got: grid.round(.finite(-x)))
        })
    }
    if grid.rounding == .towardZero {
      laws.append(
        law("shrinks") { x, rounded in
          .when(rounded.magnitude <= x.magnitude, expected: "at most \(x)", got: "\(rounded)")
        })
    }
    return laws
  }

  /// A value of either sign with three bits more than the grid has, one binade beyond both ends.
  private static func draw(_ grid: FloatGrid, _ choices: inout Choices) -> Rational {
    let exponent = choices.draw(in: grid.lowestExponent - 1...grid.highestExponent + 1)
    let significand = choices.draw(below: 8 << Swift.min(grid.significandBits, 40))
    let negative = choices.drawFlag()
    let bits = Swift.min(grid.significandBits, 40) + 3
    let value = Rational(Int64(significand + (1 << bits)), exponent: exponent - bits)
    return negative ? -value : value
  }
}
