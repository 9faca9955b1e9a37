import ExactArithmetic

/// Draws of a batch that follow each other at some distance, of whatever probabilities: how often they
/// fall alike.
///
/// The draws of a batch are a sequence, the elements of a block one after the other; those that are
/// certain keep their place in it. At each distance pairs are formed so that no draw is in two of them; how many fall alike is a
/// sum of independent events, as for `ElementPairs`. Even coins look at the highest random bit only;
/// these look at all of them.
struct NeighbourPairs: Sendable {
  /// What was counted at a distance: the probabilities to fall alike are summed in units of `2^-64`.
  struct Count: Codable, Hashable, Sendable {
    var trials = 0
    var alike = 0
    var low: UInt128 = 0
    var high: UInt128 = 0

    /// Creates an empty count.
    init() {}

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      trials = try fields.decode(Int.self)
      alike = try fields.decode(Int.self)
      low = Self.joined(try fields.decode(UInt64.self), try fields.decode(UInt64.self))
      high = Self.joined(try fields.decode(UInt64.self), try fields.decode(UInt64.self))
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.unkeyedContainer()
      try fields.encode(trials)
      try fields.encode(alike)
      for part in [low >> 64, low, high >> 64, high] {
        try fields.encode(UInt64(truncatingIfNeeded: part))
      }
    }

    private static func joined(_ high: UInt64, _ low: UInt64) -> UInt128 {
      UInt128(high) << 64 | UInt128(low)
    }

    /// Counts a pair, whose first parts have probabilities in these ranges.
    fileprivate mutating func take(isAlike: Bool, _ p: Range32, _ q: Range32) {
      trials += 1
      if isAlike { alike += 1 }
      let corner = Self.alike(p.low, q.low)
      guard p.low != p.high || q.low != q.high else {
        low += corner
        high += corner
        return
      }
      // Bilinear in both probabilities, so extreme at the ends of their ranges.
      let others = (
        Self.alike(p.low, q.high), Self.alike(p.high, q.low), Self.alike(p.high, q.high)
      )
      low += min(corner, others.0, others.1, others.2)
      high += max(corner, others.0, others.1, others.2)
    }

    private static func alike(_ p: UInt64, _ q: UInt64) -> UInt128 {
      let one: UInt64 = 1 << 32
      return UInt128(p) * UInt128(q) + UInt128(one - p) * UInt128(one - q)
    }

    fileprivate static func rational(_ sum: UInt128) -> Rational {
      Rational(unsigned: UInt64(truncatingIfNeeded: sum >> 64), exponent: 0)
        + Rational(unsigned: UInt64(truncatingIfNeeded: sum), exponent: -64)
    }
  }

  /// A range of probabilities in units of `2^-32`.
  fileprivate struct Range32: Sendable {
    var low: UInt64
    var high: UInt64
  }

  /// The counts, by distance.
  var counts: [Count]
  private let shown: [UInt64]
  /// For each slot, the range of the probability of its first part in units of `2^-32`.
  private let halves: [Range32]
  /// For each slot, its place among the elements of a case.
  private let offsets: [Int]
  private let elements: Int
  /// The slots of the batch in order, -1 where nothing is random.
  private var slots: [Int] = []
  private var bits: [Bool] = []

  private static let distances = Array(1...8) + [16, 32, 64]

  init(_ cases: DrawCases) {
    halves = cases.slots.map { slot in
      guard let halves = Self.split(slot.law) else { return Range32(low: 0, high: 0) }
      let (low, high) = (halves.low.scaled(byPowerOfTwo: 32), halves.high.scaled(byPowerOfTwo: 32))
      return Range32(low: low.floor.asUInt64 ?? 0, high: high.ceiling.asUInt64 ?? 0)
    }
    shown = cases.slots.first { !$0.law.isCertain }?.codes ?? []
    let isSplit = cases.items.contains { $0.parts.count > 1 }
    offsets = cases.slots.map { isSplit && $0.places.count == 1 ? $0.places[0] : 0 }
    elements = (offsets.max() ?? 0) + 1
    counts = Array(repeating: Count(), count: shown.isEmpty ? 0 : Self.distances.count)
  }

  /// The number of tests.
  var count: Int { counts.count }

  /// How the outcomes of a law are told apart: by its halves, or the first one from all others where one
  /// has almost all; `nil` where nothing is random.
  static func split(_ law: OutcomeLaw) -> OutcomeLaw.Halves? {
    if law.isCertain { return nil }
    let first = law.outcomes[0]
    return law.halves ?? OutcomeLaw.Halves(count: 1, low: first.low, high: first.high)
  }

  /// Begins a batch of so many cases.
  mutating func begin(rows: Int) {
    slots = Array(repeating: -1, count: rows * elements)
    bits = Array(repeating: false, count: rows * elements)
  }

  /// Takes a draw of the batch.
  mutating func take(_ slot: Int, row: Int, _ isFirst: Bool) {
    let place = row * elements + offsets[slot]
    slots[place] = slot
    bits[place] = isFirst
  }

  /// Counts the pairs of the batch.
  mutating func end() {
    guard !slots.isEmpty else { return }
    let length = slots.count
    slots.withUnsafeBufferPointer { slots in
      bits.withUnsafeBufferPointer { bits in
        for (index, distance) in Self.distances.enumerated() {
          var own = counts[index]
          var first = 0
          while first + distance < length {
            let (a, b) = (slots[first], slots[first + distance])
            if a >= 0, b >= 0 {
              own.take(isAlike: bits[first] == bits[first + distance], halves[a], halves[b])
            }
            first += 1
            // The seconds of one stretch are not the firsts of another.
            if first % distance == 0 { first += distance }
          }
          counts[index] = own
        }
      }
    }
  }

  /// The distances at which draws fall alike too often or too seldom.
  ///
  /// - Parameter bound: what each test may spend, on both sides together.
  func findings(bound: Rational) -> [DrawFinding] {
    let side = bound.scaled(byPowerOfTwo: -1)
    return zip(Self.distances, counts).compactMap { distance, count in
      guard count.trials > 0 else { return nil }
      let test = BinomialTest(
        trials: count.trials, (Count.rational(count.low), Count.rational(count.high)))
      guard let tail = test.refutes(count.alike, side: side) else { return nil }
      return DrawFinding(
        test: "neighbours \(distance) apart", codes: shown,
        expected: "draws \(distance) apart in a batch fall alike with probability "
          + DrawFinding.text(test.low.shortened),
        got: "alike \(count.alike) times in \(count.trials)", tail: tail, limit: side, rank: 3)
    }
  }
}
