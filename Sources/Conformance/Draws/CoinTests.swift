import ExactArithmetic

/// Fair coins thrown by a device one after the other, and what they say about its randomness.
///
/// Each draw of a case of which some outcomes together have a probability of one half is a bit. If
/// draws are independent, the bits are uniform; then so are the exclusive ors of bits a fixed distance
/// apart, and all tails are those of a fair binomial law.
struct CoinTests: Sendable {
  /// The draws of a batch; a multiple of 64.
  let batch: Int
  private(set) var bits: [UInt64] = []

  init(batch: Int) {
    precondition(batch % 64 == 0 && batch > 0, "batches of coins are whole words")
    self.batch = batch
  }

  /// All draws.
  var count: Int { 64 * bits.count }

  /// Takes the bits of a batch.
  mutating func add(_ own: [UInt64]) { bits += own }

  /// The number of tests of dependence among so many draws.
  func dependenceTests(_ count: Int) -> Int { lags(count).count + Self.lanes + 1 }

  /// The share of ones is between 1/8 and 7/8, so that what depends on each other can be seen apart
  /// from what is one-sided.
  var isMixed: Bool {
    let ones = bits.reduce(0) { $0 + $1.nonzeroBitCount }
    return 8 * ones >= count && 8 * (count - ones) >= count
  }

  /// Bits a distance apart that agree too often or too seldom, and lanes that are one-sided.
  ///
  /// - Parameters:
  ///   - coins: the cases, of which the first stands for all.
  ///   - bound: what each test may spend, on both sides together.
  func findings(_ coins: [DrawCases.Item], bound: Rational) -> [DrawFinding] {
    guard let shown = coins.first?.codes, count > 0 else { return [] }
    let side = bound.scaled(byPowerOfTwo: -1)
    var found: [DrawFinding] = []
    for lag in lags(count) {
      let trials = count - lag
      let agreements = trials - disagreements(lag)
      guard let tail = Self.fair(trials).refutes(agreements, side: side) else { continue }
      found.append(
        DrawFinding(
          test: "draws \(lag) apart", codes: shown,
          expected: "draws \(lag) apart fall alike with probability 1/2",
          got: "alike \(agreements) times in \(trials); so \(tail.isMany ? "many" : "few") have a "
            + "probability of at most \(DrawFinding.bound(tail.bound)), and "
            + "\(DrawFinding.bound(side)) is the limit",
          rank: 2))
      if found.count >= 8 { break }
    }
    var ones = Array(repeating: 0, count: Self.lanes)
    for word in bits { for lane in 0..<Self.lanes { ones[lane] += Int(word >> lane & 1) } }
    let all = ones.reduce(0, +)
    func judge(_ name: String, _ ones: Int, _ trials: Int, _ rank: Int) {
      guard let tail = Self.fair(trials).refutes(ones, side: side) else { return }
      found.append(
        DrawFinding(
          test: name, codes: shown, expected: "\(name): either half with probability 1/2",
          got: "the first \(ones) times in \(trials); so \(tail.isMany ? "many" : "few") have a "
            + "probability of at most \(DrawFinding.bound(tail.bound)), and "
            + "\(DrawFinding.bound(side)) is the limit",
          rank: rank))
    }
    judge("all fair cases", all, count, 3)
    for lane in 0..<Self.lanes where found.count < 16 {
      judge("places \(lane) modulo \(Self.lanes)", ones[lane], bits.count, 3)
    }
    return found
  }

  /// The first two batches that are alike in every bit.
  ///
  /// - Parameter bound: what the test may spend over all pairs of batches.
  func repetition(_ coins: [DrawCases.Item], bound: Rational) -> DrawFinding? {
    let words = batch / 64
    let batches = bits.count / words
    guard batches > 1, let shown = coins.first?.codes else { return nil }
    let pairs = Rational(batches * (batches - 1) / 2)
    let chance = pairs * .powerOfTwo(-batch)
    guard chance <= bound else { return nil }
    var seen: [ArraySlice<UInt64>: Int] = [:]
    for index in 0..<batches {
      let own = bits[index * words..<(index + 1) * words]
      guard let earlier = seen.updateValue(index, forKey: own) else { continue }
      return DrawFinding(
        test: "repeated batches", codes: shown,
        expected: "batches of \(batch) fair draws that differ",
        got: "batch \(index + 1) is batch \(earlier + 1) again in every draw, which has a "
          + "probability of at most \(DrawFinding.bound(chance)) for all pairs of batches",
        rank: 1)
    }
    return nil
  }

  /// Whether a batch drawn after a new start is one that was drawn before.
  func restart(
    _ own: [UInt64], _ coins: [DrawCases.Item], bound: Rational
  ) -> DrawFinding? {
    let words = batch / 64
    let batches = bits.count / words
    let chance = Rational(batches) * .powerOfTwo(-batch)
    guard chance <= bound, let shown = coins.first?.codes else { return nil }
    for index in 0..<batches where bits[index * words..<(index + 1) * words] == own[...] {
      return DrawFinding(
        test: "start", codes: shown,
        expected: "other draws after a new start",
        got: "the first \(batch) fair draws after a new start are those of batch \(index + 1) "
          + "before it, which has a probability of at most \(DrawFinding.bound(chance))",
        rank: 1)
    }
    return nil
  }

  // MARK: - Distances

  private static let lanes = 64
  private static let nearLags = 4096

  /// All short distances, and those around powers of two: registers and batches have such periods.
  private func lags(_ count: Int) -> [Int] {
    guard count >= 64 else { return [] }
    let near = min(Self.nearLags, count / 4)
    var lags = Array(1...near)
    var power = 1
    while power <= count / 2 {
      lags += [power - 1, power, power + 1].filter { $0 > near && $0 <= count / 2 }
      power *= 2
    }
    return lags
  }

  private func disagreements(_ lag: Int) -> Int {
    let (skip, shift) = (lag / 64, UInt64(lag % 64))
    let whole = bits.count - skip
    var sum = 0
    bits.withUnsafeBufferPointer { bits in
      for index in 0..<whole - 1 {
        let far = bits[index + skip] >> shift
        let rest = shift == 0 ? 0 : bits[index + skip + 1] << (64 - shift)
        sum += (bits[index] ^ (far | rest)).nonzeroBitCount
      }
      // The last word has partners for its low bits only.
      let mask = UInt64.max >> shift
      sum += ((bits[whole - 1] ^ bits[whole - 1 + skip] >> shift) & mask).nonzeroBitCount
    }
    return sum
  }

  private static func fair(_ trials: Int) -> BinomialTest {
    let half = Rational(1, over: 2)
    return BinomialTest(trials: trials, low: half, high: half)
  }
}
