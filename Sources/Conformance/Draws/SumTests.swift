import ExactArithmetic

/// Tests of sums over all cases: small shifts that all cases share show there first.
///
/// An event is counted over all draws. Its count is a sum of independent trials of known
/// probabilities that differ from case to case, and the tails of such a sum, outside its mean, are
/// at most those of the binomial law with the average probability (Hoeffding 1956, theorem 5). Means
/// and variances of estimates are sums of numbers in [0, 1] after scaling, for which Hoeffding's
/// bound of 1963 holds.
struct SumTests: Sendable {
  /// An event that each outcome of each case is, or is not.
  private struct Event: Sendable {
    var name: String
    /// For each slot, which outcomes are the event; `nil` for a slot that takes no part.
    var members: [[Bool]?]
  }

  /// A number in [0, 1] for each outcome of each case.
  private struct Quantity: Sendable {
    var name: String
    var values: [[Rational]?]
    var low: Rational
    var high: Rational
  }

  private let cases: DrawCases
  private var events: [Event] = []
  private var quantities: [Quantity] = []

  init(_ subject: DrawSubject, _ cases: DrawCases) {
    self.cases = cases
    let isRounding = cases.slots.allSatisfy { $0.law.isCertain || $0.places.count == 1 }
    if isRounding, !subject.isEstimator {
      addRoundings(subject)
    } else {
      for place in 0..<subject.width { addElement(subject, place) }
    }
    if subject.isEstimator { addVariance(subject) }
    fewestCases =
      (events.map { $0.members.count { $0 != nil } }
      + quantities.map { $0.values.count { $0 != nil } }).min() ?? 0
    if isRounding, subject.width > 1 { addLanes(subject) }
  }

  /// The number of tests.
  var count: Int { events.count + quantities.count }

  /// The number of slots, each with as many draws, of the sum over all cases with the fewest.
  private(set) var fewestCases = 0

  /// The events and quantities that are too frequent or too rare, too large or too small.
  ///
  /// - Parameters:
  ///   - counts: with as many draws of each case as of any other.
  ///   - bound: what each test may spend, on both sides together.
  func findings(_ counts: DrawCounts, bound: Rational) -> [DrawFinding] {
    let side = bound.scaled(byPowerOfTwo: -1)
    return events.compactMap { finding($0, counts, side) }
      + quantities.compactMap { finding($0, counts, side) }
  }

  // MARK: - What is summed

  /// Roundings away from zero, and upward.
  private mutating func addRoundings(_ subject: DrawSubject) {
    var away: [[Bool]?] = []
    var upward: [[Bool]?] = []
    for slot in cases.slots {
      guard slot.law.outcomes.count == 2 else {
        away.append(nil)
        upward.append(nil)
        continue
      }
      away.append([false, true])
      let numbers = slot.law.outcomes.map { subject.number($0.codes[0], slot.places[0]) }
      if let first = numbers[0], let second = numbers[1] {
        upward.append(second > first ? [false, true] : [true, false])
      } else {
        upward.append(nil)
      }
    }
    add(Event(name: "away from zero", members: away))
    add(Event(name: "upward", members: upward))
  }

  /// Roundings away from zero by their place in a block.
  private mutating func addLanes(_ subject: DrawSubject) {
    for place in 0..<subject.width {
      add(
        Event(
          name: "element \(place) away from zero",
          members: cases.slots.map {
            $0.law.outcomes.count == 2 && $0.places == [place] ? [false, true] : nil
          }))
    }
  }

  /// How often an element is kept, and its mean.
  private mutating func addElement(_ subject: DrawSubject, _ place: Int) {
    var kept: [[Bool]?] = []
    var values: [[Rational]?] = []
    for item in cases.slots {
      guard item.places.count == subject.width else {
        kept.append(nil)
        values.append(nil)
        continue
      }
      let numbers = item.law.outcomes.map { subject.number($0.codes[place], place) }
      let known = numbers.compactMap(\.self)
      guard !item.law.isCertain, known.count == numbers.count, let least = known.min(),
        let most = known.max(), least < most
      else {
        kept.append(nil)
        values.append(nil)
        continue
      }
      kept.append(known.map { !$0.isZero })
      values.append(known.map { ($0 - least) / (most - least) })
    }
    add(Event(name: "element \(place) kept", members: kept))
    add("mean of element \(place)", values)
  }

  /// The squared distance of the estimate from the operands' means, over all elements.
  private mutating func addVariance(_ subject: DrawSubject) {
    var values: [[Rational]?] = []
    for item in cases.slots {
      let outcomes = item.law.outcomes.map { outcome in
        outcome.codes.enumerated().compactMap { subject.number($1, $0) }
      }
      guard !item.law.isCertain, outcomes.allSatisfy({ $0.count == subject.width }) else {
        values.append(nil)
        continue
      }
      let weights = item.law.outcomes.map { ($0.low + $0.high).scaled(byPowerOfTwo: -1) }
      var squares = Array(repeating: Rational.zero, count: outcomes.count)
      for place in 0..<subject.width {
        let mean = zip(outcomes, weights).reduce(Rational.zero) { $0 + $1.0[place] * $1.1 }
        for index in outcomes.indices {
          let distance = outcomes[index][place] - mean
          squares[index] += distance * distance
        }
      }
      guard let most = squares.max(), most.signum > 0 else {
        values.append(nil)
        continue
      }
      values.append(squares.map { $0 / most })
    }
    add("variance", values)
  }

  private mutating func add(_ event: Event) {
    if event.members.contains(where: { $0 != nil }) { events.append(event) }
  }

  private mutating func add(_ name: String, _ values: [[Rational]?]) {
    var (low, high, parts) = (Rational.zero, Rational.zero, 0)
    for (item, values) in zip(cases.slots, values) {
      guard let values else { continue }
      parts += 1
      let (least, most) = Self.mean(values, item.law)
      low += least
      high += most
    }
    guard parts > 0 else { return }
    quantities.append(
      Quantity(
        name: name, values: values, low: low / Rational(parts), high: high / Rational(parts)))
  }

  /// The range of a mean where probabilities are ranges.
  private static func mean(_ values: [Rational], _ law: OutcomeLaw) -> (Rational, Rational) {
    var (low, high, mass) = (Rational.zero, Rational.zero, Rational.zero)
    for (value, outcome) in zip(values, law.outcomes) {
      low += value * outcome.low
      high += value * outcome.high
      mass += outcome.high - outcome.low
    }
    return mass.isZero ? (low, low) : (max(.zero, low), min(.one, high))
  }

  // MARK: - Judging

  private func finding(
    _ event: Event, _ counts: DrawCounts, _ side: Rational
  ) -> DrawFinding? {
    var (low, high) = (Rational.zero, Rational.zero)
    var (trials, count) = (0, 0)
    var shown: [UInt64]?
    for (index, members) in event.members.enumerated() {
      guard let members else { continue }
      let own = Rational(counts.total(index))
      trials += counts.total(index)
      for (place, isMember) in members.enumerated() where isMember {
        let outcome = cases.slots[index].law.outcomes[place]
        low += own * outcome.low
        high += own * outcome.high
        count += counts.outcomes[index][place]
      }
      shown = shown ?? cases.slots[index].codes
    }
    guard trials > 0, let shown else { return nil }
    let test = BinomialTest(trials: trials, (low, high))
    guard let tail = test.refutes(count, side: side) else { return nil }
    return DrawFinding(
      test: event.name, codes: shown,
      expected: "\(event.name) in \(DrawFinding.text(test.low.shortened)) of all draws",
      got: "\(count) times in \(trials) draws", tail: tail, limit: side, rank: 5)
  }

  private func finding(
    _ quantity: Quantity, _ counts: DrawCounts, _ side: Rational
  ) -> DrawFinding? {
    var sum = Rational.zero
    var trials = 0
    var shown: [UInt64]?
    for (index, values) in quantity.values.enumerated() {
      guard let values else { continue }
      trials += counts.total(index)
      shown = shown ?? cases.slots[index].codes
      for (place, value) in values.enumerated() {
        sum += value * Rational(counts.outcomes[index][place])
      }
    }
    guard let shown else { return nil }
    let isMany = TailBound.isUnlikely(
      sum: sum, atLeast: trials, mean: quantity.high, bound: side)
    let isFew = TailBound.isUnlikely(
      sum: sum, atMost: trials, mean: quantity.low, bound: side)
    guard isMany || isFew else { return nil }
    let reached = (sum / Rational(trials)).decimal(significantDigits: 6)
    return DrawFinding(
      test: quantity.name, codes: shown,
      expected: "\(quantity.name), scaled to 0...1, of "
        + quantity.high.decimal(significantDigits: 6),
      got: "\(reached) over \(trials) draws",
      why: "P(so far off) <= \(DrawFinding.bound(side)), the limit", rank: 5)
  }
}

extension Rational {
  /// A number near it with a short text.
  var shortened: Rational { roundedDown(toMultipleOfPowerOfTwo: -20) }
}
