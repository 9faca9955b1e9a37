import Descriptors
import ExactArithmetic
import Reference
import Testing

/// Rationals written as the tables of the documents print them.
func row(_ text: String) -> [Rational] {
  text.split(separator: " ").map { exact(String($0)) }
}

/// An estimator by pattern and design.
func estimator(
  _ pattern: String, _ design: BlockPruning.Design = .systematic,
  _ draw: BlockPruning.Draw = .fraction
) throws -> BlockEstimator {
  let pattern = try #require(BlockPattern(named: pattern))
  return try BlockEstimator(BlockPruning(pattern, design: design, draw: draw))
}

/// Blocks of small rationals from a fixed seed: saturation, zeros, ties and signs all occur.
struct BlockSource {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next(below bound: Int) -> Int {
    // Knuth's multiplier; the high bits are good enough here.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func block(_ count: Int) -> [Rational] {
    let style = next(below: 4)
    return (0..<count).map { _ in
      let sign = next(below: 2) == 0 ? 1 : -1
      switch style {
      case 0: return Rational(sign * next(below: 3))
      case 1: return Rational(sign * (1 + next(below: 20)), over: 1 + next(below: 7))
      case 2: return Rational(sign * next(below: 5)) * .powerOfTwo(next(below: 6) - 3)
      default: return next(below: 3) == 0 ? .zero : Rational(sign << next(below: 9))
      }
    }
  }
}
