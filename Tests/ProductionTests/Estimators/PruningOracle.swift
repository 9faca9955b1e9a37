import Descriptors

/// Unbiased pruning straight from its definition: sorts, adds up, compares every point with every
/// interval.
///
/// Values enter through binary64, which holds those of all formats tested here exactly, and are
/// integers in units of 2^-170.
struct PruningOracle {
  let keep: Int
  let draw: BlockPruning.Draw
  /// The value of a code.
  let value: (UInt64) -> Double
  /// The codes of finite values from 0 on, in order: `0...largest`.
  let largest: UInt64
  /// The code of the largest magnitude below 0, if it is not that above 0.
  var largestBelow: UInt64?
  /// The code of a value below 0 from that of its magnitude.
  let negated: (UInt64) -> UInt64
  /// What a value beyond the largest becomes.
  let overflow: UInt64

  static let unit = 170

  struct Outcome: Equatable {
    var codes: [UInt64]
    var flags: AnswerFlags = []
  }

  /// The value in units, without its sign.
  private func integer(_ value: Double) -> WideInteger {
    if value == 0 { return WideInteger() }
    let exponent = Int(value.exponent) - 52
    let significand = value.significandBitPattern | 1 << 52
    let zeros = significand.trailingZeroBitCount
    return WideInteger(significand >> UInt64(zeros), shift: exponent + zeros + Self.unit)
  }

  /// What a block becomes.
  func prune(_ codes: [UInt64], words: [UInt32]) -> Outcome {
    var outcome = Outcome(codes: Array(repeating: 0, count: codes.count))
    let values = codes.map(value)
    var places = min(keep, codes.count)
    let nans = codes.indices.filter { values[$0].isNaN }
    let infinities = codes.indices.filter { values[$0].isInfinite }
    for index in nans + infinities {
      outcome.flags.insert(.nonFinite)
      if places > 0 { outcome.codes[index] = codes[index] } else { outcome.flags.insert(.biased) }
      places = max(places - 1, 0)
    }
    let finite = codes.indices.filter { values[$0].isFinite && values[$0] != 0 }
    if places == 0 {
      if !finite.isEmpty { outcome.flags.insert(.biased) }
      return outcome
    }
    if finite.count <= places {
      for index in finite { outcome.codes[index] = codes[index] }
      return outcome
    }

    let a = values.map { $0.isFinite ? integer($0) : WideInteger() }
    let order = finite.sorted { a[$0] == a[$1] ? $0 < $1 : a[$0] > a[$1] }
    var saturated = 0
    var tail = order.reduce(WideInteger()) { $0 + a[$1] }
    while a[order[saturated]] * UInt64(places - saturated) > tail {
      tail = tail - a[order[saturated]]
      saturated += 1
    }
    let free = order.dropFirst(saturated).sorted()
    for index in order.prefix(saturated) { outcome.codes[index] = codes[index] }
    place(free, a, tail, UInt64(places - saturated), words, codes, values, &outcome)
    return outcome
  }

  private func place(
    _ free: [Int], _ a: [WideInteger], _ total: WideInteger, _ n: UInt64, _ words: [UInt32],
    _ codes: [UInt64], _ values: [Double], _ outcome: inout Outcome
  ) {
    func store(_ index: Int, _ magnitude: WideInteger, over divisor: UInt64) {
      let code = nearest(magnitude, over: divisor)
      let bound = values[index] < 0 ? largestBelow ?? largest : largest
      if code > bound { outcome.flags.insert(.overflowed) }
      let entered = code > bound ? (bound == largest ? overflow : bound) : code
      outcome.codes[index] = values[index] < 0 ? negated(entered) : entered
    }
    var sum = WideInteger()
    switch draw {
    case .fraction, .integer:
      // Intervals of length n * a against points first + j * ring, all times 2^32 for fractions.
      let isFraction = draw == .fraction
      let scale: UInt64 = isFraction ? 1 << 32 : 1
      let ring = total * scale
      let first = isFraction ? total * UInt64(words[0]) : remainder(words, total)
      for index in free {
        let low = sum * n * scale
        sum = sum + a[index]
        let high = sum * n * scale
        let isHit = (0..<n).contains { j in
          let point = first + ring * j
          return low <= point && point < high
        }
        if isHit { store(index, total, over: n) }
      }
    case .quantised(let bits):
      let one: UInt64 = 1 << UInt64(bits)
      var weights: [UInt64] = []
      var before: UInt64 = 0
      for index in free {
        sum = sum + a[index]
        let now = (sum * (2 * one * n) + total).quotient(by: total * 2)
        weights.append(now - before)
        before = now
      }
      for k in weights.indices where weights[k] == 0 {
        let most = weights.max() ?? 0
        if most > 1, let heaviest = weights.firstIndex(of: most) {
          weights[heaviest] -= 1
          weights[k] = 1
        }
      }
      let x = UInt64(words[0]) % one
      var low: UInt64 = 0
      for (k, index) in free.enumerated() {
        let high = low + weights[k]
        if (0..<n).contains(where: { low <= x + $0 * one && x + $0 * one < high }) {
          if weights[k] == one {
            outcome.codes[index] = codes[index]
          } else {
            store(index, a[index] * one, over: weights[k])
          }
        }
        low = high
      }
    }
  }

  /// The 64-bit number modulo the total in units of the format, in this oracle's units.
  private func remainder(_ words: [UInt32], _ total: WideInteger) -> WideInteger {
    let number = UInt64(words[1]) << 32 | UInt64(words[0])
    let small = total.quotient(by: integer(value(1)))
    return integer(value(1)) * (number % small)
  }

  /// The magnitude code nearest to a quotient, ties to even, one past the largest beyond it.
  private func nearest(_ magnitude: WideInteger, over divisor: UInt64) -> UInt64 {
    let largest = max(largest, largestBelow ?? 0)
    var low: UInt64 = 0
    var high = largest + 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if integer(value(middle)) * divisor <= magnitude { low = middle } else { high = middle }
    }
    // The grid goes on past the largest value with the same step.
    let step =
      low == largest
      ? integer(value(largest)) - integer(value(largest - 1))
      : integer(value(low + 1)) - integer(value(low))
    let twice = magnitude * 2
    let middle = (integer(value(low)) * 2 + step) * divisor
    return twice > middle || twice == middle && low & 1 == 1 ? low + 1 : low
  }

  /// The words around every breakpoint of a block of finite values.
  func breakpoints(_ codes: [UInt64]) -> [UInt32] {
    let a = codes.map { integer(value($0)) }
    let total = a.reduce(WideInteger(), +)
    if total.isZero { return [0, 1, .max] }
    var words: Set<UInt32> = [0, 1, 0x8000_0000, .max]
    // All divisions of the ring that water-filling can come to.
    let order = a.sorted(by: >)
    for out in 0..<keep {
      let rest = order.dropFirst(out).reduce(WideInteger(), +)
      if rest.isZero { continue }
      let free = a.filter { value in !order.prefix(out).contains(value) }
      var sum = WideInteger()
      for element in free {
        sum = sum + element
        let at = (sum * UInt64(keep - out) * (1 << 32)).quotient(by: rest)
        for near in [at &- 1, at, at &+ 1] { words.insert(UInt32(truncatingIfNeeded: near)) }
      }
    }
    return words.sorted()
  }
}
