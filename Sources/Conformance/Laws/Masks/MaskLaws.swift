public import Descriptors
import ExactArithmetic
public import Harness
import Reference

/// The laws that masks must satisfy.
///
/// They judge the reference, or any function that claims to follow a rule. Ids read
/// `mask/<rule>/<law>`.
public enum MaskLaws {
  /// All laws that apply to a rule, in the order in which reports list them.
  ///
  /// A threshold's code is read as an integer here, since laws speak of magnitudes, not of codes.
  ///
  /// - Parameter mask: the function that is judged; `nil` for the reference's. It gets whole blocks
  ///   and cut-off ones alike.
  public static func all(for rule: MaskRule, judging mask: MaskFunction? = nil) -> [Property] {
    let subject = MaskSubject(name: rule.name, mask: mask ?? reference(rule))
    switch rule {
    case .magnitude(let pattern, let axis):
      return BlockMaskLaws.magnitude(subject, pattern, axis)
    case .sequential(let pattern, let axis):
      return BlockMaskLaws.sequential(subject, pattern, axis)
    case .transposable(let pattern, .optimal):
      return TransposableLaws.all(subject, pattern)
    case .transposable(let pattern, .pruneGreedy):
      return GreedyMaskLaws.prune(subject, pattern)
    case .transposable(let pattern, .keepGreedy):
      return GreedyMaskLaws.keep(subject, pattern)
    case .top(let count): return UnstructuredMaskLaws.top(subject, count)
    case .threshold(let code): return UnstructuredMaskLaws.threshold(subject, integer(code))
    }
  }

  /// The laws that belong to no one rule: of validators, counts and conversions.
  public static var general: [Property] { general(judging: .reference) }

  /// What the reference makes of a matrix.
  static func reference(_ rule: MaskRule) -> MaskFunction {
    { matrix in
      switch rule {
      case .magnitude(let pattern, let axis):
        MagnitudeMask.blocks(of: matrix, pattern, along: axis)
      case .sequential(let pattern, let axis):
        SequentialMask.blocks(of: matrix, pattern, along: axis)
      case .transposable(let pattern, .optimal): Transposable.optimal(matrix, pattern)
      case .transposable(let pattern, .pruneGreedy): PruneGreedy.mask(of: matrix, pattern)
      case .transposable(let pattern, .keepGreedy): KeepGreedy.mask(of: matrix, pattern)
      case .top(let count): MagnitudeMask.top(count, of: matrix)
      case .threshold(let code): MagnitudeMask.threshold(integer(code), of: matrix)
      }
    }
  }

  private static func integer(_ code: UInt64) -> Magnitude {
    .finite(Rational(unsigned: code, exponent: 0))
  }

  /// A law that the mask does not change with the unit of the magnitudes.
  static func scaling(_ subject: MaskSubject, rows: Int, columns: Int) -> [Property] {
    subject.laws("scaling", rows: rows, columns: columns) { matrix, choices in
      let factors = [Rational(3), Rational(1, over: 7), .powerOfTwo(100), .powerOfTwo(-100)]
      let factor = choices.draw(from: factors)
      let scaled = matrix.map { $0.number.map { .finite($0 * factor) } ?? $0 }
      return .equal(expected: subject.mask(matrix), got: subject.mask(scaled))
    }
  }
}
