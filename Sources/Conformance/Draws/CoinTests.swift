import ExactArithmetic

/// Coins thrown by a device one after the other, and what they say about its randomness.
///
/// Each draw of a case whose outcomes are divided into two halves is a bit. Where both halves have a
/// probability of one half and draws are independent, the bits are uniform; then so are the exclusive
/// ors of bits a fixed distance apart, and all tails are those of a fair binomial law. Where halves are
/// uneven, pairs of draws that share no draw are independent, and the tails of how many agree are at
/// most binomial ones. A case with several elements that are drawn apart throws as many coins, one after
/// the other.
struct CoinTests: Sendable {
  /// The coins of a batch; a multiple of 64.
  let batch: Int
  /// The coins of a case.
  let each: Int
  private(set) var bits: [UInt64] = []
  private let shown: [UInt64]
  private let halves: [OutcomeLaw.Halves]
  /// Whether all halves have a probability of exactly 1/2.
  let isFair: Bool
  /// Which coin each draw was of, where they are uneven.
  private var places: [UInt32] = []

  /// Creates tests of coins.
  ///
  /// - Parameter rows: the cases of a batch; a multiple of 64.
  init(_ coins: [DrawCases.Item], rows: Int) {
    precondition(rows % 64 == 0 && rows > 0, "batches of coins are whole words")
    each = max(1, coins.first?.coins.count ?? 1)
    batch = rows * each
    halves = coins.flatMap { item in item.coins.compactMap { item.parts[$0].law.halves } }
    isFair = halves.allSatisfy(\.isFair)
    shown = coins.first?.codes ?? []
  }

  /// All draws.
  var count: Int { 64 * bits.count }

  /// Takes the bits of a batch, given the order of its cases.
  mutating func add(_ own: [UInt64], order: [Int]) {
    bits += own
    guard !isFair else { return }
    for item in order { for coin in 0..<each { places.append(UInt32(item * each + coin)) } }
  }

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
  /// - Parameter bound: what each test may spend, on both sides together.
  func findings(bound: Rational) -> [DrawFinding] {
    guard count >= 128 else { return [] }
    let side = bound.scaled(byPowerOfTwo: -1)
    var found: [DrawFinding] = []
    for lag in lags(count) {
      let (agreements, test) = isFair ? fairPairs(lag) : unevenPairs(lag)
      guard let tail = test.refutes(agreements, side: side) else { continue }
      found.append(
        DrawFinding(
          test: "draws \(lag) apart", codes: shown,
          expected: "draws \(lag) apart fall alike with probability "
            + DrawFinding.text(test.low.roundedDown(toMultipleOfPowerOfTwo: -20)),
          got: "alike \(agreements) times in \(test.trials)", tail: tail, limit: side, rank: 3))
      if found.count >= 8 { break }
    }
    var ones = Array(repeating: 0, count: Self.lanes)
    for word in bits { for lane in 0..<Self.lanes { ones[lane] += Int(word >> lane & 1) } }
    func judge(_ name: String, _ ones: Int, _ test: BinomialTest) {
      guard let tail = test.refutes(ones, side: side) else { return }
      let stated = DrawFinding.text(test.low.roundedDown(toMultipleOfPowerOfTwo: -20))
      found.append(
        DrawFinding(
          test: name, codes: shown, expected: "\(name): the first half with probability \(stated)",
          got: "the first half \(ones) times in \(test.trials)", tail: tail, limit: side,
          rank: name == balanceName ? 2 : 4))
    }
    judge(balanceName, ones.reduce(0, +), balance(0..<1, every: 1))
    for lane in 0..<Self.lanes where found.count < 16 {
      let test = balance(lane..<lane + 1, every: Self.lanes)
      judge("places \(lane) modulo \(Self.lanes)", ones[lane], test)
    }
    return found
  }

  /// The first two batches that are alike in every bit.
  ///
  /// - Parameter bound: what the test may spend over all pairs of batches.
  func repetition(bound: Rational) -> DrawFinding? {
    let words = batch / 64
    let batches = bits.count / words
    guard batches > 1 else { return nil }
    let pairs = Rational(batches * (batches - 1) / 2)
    let chance = pairs * alike
    guard chance <= bound else { return nil }
    var seen: [ArraySlice<UInt64>: Int] = [:]
    for index in 0..<batches {
      let own = bits[index * words..<(index + 1) * words]
      guard let earlier = seen.updateValue(index, forKey: own) else { continue }
      return DrawFinding(
        test: "repeated batches", codes: shown,
        expected: "batches of \(batch) draws that differ",
        got: "batch \(index + 1) is batch \(earlier + 1) again in every draw",
        why: "P(any two alike) <= \(DrawFinding.bound(chance))", rank: 1)
    }
    return nil
  }

  /// Whether a batch drawn after a new start is one that was drawn before.
  func restart(_ own: [UInt64], bound: Rational) -> DrawFinding? {
    let words = batch / 64
    let batches = bits.count / words
    let chance = Rational(batches) * alike
    guard chance <= bound else { return nil }
    for index in 0..<batches where bits[index * words..<(index + 1) * words] == own[...] {
      return DrawFinding(
        test: "start", codes: shown,
        expected: "other draws after a new start",
        got: "the first \(batch) are those of batch \(index + 1) before it",
        why: "P(alike) <= \(DrawFinding.bound(chance))", rank: 1)
    }
    return nil
  }

  /// How likely two batches are alike, at most: of halves of 1/8 and 7/8 two draws are alike with at
  /// most 7/8, which is below 2^(-1/6).
  private var alike: Rational { .powerOfTwo(isFair ? -batch : -(batch / 6)) }

  // MARK: - Distances

  /// The name of the test that the two halves come as often as they should.
  private var balanceName: String { isFair ? "all even cases" : "all cases in two halves" }

  /// Whether a finding is that the two halves do not come as they should.
  func isBalance(_ finding: DrawFinding) -> Bool { finding.test == balanceName }

  private static let lanes = 64
  private static let nearLags = 4096

  /// All short distances, and those around powers of two: registers and batches have such periods.
  private func lags(_ count: Int) -> [Int] {
    guard count >= 64 else { return [] }
    let near = min(isFair ? Self.nearLags : 64, count / 4)
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

  // MARK: - What healthy coins do

  private func fairPairs(_ lag: Int) -> (agreements: Int, test: BinomialTest) {
    let trials = count - lag
    let half = Rational(1, over: 2)
    return (trials - disagreements(lag), BinomialTest(trials: trials, low: half, high: half))
  }

  /// Pairs of which no two share a draw, with the average of their probabilities to agree.
  private func unevenPairs(_ lag: Int) -> (agreements: Int, test: BinomialTest) {
    var pairs = Array(repeating: 0, count: halves.count * halves.count)
    var agreements = 0
    var trials = 0
    for start in stride(from: 0, through: count - 2 * lag, by: 2 * lag) {
      for first in start..<start + lag {
        let second = first + lag
        pairs[Int(places[first]) * halves.count + Int(places[second])] += 1
        if bit(first) == bit(second) { agreements += 1 }
        trials += 1
      }
    }
    var (low, high) = (Rational.zero, Rational.zero)
    for (index, number) in pairs.enumerated() where number > 0 {
      let (a, b) = (halves[index / halves.count], halves[index % halves.count])
      // Bilinear in both probabilities, so extreme at the ends of their ranges.
      let corners: [Rational] = [
        Self.agreement(a.low, b.low), Self.agreement(a.low, b.high),
        Self.agreement(a.high, b.low), Self.agreement(a.high, b.high),
      ]
      low += Rational(number) * (corners.min() ?? .zero)
      high += Rational(number) * (corners.max() ?? .one)
    }
    return (agreements, BinomialTest(trials: trials, (low, high)))
  }

  private func bit(_ draw: Int) -> UInt64 { bits[draw / 64] >> UInt64(draw % 64) & 1 }

  /// The probability that two coins fall alike.
  private static func agreement(_ p: Rational, _ q: Rational) -> Rational {
    let both: Rational = p * q
    let neither: Rational = (.one - p) * (.one - q)
    return both + neither
  }

  /// How often the first half comes at some places modulo a number.
  private func balance(_ lanes: Range<Int>, every: Int) -> BinomialTest {
    let trials = count / every * lanes.count
    guard !isFair else {
      let half = Rational(1, over: 2)
      return BinomialTest(trials: trials, low: half, high: half)
    }
    var counts = Array(repeating: 0, count: halves.count)
    for lane in lanes {
      for row in stride(from: lane, to: count, by: every) { counts[Int(places[row])] += 1 }
    }
    var (low, high) = (Rational.zero, Rational.zero)
    for (halves, number) in zip(halves, counts) {
      low += Rational(number) * halves.low
      high += Rational(number) * halves.high
    }
    return BinomialTest(trials: trials, (low, high))
  }
}
