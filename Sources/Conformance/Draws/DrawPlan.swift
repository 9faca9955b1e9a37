public import ExactArithmetic

/// How a device with randomness inside is to be judged.
public struct DrawDemand: Hashable, Sendable {
  /// The probability that a healthy device is refuted, at most.
  public var falseAlarm = Rational(1, over: 1_000_000_000)
  /// How many draws are made in all; `nil` leaves it to the effort and to what is to be seen.
  public var draws: Int?
  /// A shift common to all cases that is to be seen, as a share of the gap between two outcomes.
  public var bias: Rational?
  /// An error in the probability of an outcome of a single case that is to be seen.
  public var deviation: Rational?
  /// Whether the same draws after every start are as it should be.
  public var allowsReplays = false

  /// Whether one random word rounds all elements of a block.
  public var sharesWord = false

  /// The standard demand: one false alarm in a thousand million runs.
  public init() {}

  /// What differs from the standard demand, as options of the command line.
  public var terms: [String] {
    var terms: [String] = []
    if falseAlarm != DrawDemand().falseAlarm { terms.append("--false-alarm \(falseAlarm)") }
    if let draws { terms.append("--draws \(draws)") }
    if let bias { terms.append("--see-bias \(bias)") }
    if let deviation { terms.append("--see-deviation \(deviation)") }
    if allowsReplays { terms.append("--allow-replays") }
    if sharesWord { terms.append("--one-word") }
    return terms
  }

  /// With what probability what is to be seen is missed, at most.
  static let miss = Rational(1, over: 1000)
}

/// The numbers of a run.
struct DrawPlan: Sendable {
  let budget: DrawBudget
  /// The draws of each case in the end.
  let perCase: Int
  /// The draws of cases that are thrown as coins in the end, of each case as many as it has.
  let coinDraws: Int
  /// The draws of such cases in a batch.
  let coinBatch: Int
  /// The tests of each outcome, and of sums.
  let outcomeTests: Int
  let sumTests: Int
  /// The parts of cases that take part in the sum with the fewest.
  let summed: Int

  /// Makes a plan.
  ///
  /// - Parameter standard: the draws where nothing else is asked for.
  init(_ demand: DrawDemand, standard: Int, cases: DrawCases, sums: SumTests) {
    outcomeTests = OutcomeTests.count(cases)
    sumTests = sums.count
    summed = sums.fewestCases
    let count = max(1, cases.items.count)
    let hasCoins = !cases.coins.isEmpty
    var wanted = demand.draws ?? standard
    if demand.draws == nil {
      let budget = DrawBudget(falseAlarm: demand.falseAlarm, looks: 1)
      // A quarter of all draws are coins.
      let forCoins = hasCoins ? Rational(4, over: 3) : .one
      func needed(_ square: Rational, _ size: Rational, cases: Int) -> Int {
        let each = square / (size * size) / Rational(max(1, cases))
        let all = (each.ceiling * Rational(count) * forCoins).ceiling + Rational(count)
        return all.asInt64.map { Int(min($0, 1 << 40)) } ?? 1 << 40
      }
      if let deviation = demand.deviation {
        let square = Self.square(budget, .outcomes, outcomeTests)
        wanted = max(wanted, needed(square, deviation, cases: 1))
      }
      if let bias = demand.bias, sums.count > 0 {
        let square = Self.square(budget, .sums, sumTests)
        wanted = max(wanted, needed(square, bias, cases: summed))
      }
    }
    let each = max(1, cases.coins.first?.coins.count ?? 1)
    let forCoins = hasCoins ? min(wanted / 4, (1 << 20) / each) : 0
    perCase = max(8, (wanted - forCoins) / count)
    coinBatch = forCoins >= 1 << 14 ? 1024 : 128
    coinDraws = hasCoins ? max(2, forCoins / coinBatch) * coinBatch : 0
    let looks = max(1, min(8, Rational(max(1, perCase / 32)).floorLog2 + 1))
    budget = DrawBudget(falseAlarm: demand.falseAlarm, looks: looks)
  }

  /// The draws of each case at a look, from 0.
  func perCase(at look: Int) -> Int { perCase >> (budget.looks - 1 - look) }

  /// The draws of coins at a look.
  func coinDraws(at look: Int) -> Int {
    guard coinDraws > 0 else { return 0 }
    return max(2, (coinDraws / coinBatch) >> (budget.looks - 1 - look)) * coinBatch
  }

  /// All draws.
  func draws(cases: Int) -> Int { perCase * cases + coinDraws }

  /// Draws times the square of a deviation that is seen at the last look.
  func square(_ family: DrawBudget.Family) -> Rational {
    Self.square(budget, family, family == .outcomes ? outcomeTests : sumTests)
  }

  private static func square(
    _ budget: DrawBudget, _ family: DrawBudget.Family, _ tests: Int
  ) -> Rational {
    TailBound.trialsTimesSquare(
      bound: budget.share(family, look: budget.looks - 1, tests: tests), miss: DrawDemand.miss)
  }
}
