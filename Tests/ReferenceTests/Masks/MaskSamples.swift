import Descriptors
import ExactArithmetic
import Reference

/// A pattern of a test, which is always a valid one.
func pattern(_ keep: Int, _ of: Int) -> BlockPattern {
  guard let pattern = BlockPattern(keep: keep, of: of) else {
    preconditionFailure("\(keep):\(of) is no pattern")
  }
  return pattern
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) >> 11) % bound
  }

  /// A matrix of integers below the bound.
  mutating func matrix(rows: Int, columns: Int, below bound: Int) -> Matrix<Magnitude> {
    Matrix(
      rows: rows, columns: columns,
      (0..<rows * columns).map { _ in Magnitude(Rational(next(below: bound))) })
  }

  /// A matrix of integers below the bound, some of them replaced by infinity or NaN.
  mutating func matrixWithSpecials(rows: Int, columns: Int, below bound: Int) -> Matrix<Magnitude> {
    matrix(rows: rows, columns: columns, below: bound).map { element in
      switch next(below: 8) {
      case 0: .infinity
      case 1: .nan
      default: element
      }
    }
  }
}
