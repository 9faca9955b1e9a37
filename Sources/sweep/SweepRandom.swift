/// Random numbers of one case: the same for the same seed and index on any machine.
///
/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SweepRandom: RandomNumberGenerator {
  private var state: UInt64

  /// The numbers of a case.
  init(seed: UInt64, index: UInt64) {
    state = seed &* 0xD134_2543_DE82_EF95 &+ index
    state = next() ^ index &* 0x9E37_79B9_7F4A_7C15
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// Whether an event of that many chances in a hundred happens.
  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  /// One of several things, each as likely.
  mutating func one<Element>(of choices: [Element]) -> Element {
    choices[number(0...choices.count - 1)]
  }

  /// A number that is small more often than not, and now and then one of the ends.
  mutating func small(_ range: ClosedRange<Int>) -> Int {
    switch number(0...9) {
    case 0: range.lowerBound
    case 1: range.upperBound
    case 2, 3: number(range)
    default: min(range.upperBound, range.lowerBound + number(0...3) + number(0...3))
    }
  }
}
