import Descriptors
import ExactArithmetic
import Reference

/// Why cells of products of one float format with subnormals cannot occur.
///
/// A product of two significands of P bits is an odd number of k bits, 1 to 2P of them, times a
/// power of two. Where it is normal it is exact up to P bits, ties with P + 1, and neither with more;
/// below the normals less bits are left.
struct ProductExclusions: Sendable {
  private let grid: FormatGrid
  private let p: Int
  /// For few bits, the positions of all odd numbers of so many bits at all places.
  private let placed: [Set<RoundingPosition>]

  /// Odd numbers of P + 1 bits that are no product of two of at most P bits.
  private let primes: Set<UInt64>

  /// The most bits of which all odd numbers are placed.
  private static let mostPlaced = 7

  /// `nil` for other operations.
  init?(_ model: CoverageModel) {
    guard model.evaluator.kind == .mul, let grid = FormatGrid(model) else { return nil }
    self.grid = grid
    p = grid.precision
    let power = UInt64(1) << UInt64(min(62, p))
    // Below the power of two stand fewer odd numbers where there is but one bit.
    let below = [1, 3, 5].filter { $0 < 2 * power }.map { 2 * power - $0 }
    primes = p > 24 ? [] : Set(([power + 1] + below).filter { !Self.splits($0, power) })
    placed =
      model.evaluator.operation.takesRandomWord ? [] : Self.positions(model, grid)
  }

  /// Whether an odd number is the product of two numbers below a bound, by trying all divisors.
  private static func splits(_ number: UInt64, _ bound: UInt64) -> Bool {
    var divisor: UInt64 = 3
    while divisor * divisor <= number {
      if number % divisor == 0, number / divisor < bound { return true }
      divisor += 2
    }
    return number < bound
  }

  private static func positions(_ model: CoverageModel, _ grid: FormatGrid) -> [Set<
    RoundingPosition
  >] {
    let bottom = grid.smallest.floorLog2
    // All normal binades are alike, but for the last.
    let tops =
      Array(bottom - 3...grid.lowest) + [grid.lowest + 1]
      + Array(max(grid.lowest + 1, grid.highest - 1)...grid.highest + 2)
    return (1...mostPlaced).map { bits in
      var found: Set<RoundingPosition> = []
      for odd in stride(from: 1 << (bits - 1) | 1, to: 1 << bits, by: 2) {
        for top in tops {
          let value = Rational(odd).scaled(byPowerOfTwo: top - bits + 1)
          for signed in [value, -value] {
            found.insert(model.place(.datum(.finite(signed)), word: 0).position)
          }
        }
      }
      return found
    }
  }

  /// Why no case falls into a cell; `nil` where that is not known.
  func reason(_ subject: CoverageModel.Subject, _ position: RoundingPosition) -> String? {
    switch subject {
    case .operand(_, let code): return byOperand(code, position)
    case .result(let code): return byFactors(code, position)
    case .relation(.bits(let bits)): return byBits(bits, position)
    case .relation: return position.isNoNumber ? nil : "a factor is zero, or no number"
    }
  }

  private func byOperand(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    if code.kind == .zero {
      return position == .zero || position == .nan ? nil : "a product with zero is zero or NaN"
    }
    guard let bounds = grid.bounds(of: code) else { return nil }
    return grid.reason(
      from: bounds.low * grid.smallest, to: bounds.high * grid.largest, isShifted: code.isPower,
      position) ?? byOnes(code, position)
  }

  /// The largest value is 2^P - 1 steps, and its products with numbers are normal: each is as much
  /// below a multiple of 2^P as the other significand is, which is less than half a step of the
  /// product or, for a power of two, all of it.
  private func byOnes(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    guard grid.isFull, code.kind == .largest, let fraction = position.fraction,
      fraction != .belowHalf, grid.largest * grid.smallest >= grid.smallestNormal
    else { return nil }
    return "2^P - 1 times a number is less than half a step above the value below"
  }

  /// A tie beside one result, where it is normal, is one odd number of P + 1 bits, which must have two
  /// factors of at most P bits.
  private func byFactors(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    guard case .between(let fraction, .nothing) = position, fraction.isTie else {
      return nil
    }
    let power = UInt64(1) << UInt64(min(62, p))
    let number: UInt64
    switch code.kind {
    case .one, .smallestNormal:
      guard fraction == .tieEvenBelow else { return nil }
      number = power + 1
    case .largestButOne:
      // With one bit it lies in another binade than the largest.
      guard grid.isFull, p > 1 else { return nil }
      number = 2 * power - (fraction == .tieEvenBelow ? 3 : 5)
    default: return nil
    }
    return primes.contains(number) ? "\(number) has no two factors of at most \(p) bits" : nil
  }

  private func byBits(_ bits: Int, _ position: RoundingPosition) -> String? {
    if position.isNoNumber { return "a product of two numbers" }
    if bits > p, position == .exact { return "more bits than the result has" }
    if bits <= placed.count, !placed[bits - 1].contains(position) {
      return "no odd number of so few bits lies there"
    }
    guard let fraction = position.fraction, let event = position.event else { return nil }
    let isCarry = event == .carry || event == .overflow
    if bits == p + 1, isCarry, primes.contains(UInt64(2) << UInt64(min(61, p)) - 1) {
      return "2^\(p + 1) - 1 has no two factors of at most \(p) bits"
    }
    if fraction.isTie, bits > p + 1 { return "a tie has at most one bit more than the result" }
    if fraction.isTie, bits == p + 1, event == .carryToNormal || event == .toZero {
      return "a tie below the normals has no more bits than the result"
    }
    if event == .toZero, fraction.isTie, bits > 1 {
      return "the tie above zero is a power of two"
    }
    if bits <= p, isCarry { return "it fits where it is normal" }
    if event == .carryToNormal {
      if bits < p { return "the largest subnormal and less than its step have more bits" }
      if bits == p, !fraction.isTie { return "only the tie has so few bits there" }
    }
    if bits == p + 1, !fraction.isTie, isCarry {
      return "so many bits are exact or a tie where they are normal"
    }
    let isFar =
      event == .carry || (event == .overflow && grid.isFull)
      || (event == .carryToNormal && fraction != .belowHalf)
    return bits == 2 * p && isFar
      ? "the largest product of so many bits, (2^P - 1)^2, is farther from a power of two" : nil
  }
}
