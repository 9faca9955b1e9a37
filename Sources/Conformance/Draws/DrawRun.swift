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
  var subject: DrawSubject { check.subject }
  private var items: [[UInt64]] { cases.items.map(\.codes) }

  init(_ check: InsideCheck, _ cases: DrawCases, standard: Int) {
    self.check = check
    self.cases = cases
    sums = SumTests(check.subject, cases)
    plan = DrawPlan(check.demand, standard: standard, cases: cases, sums: sums)
  }

  /// Where a run stands.
  struct State {
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
    var state = State(
      counts: DrawCounts(cases), coins: CoinTests(cases.coins, batch: plan.coinBatch))
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
      result.classes = ["refuted by \(findings[0].test)": 1]
    } catch Stop.time {
      result.verdict = .undecided(reason: "time ran out after \(state.answered) draws")
    } catch Stop.short(let answered, let asked) {
      result.verdict = .undecided(
        reason: "the device answered only \(answered) of \(asked) cases of a batch")
    } catch {
      result.fail(error)
    }
    result.cases = state.answered
    result.draws = statement(state)
    if cases.coins.isEmpty {
      result.warnings.append(
        "no case has outcomes in two halves: independence was not tested")
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
      state.coins.add(
        bits, order: Self.order(cases.coins.count, rows: plan.coinBatch, batch: index))
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
      if place < item.law.halves?.count ?? 0 { bits[row / 64] |= 1 << UInt64(row % 64) }
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
        bound: budget.share(.dependence, look: look, tests: tests))
      let repeats = budget.share(.repeats, look: look, tests: 2)
      dependence += [state.coins.repetition(bound: repeats)].compactMap(\.self)
      if look == 0, !check.demand.allowsReplays {
        let ask = try subject.start(check.device)
        let fresh = try await coins(ask, batch: 0, &state)
        state.restarts += plan.coinBatch
        dependence += [state.coins.restart(fresh, bound: repeats)].compactMap(\.self)
      }
      findings = Self.ordered(findings, dependence, isMixed: state.coins.isMixed)
    }
    if !findings.isEmpty { throw Stop.found(findings) }
  }

  /// What explains most comes first.
  ///
  /// Coins that are one-sided agree too often, and a device that is plainly one-sided repeats itself
  /// too: then the outcomes are the news.
  private static func ordered(
    _ findings: [DrawFinding], _ dependence: [DrawFinding], isMixed: Bool
  ) -> [DrawFinding] {
    let sorted = dependence.sorted { $0.rank < $1.rank }
    let isOneSided = dependence.contains { $0.test == CoinTests.balance }
    let repeats = sorted.contains { $0.rank == 1 }
    return isMixed && (repeats || !isOneSided) ? sorted + findings : findings + sorted
  }

  private func impossible(_ item: DrawCases.Item, _ got: [UInt64]) -> DrawFinding {
    let known = item.law.outcomes.prefix(4).map { subject.resultText($0.codes) }
    let more = item.law.outcomes.count > 4 ? " or \(item.law.outcomes.count - 4) more" : ""
    return DrawFinding(
      test: "support", codes: item.codes,
      expected: known.joined(separator: item.law.outcomes.count == 2 ? " or " : "; ") + more
        + (item.law.isCertain ? ", always" : ""),
      got: "\(subject.resultText(got))", why: "its probability is 0", rank: -1)
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
}
