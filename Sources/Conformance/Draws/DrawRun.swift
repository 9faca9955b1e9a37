import Devices
import ExactArithmetic
import Harness
import Results

/// One run of an `InsideCheck`: drawing, looking at the counts, drawing more.
struct DrawRun {
  let check: InsideCheck
  let cases: DrawCases
  let plan: DrawPlan
  let sums: SumTests
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
    /// How often the device was started.
    var starts: UInt64 = 0
    /// The first coins after a new start, once they were thrown.
    var restart: [UInt64]?

    init(_ cases: DrawCases, _ plan: DrawPlan) {
      counts = DrawCounts(cases)
      coins = CoinTests(cases.coins, rows: plan.coinBatch)
    }
  }

  /// Why a run ends before its time.
  enum Stop: Error {
    case found([DrawFinding])
    case time
    case short(Int, Int)
    case other(String)
  }

  /// Draws, and fills in what was found.
  func judged(_ context: CheckContext, _ empty: CheckResult) async -> CheckResult {
    var result = empty
    var state = State(cases, plan)
    let saver = DrawSaver(context)
    do {
      if let earlier = context.resumed?.draws { try resume(earlier, &state) }
      let device = device(after: state.starts)
      state.starts += 1
      let ask = try subject.start(device)
      for look in state.looked..<max(state.looked, plan.budget.looks) {
        try await draw(ask, to: look, context, saver, &state)
        try await startAnew(device, look, &state)
        // What is judged is kept first: a look that was seen is never taken again on other counts.
        saver.save(self, state)
        try judge(look, state)
        state.looked = look + 1
      }
      result.verdict = conclusion(state, context.seed)
    } catch Stop.found(let findings) {
      result.verdict = .refuted(counterexample(findings, state))
      result.classes = ["refuted by \(findings[0].test)": 1]
    } catch Stop.time {
      result.verdict = .undecided(reason: "time ran out after \(state.answered) draws")
      result.cursor = UInt64(state.looked)
      result.state = checkState(state, context)
    } catch Stop.other(let plan) {
      result.verdict = .undecided(
        reason: "the checkpoint is of other draws (\(plan)): choose another folder")
      return result
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
    _ ask: DrawSubject.Ask, to look: Int, _ context: CheckContext, _ saver: DrawSaver,
    _ state: inout State
  ) async throws {
    while state.coins.count < plan.coinDraws(at: look) * state.coins.each {
      try stopInTime(context)
      saver.saveIfDue(self, state)
      let index = state.coins.count / state.coins.batch
      let bits = try await coins(ask, batch: index, &state)
      state.coins.add(bits, order: coinOrder(index))
    }
    let count = items.count
    let most = max(1, 8192 / count)
    while state.counts.totals[0] < plan.perCase(at: look) {
      try stopInTime(context)
      saver.saveIfDue(self, state)
      let each = min(most, plan.perCase(at: look) - state.counts.totals[0])
      let order = Self.order(count, times: each, batch: state.batches)
      state.batches += 1
      let answers = try await answers(ask, items, order, &state)
      if let wrong = state.counts.add(answers, order: order, width: subject.width) {
        let slot = cases.slots[wrong.slot]
        throw Stop.found([impossible(slot.codes, slot.places, slot.law, wrong.got, wrong.slot)])
      }
      let all = plan.draws(cases: count)
      let thrown = state.coins.count / state.coins.each
      context.progress?(Double(state.counts.all + thrown) / Double(all))
    }
  }

  /// The order of the cases of a batch of coins.
  func coinOrder(_ batch: Int) -> [Int] {
    Self.order(cases.coins.count, rows: plan.coinBatch, batch: batch)
  }

  /// A batch of coins, as bits: 1 where the first outcomes came.
  func coins(
    _ ask: DrawSubject.Ask, batch: Int, _ state: inout State
  ) async throws -> [UInt64] {
    let order = coinOrder(batch)
    let answers = try await answers(ask, cases.coins.map(\.codes), order, &state)
    var bits = Array(repeating: UInt64(0), count: state.coins.batch / 64)
    var next = 0
    for (row, index) in order.enumerated() {
      let item = cases.coins[index]
      for part in item.coins.map({ item.parts[$0] }) {
        let got = part.places.map { answers[row * subject.width + $0] }
        guard let place = part.law.place(of: got) else {
          throw Stop.found([impossible(item.codes, part.places, part.law, got, nil)])
        }
        if place < part.law.halves?.count ?? 0 { bits[next / 64] |= 1 << UInt64(next % 64) }
        next += 1
      }
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
}
