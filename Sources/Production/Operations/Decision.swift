import Descriptors

/// Which of its two neighbours a magnitude becomes; the one place where rules are decided on the
/// exact path.
struct Decision {
  var rule: RoundingRule
  /// The random word; only its low bits are read, as many as the rule names.
  var word: UInt32
  /// Whether the value is below 0.
  var negative: Bool

  /// Whether the magnitude goes to the upper neighbour.
  ///
  /// - Parameters:
  ///   - fraction: where the value lies between its neighbours; not 0.
  ///   - lowerIsEven: whether the lower neighbour is the even one.
  ///   - tieGoesUp: where a tie to even goes.
  func goesUp(
    _ fraction: some DroppedFraction, lowerIsEven: Bool, tieGoesUp: Bool
  ) -> Bool {
    switch rule {
    case .toNearestOrEven:
      let (half, more) = fraction.scaled(1)
      return half != 0 && (more || tieGoesUp)
    case .toNearestOrAway:
      return fraction.scaled(1).floor != 0
    case .toNearestOrZero:
      let (half, more) = fraction.scaled(1)
      return half != 0 && more
    case .towardZero: return false
    case .up: return !negative
    case .down: return negative
    case .toOdd: return lowerIsEven
    case .stochastic(let bits, let variant):
      let one: UInt64 = 1 << UInt64(bits)
      let random = UInt64(word) & (one - 1)
      switch variant {
      case .a: return fraction.scaled(bits).floor + random >= one
      case .b: return fraction.scaled(bits + 1).floor + 2 * random + 1 >= 2 * one
      case .c:
        let (floor, more) = fraction.scaled(bits + 1)
        let carry = floor & 1 != 0 && (more || floor & 2 != 0)
        return floor >> 1 + (carry ? 1 : 0) + random >= one
      }
    }
  }
}
