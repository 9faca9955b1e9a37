import Devices
import ExactArithmetic
import Harness
import Results

extension DrawRun {
  /// The hypotheses of a family at a look with so many coins: what it may spend is split over all.
  func tests(_ family: DrawBudget.Family, _ state: State, coins: Int) -> Int {
    switch family {
    case .outcomes: plan.outcomeTests
    case .sums: plan.sumTests
    case .dependence: coins > 0 ? state.coins.dependenceTests(coins) : 0
    case .elements: state.counts.pairs.count
    case .neighbours: state.counts.neighbours.count
    case .repeats: coins > 0 ? 2 : 0
    }
  }

  /// The device, which goes on where it draws from a seed of ours.
  func device(after starts: UInt64) -> any Device {
    (check.device as? DrawingDevice)?.afterStarts(starts) ?? check.device
  }

  /// Throws the first coins again after a new start, once.
  func startAnew(
    _ device: any Device, _ look: Int, _ state: inout State
  ) async throws {
    guard look == 0, state.coins.count > 0, state.restart == nil, !check.demand.allowsReplays else {
      return
    }
    state.starts += 1
    let ask = try subject.start(device)
    state.restart = try await coins(ask, batch: 0, &state)
  }

  func judge(_ look: Int, _ state: State) throws {
    func share(_ family: DrawBudget.Family) -> Rational {
      plan.budget.share(
        family, look: look, tests: tests(family, state, coins: state.coins.count))
    }
    var findings = OutcomeTests(subject: subject, counts: state.counts)
      .findings(bound: share(.outcomes))
    findings += sums.findings(state.counts, bound: share(.sums))
    findings += state.counts.pairs.findings(state.counts, bound: share(.elements))
    findings += state.counts.neighbours.findings(bound: share(.neighbours))
    if state.coins.count > 0 {
      var dependence = state.coins.findings(bound: share(.dependence))
      dependence += [state.coins.repetition(bound: share(.repeats))].compactMap(\.self)
      if look == 0, let fresh = state.restart {
        dependence += [state.coins.restart(fresh, bound: share(.repeats))].compactMap(\.self)
      }
      findings = Self.ordered(
        findings, dependence, isMixed: state.coins.isMixed,
        isOneSided: dependence.contains { state.coins.isBalance($0) })
    }
    if !findings.isEmpty { throw Stop.found(findings) }
  }

  /// What explains most comes first.
  ///
  /// Coins that are one-sided agree too often, and a device that is plainly one-sided repeats itself
  /// too: then the outcomes are the news.
  private static func ordered(
    _ findings: [DrawFinding], _ dependence: [DrawFinding], isMixed: Bool, isOneSided: Bool
  ) -> [DrawFinding] {
    let sorted = dependence.sorted { $0.rank < $1.rank }
    let findings = findings.sorted { $0.rank < $1.rank }
    let repeats = sorted.contains { $0.rank == 1 }
    return isMixed && (repeats || !isOneSided) ? sorted + findings : findings + sorted
  }

  func impossible(
    _ codes: [UInt64], _ places: [Int], _ law: OutcomeLaw, _ got: [UInt64], _ slot: Int?
  ) -> DrawFinding {
    let known = law.outcomes.prefix(4).map { subject.resultText($0.codes, places) }
    let more = law.outcomes.count > 4 ? " or \(law.outcomes.count - 4) more" : ""
    var finding = DrawFinding(
      test: "support", codes: codes,
      expected: known.joined(separator: law.outcomes.count == 2 ? " or " : "; ") + more
        + (law.isCertain ? ", always" : ""),
      got: "\(subject.resultText(got, places))", why: "its probability is 0", rank: -1)
    finding.slot = slot
    return finding
  }

  func conclusion(_ state: State, _ seed: UInt64) -> Verdict {
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
