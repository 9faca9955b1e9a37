import Devices
import ExactArithmetic
import Harness
import Results

extension DrawRun {
  /// What was found, by its smallest case.
  func counterexample(_ findings: [DrawFinding], _ state: State) -> Counterexample {
    let first = findings[0]
    let alike = findings.filter { $0.test == first.test && $0.rank == first.rank }
    let shown =
      alike.min { a, b in
        let (x, y) = (Self.size(a.codes), Self.size(b.codes))
        return x == y ? a.codes.lexicographicallyPrecedes(b.codes) : x < y
      } ?? first
    var lines = [shown.why]
    lines += counted(shown, state).prefix(8)
    for (test, group) in Dictionary(grouping: findings, by: \.test).sorted(by: { $0.key < $1.key })
    where test != shown.test || group.count > 1 {
      let others = group.filter { $0.codes != shown.codes || $0.test != shown.test }
      guard let other = others.first else { continue }
      lines.append("also \(test): \(other.got)" + (others.count > 1 ? "; and more" : ""))
    }
    return Counterexample(
      law: check.id.description, subject: check.device.name, choices: shown.codes,
      text: subject.operandText(shown.codes), expected: shown.expected, got: shown.got,
      derivation: lines)
  }

  /// How often the outcomes of a case came, a line each.
  private func counted(_ shown: DrawFinding, _ state: State) -> [String] {
    let slots =
      shown.slot.map { [$0] }
      ?? cases.slots.indices.filter { cases.slots[$0].codes == shown.codes }
    return slots.flatMap { index in
      let slot = cases.slots[index]
      return zip(slot.law.outcomes, state.counts.outcomes[index]).map { outcome, count in
        "\(count) of \(state.counts.total(index)), probability "
          + "\(DrawFinding.text(outcome.low, outcome.high)): "
          + subject.resultText(outcome.codes, slot.places)
      }
    }
  }

  private static func size(_ codes: [UInt64]) -> Int {
    codes.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// The deviation that the draws so far would have shown, if any up to 1.
  func seen(_ family: DrawBudget.Family, _ state: State) -> Rational? {
    let each = state.counts.totals.min() ?? 0
    let trials = family == .outcomes ? each : each * plan.summed
    guard state.looked == plan.budget.looks, trials > 0 else { return nil }
    let size = Enclosure.sqrt(plan.square(family) / Rational(trials), precision: 40).hi
    return size < .one ? size : nil
  }

  /// What the verdict rests on.
  func statement(_ state: State) -> DrawStatement {
    let coins = state.coins.count > 0 ? plan.coinDraws * state.coins.each : 0
    var statement = DrawStatement(
      falseAlarm: "\(plan.budget.falseAlarm)",
      families: DrawBudget.Family.allCases.map {
        .init(name: $0.rawValue, tests: tests($0, state, coins: coins), share: "\($0.share)")
      },
      looks: plan.budget.looks, cases: cases.items.count, randomCases: cases.randomCount,
      power: "\(Rational.one - DrawDemand.miss)")
    statement.looked = state.looked
    statement.draws = state.answered
    statement.drawsPerCase = state.counts.totals.min() ?? 0
    statement.fairDraws = state.coins.count
    statement.coinsAreEven = cases.coins.isEmpty ? nil : state.coins.isFair
    func text(_ size: Rational?) -> String? {
      // Upward, so that it is still true.
      size.map(DrawFinding.upward)
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
