/// The work that a run may take, shared out among its checks before any of them begins.
///
/// What is finite is finished first. Of the sweeps of wide operands as many as fit into half of the
/// budget are made, in the order of the plan; the others are sampled. The samples share what is left:
/// small ones get all they ask for, and all others are cut to one common amount of work. The shares
/// follow from the plan alone, whatever the machine, the number of threads or the part of the work
/// that is done here.
public struct EffortBudget: Hashable, Sendable {
  /// Evaluations of the reference, or as much work; `nil` for no limit.
  public var work: UInt64?

  /// A budget of so much work.
  public init(work: UInt64?) {
    self.work = work
  }

  /// What a run of an effort may take, by default on two cores some 30 seconds at `quick` and three
  /// minutes at `standard`.
  public init(_ effort: CheckEffort) {
    switch effort {
    case .quick: work = 8_000_000
    case .standard: work = 60_000_000
    case .exhaustive: work = nil
    }
  }

  /// What each check gets, in their order.
  public func allowances(for costs: [CheckCost]) -> [CheckAllowance] {
    var allowances = [CheckAllowance](repeating: .all, count: costs.count)
    guard let work else { return allowances }
    var left = work
    func spend(_ amount: UInt64) { left -= min(left, amount) }
    for cost in costs where cost.kind == .finite { spend(cost.work) }
    var room = min(left, work / 2)
    var samples: [(index: Int, sample: CheckCost.Sample, least: UInt64)] = []
    for (index, cost) in costs.enumerated() {
      switch cost.kind {
      case .finite: break
      case .sweep(let instead):
        if cost.work <= room {
          room -= cost.work
          spend(cost.work)
        } else {
          allowances[index].sweeps = false
          samples.append((index, instead, CheckCost.leastSample))
        }
      case .sample(let least):
        samples.append(
          (
            index,
            .init(cases: cost.cases, perMillion: cost.perMillion, fixed: cost.fixed), least
          ))
      }
    }
    for item in samples { spend(item.sample.fixed) }
    let asked = samples.map { CheckCost.work($0.sample.cases, $0.sample.perMillion) }
    guard let level = Self.level(of: asked, within: left) else { return allowances }
    for (item, work) in zip(samples, asked) where work > level {
      let cases = level * 1_000_000 / max(1, item.sample.perMillion)
      allowances[item.index].cases = max(min(item.least, item.sample.cases), cases)
    }
    return allowances
  }

  /// The amount to which the larger of some amounts are cut so that all together fit; `nil` where
  /// they fit as they are.
  static func level(of amounts: [UInt64], within total: UInt64) -> UInt64? {
    var left = total
    let rising = amounts.sorted()
    for (index, amount) in rising.enumerated() {
      let share = left / UInt64(rising.count - index)
      if amount > share { return share }
      left -= amount
    }
    return nil
  }
}
