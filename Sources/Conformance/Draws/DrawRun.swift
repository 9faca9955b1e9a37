import Devices
import ExactArithmetic
import Harness
import Reporting

/// One run of an `InsideCheck`: drawing, looking at the counts, drawing more.
struct DrawRun {
  let check: InsideCheck
  let cases: DrawCases
  let plan: DrawPlan
  private let sums: SumTests
  private var subject: DrawSubject { check.subject }
  private var items: [[UInt64]] { cases.items.map(\.codes) }

  init(_ check: InsideCheck, _ cases: DrawCases, standard: Int) {
    self.check = check
    self.cases = cases
    sums = SumTests(check.subject, cases)
    plan = DrawPlan(check.demand, standard: standard, cases: cases, sums: sums)
  }

  /// Where a run stands.
  private struct State {
    var counts: DrawCounts
    var coins: CoinTests
    var looked = 0
    var batches = 0
    var answered: UInt64 = 0
    /// The draws of coins after a new start, for comparison.
    var restarts = 0
  }

  /// Why a run ends before its time.
  private enum Stop: Error {
    case found([DrawFinding])
    case time
    case short(Int, Int)
  }

  /// Draws, and fills in what was found.
  func judged(_ context: CheckContext, _ empty: CheckResult) async -> CheckResult {
    var result = empty
    var state = State(counts: DrawCounts(cases), coins: CoinTests(batch: plan.coinBatch))
    do {
      let ask = try subject.start(check.device)
      for look in 0..<plan.budget.looks {
        try await draw(ask, to: look, context, &state)
        try await judge(look, &state)
        state.looked = look + 1
      }
      result.verdict = conclusion(state, context.seed)
    } catch Stop.found(let findings) {
      result.verdict = .refuted(counterexample(findings, state))
    } catch Stop.time {
      result.verdict = .undecided(reason: "time ran out after \(state.answered) draws")
    } catch Stop.short(let answered, let asked) {
      result.verdict = .undecided(
        reason: "the device answered only \(answered) of \(asked) cases of a batch")
    } catch {
      result.verdict = .undecided(reason: "\(error)")
    }
    result.cases = state.answered
    result.draws = statement(state)
    if cases.coins.isEmpty {
      result.warnings.append(
        "no case falls either way with probability 1/2: independence was not tested")
    }
    return result
  }

  // MARK: - Drawing

  private func draw(
    _ ask: DrawSubject.Ask, to look: Int, _ context: CheckContext, _ state: inout State
  ) async throws {
    while state.coins.count < plan.coinDraws(at: look) {
      try stopInTime(context)
      let index = state.coins.count / plan.coinBatch
      let bits = try await coins(ask, batch: index, &state)
      state.coins.add(bits)
    }
    let count = items.count
    let most = max(1, 8192 / count)
    while state.counts.totals[0] < plan.perCase(at: look) {
      try stopInTime(context)
      let each = min(most, plan.perCase(at: look) - state.counts.totals[0])
      let order = Self.order(count, times: each, batch: state.batches)
      state.batches += 1
      let answers = try await answers(ask, items, order, &state)
      if let wrong = state.counts.add(answers, order: order, width: subject.width) {
        throw Stop.found([impossible(cases.items[wrong.index], wrong.got)])
      }
      let all = plan.draws(cases: count)
      context.progress?(Double(state.counts.all + state.coins.count) / Double(all))
    }
  }

  /// A batch of fair coins, as bits: 1 where the first outcomes came.
  private func coins(
    _ ask: DrawSubject.Ask, batch: Int, _ state: inout State
  ) async throws -> [UInt64] {
    let order = Self.order(cases.coins.count, rows: plan.coinBatch, batch: batch)
    let answers = try await answers(ask, cases.coins.map(\.codes), order, &state)
    var bits = Array(repeating: UInt64(0), count: plan.coinBatch / 64)
    let width = subject.width
    for (row, index) in order.enumerated() {
      let item = cases.coins[index]
      let got = Array(answers[row * width..<(row + 1) * width])
      guard let place = item.law.place(of: got) else {
        throw Stop.found([impossible(item, got)])
      }
      if place < item.law.fairCount ?? 0 { bits[row / 64] |= 1 << UInt64(row % 64) }
    }
    return bits
  }

  private func answers(
    _ ask: DrawSubject.Ask, _ items: [[UInt64]], _ order: [Int], _ state: inout State
  ) async throws -> [UInt64] {
    let answers = try await ask(items, order)
    let answered = answers.count / subject.width
    state.answered += UInt64(answered)
    guard answered == order.count else { throw Stop.short(answered, order.count) }
    return answers
  }

  private func stopInTime(_ context: CheckContext) throws {
    if Task.isCancelled || context.deadline.map({ $0 <= .now }) ?? false { throw Stop.time }
  }

  /// Every case so many times: neighbours differ, and each batch begins elsewhere.
  private static func order(_ count: Int, times: Int, batch: Int) -> [Int] {
    order(count, rows: count * times, batch: batch)
  }

  private static func order(_ count: Int, rows: Int, batch: Int) -> [Int] {
    func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
    var step = max(1, count * 618 / 1000)
    while gcd(step, count) != 1 { step += 1 }
    var place = batch % count
    return (0..<rows).map { _ in
      defer { place = (place + step) % count }
      return place
    }
  }

  // MARK: - Looking

  private func judge(_ look: Int, _ state: inout State) async throws {
    let budget = plan.budget
    var findings = OutcomeTests(subject: subject, counts: state.counts)
      .findings(bound: budget.share(.outcomes, look: look, tests: plan.outcomeTests))
    findings += sums.findings(
      state.counts, bound: budget.share(.sums, look: look, tests: plan.sumTests))
    if state.coins.count > 0 {
      let tests = state.coins.dependenceTests(state.coins.count)
      var dependence = state.coins.findings(
        cases.coins, bound: budget.share(.dependence, look: look, tests: tests))
      let repeats = budget.share(.repeats, look: look, tests: 2)
      dependence += [state.coins.repetition(cases.coins, bound: repeats)].compactMap(\.self)
      if look == 0, !check.demand.allowsReplays {
        let ask = try subject.start(check.device)
        let fresh = try await coins(ask, batch: 0, &state)
        state.restarts += plan.coinBatch
        dependence += [state.coins.restart(fresh, cases.coins, bound: repeats)].compactMap(\.self)
      }
      // A device that is plainly one-sided repeats itself, too; that is not the news.
      findings =
        state.coins.isMixed
        ? dependence.sorted { $0.rank < $1.rank } + findings
        : findings + dependence.sorted { $0.rank < $1.rank }
    }
    if !findings.isEmpty { throw Stop.found(findings) }
  }

  private func impossible(_ item: DrawCases.Item, _ got: [UInt64]) -> DrawFinding {
    let known = item.law.outcomes.prefix(4).map { subject.resultText($0.codes) }
    let more = item.law.outcomes.count > 4 ? " or \(item.law.outcomes.count - 4) more" : ""
    return DrawFinding(
      test: "support", codes: item.codes,
      expected: known.joined(separator: item.law.outcomes.count == 2 ? " or " : "; ") + more
        + (item.law.isCertain ? ", always" : ""),
      got: "\(subject.resultText(got)), whose probability is 0", rank: -1)
  }

  private func conclusion(_ state: State, _ seed: UInt64) -> Verdict {
    func reached(_ family: DrawBudget.Family) -> Rational? { seen(family, state) }
    if let asked = check.demand.deviation {
      guard let seen = reached(.outcomes), seen <= asked else {
        return tooFew("an error of \(asked) in one outcome's probability", state)
      }
    }
    if let asked = check.demand.bias {
      guard let seen = reached(.sums), seen <= asked else {
        return tooFew("a common shift of \(asked)", state)
      }
    }
    return .sampled(cases: state.answered, seed: seed)
  }

  private func tooFew(_ what: String, _ state: State) -> Verdict {
    .undecided(reason: "\(state.answered) draws are too few to see \(what)")
  }

  // MARK: - Reporting

  private func counterexample(_ findings: [DrawFinding], _ state: State) -> Counterexample {
    let first = findings[0]
    let alike = findings.filter { $0.test == first.test && $0.rank == first.rank }
    let shown =
      alike.min { a, b in
        let (x, y) = (Self.size(a.codes), Self.size(b.codes))
        return x == y ? a.codes.lexicographicallyPrecedes(b.codes) : x < y
      } ?? first
    var lines: [String] = []
    if let index = cases.items.firstIndex(where: { $0.codes == shown.codes }) {
      let item = cases.items[index]
      let total = state.counts.totals[index]
      for (outcome, count) in zip(item.law.outcomes, state.counts.outcomes[index]).prefix(8) {
        lines.append(
          "\(subject.resultText(outcome.codes)): probability "
            + "\(DrawFinding.text(outcome.low, outcome.high)), \(count) times in \(total)")
      }
    }
    for (test, group) in Dictionary(grouping: findings, by: \.test).sorted(by: { $0.key < $1.key })
    where test != shown.test || group.count > 1 {
      lines.append("also \(test): \(group[0].got)" + (group.count > 1 ? "; and more" : ""))
    }
    return Counterexample(
      law: check.id, subject: check.device.name, choices: shown.codes,
      text: subject.operandText(shown.codes), expected: shown.expected, got: shown.got,
      derivation: lines)
  }

  private static func size(_ codes: [UInt64]) -> Int {
    codes.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// The deviation that the draws so far would have shown, if any up to 1.
  private func seen(_ family: DrawBudget.Family, _ state: State) -> Rational? {
    let each = state.counts.totals.min() ?? 0
    let trials = family == .outcomes ? each : each * plan.summed
    guard state.looked == plan.budget.looks, trials > 0 else { return nil }
    let size = Enclosure.sqrt(plan.square(family) / Rational(trials), precision: 40).hi
    return size < .one ? size : nil
  }

  private func statement(_ state: State) -> DrawStatement {
    let tests: [DrawBudget.Family: Int] = [
      .outcomes: plan.outcomeTests, .sums: plan.sumTests,
      .dependence: state.coins.count > 0 ? state.coins.dependenceTests(plan.coinDraws) : 0,
      .repeats: state.coins.count > 0 ? 2 : 0,
    ]
    var statement = DrawStatement(
      falseAlarm: "\(plan.budget.falseAlarm)",
      families: DrawBudget.Family.allCases.map {
        .init(name: $0.rawValue, tests: tests[$0] ?? 0, share: "\($0.share)")
      },
      looks: plan.budget.looks, cases: cases.items.count, randomCases: cases.randomCount,
      power: "\(Rational.one - DrawDemand.miss)")
    statement.looked = state.looked
    statement.draws = state.answered
    statement.drawsPerCase = state.counts.totals.min() ?? 0
    statement.fairDraws = state.coins.count
    func text(_ size: Rational?) -> String? {
      // Upward, so that it is still true.
      size.map { ($0 * Rational(1001, over: 1000)).decimal(significantDigits: 3) }
    }
    statement.deviation = text(seen(.outcomes, state))
    statement.bias = text(seen(.sums, state))
    if plan.summed > 0 {
      let share = Rational(cases.items.count) / Rational(plan.summed) * Rational(4, over: 3)
      for size in [100, 1000, 10_000] {
        let all = plan.square(.sums) * Rational(size) * Rational(size) * share
        guard let draws = all.ceiling.asUInt64 else { continue }
        statement.needed.append(.init(bias: "1/\(size)", draws: draws))
      }
    }
    return statement
  }
}
