public import Descriptors
public import Devices
import Harness
import Specs

extension VerificationPlan {
  /// The laws of the listed masks and estimators, judged on the reference.
  mutating func addCatalogLaws() {
    for law in CatalogLaws.all(in: catalog) {
      let parts = law.id.split(separator: "/").map(String.init)
      let family = parts.first ?? law.id
      let own = parts.dropFirst().dropLast().joined(separator: "/")
      checks.append(
        PlannedCheck(
          PropertyCheck(property: law, effort: effort, bounds: effort.bounds(of: law)),
          row: .init("law", "\(family) \(own)", parts.last ?? law.id),
          group: .init("law", "\(family) \(own)", "all")))
    }
  }

  /// Masks and estimators by the production module, at every instruction-set level, and the laws
  /// that need no reference.
  mutating func addBlocks() throws(SpecError) {
    for item in try BlockSelection(catalog: catalog).all() {
      let evaluator: Evaluator
      do {
        evaluator = try Evaluator(item.operation)
      } catch {
        checks.append(PlannedCheck(item.operation, without: error))
        continue
      }
      let cases = effort.sample(of: item.operation)
      for device in ProductionDevice.all {
        // The levels share everything but their loops, so they are asked less.
        let sample = device.level == nil ? nil : max(7, cases / 8)
        let check = BlockCheck(evaluator, on: device, effort: effort, sample: sample)
        checks.append(PlannedCheck(check, group: item.group))
      }
      let best = ProductionDevice()
      if case .dot = item.operation.function,
        let check = BlockCheck(spelling: evaluator, on: best, effort: effort)
      {
        checks.append(PlannedCheck(check, group: item.group))
      }
      checks.append(PlannedCheck(OrderCheck(evaluator, on: best, effort: effort), item.group))
      for law in DrawLaw.allCases {
        guard let check = DrawCheck(law, of: item.operation, on: best, effort: effort) else {
          continue
        }
        checks.append(PlannedCheck(check))
      }
    }
  }
}

extension PlannedCheck {
  /// Everything that is asked of a device about one operation on blocks: its answers, whether the
  /// order of blocks matters, and all draws of a block together where they can be counted out.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public static func all(
    of operation: Operation, on device: any Device, effort: CheckEffort,
    policy: AnswerPolicy = .exact
  ) throws(OperationError) -> [PlannedCheck] {
    let evaluator = try Evaluator(operation)
    return [
      PlannedCheck(BlockCheck(evaluator, on: device, effort: effort, policy: policy)),
      PlannedCheck(OrderCheck(evaluator, on: device, effort: effort), "order"),
    ]
      + [BlockCheck(spelling: evaluator, on: device, effort: effort, policy: policy)]
      .compactMap { check in check.map { PlannedCheck($0) } }
      + DrawLaw.allCases.compactMap { law in
        DrawCheck(law, of: operation, on: device, effort: effort).map { PlannedCheck($0) }
      }
  }

  /// A device judged on an operation on blocks.
  public init(_ check: BlockCheck, group: String? = nil) {
    let row = Self.row(
      check.operation, check.device, law: check.alphabet == nil ? nil : BlockCheck.spelled)
    self.init(
      id: check.id, row: row,
      group: group.map { Row(row.kind, check.operation.format.name, $0) } ?? row,
      device: check.device.name, cost: check.cost, run: { await check.run($0) })
    policy = check.policy
    runsBesideOthers = !(check.device is any ForeignDevice)
  }

  /// A device asked whether the order of blocks matters.
  init(_ check: OrderCheck, _ group: String) {
    let operation = check.evaluator.operation
    let row = Self.row(operation, check.device, law: "order")
    self.init(
      id: check.id, row: row, group: Row(row.kind, operation.format.name, group),
      device: check.device.name, cost: check.cost, run: { await check.run($0) })
    runsBesideOthers = !(check.device is any ForeignDevice)
  }

  /// A device judged on all draws of blocks.
  init(_ check: DrawCheck) {
    let row = Self.row(check.operation, check.device, law: check.law.rawValue)
    self.init(
      id: check.id, row: row,
      group: Row(row.kind, check.operation.format.name, "all draws"),
      device: check.device.name, cost: check.cost, run: { await check.run($0) })
    runsBesideOthers = !(check.device is any ForeignDevice)
  }

  /// An operation on blocks that the reference refuses, which a run must not pass over.
  fileprivate init(_ operation: Operation, without error: OperationError) {
    let device = ProductionDevice()
    let row = Self.row(operation, device)
    let id = "\(operation.name)@\(device.name)"
    self.init(
      id: id, row: row, group: row, device: device.name, cost: CheckCost(cases: 0),
      run: { _ in
        CheckResult(id: id, subject: device.name, verdict: .undecided(reason: error.text))
      })
  }

  static func row(
    _ operation: Operation, _ device: any Device, law: String? = nil
  ) -> Row {
    // What is usual goes without saying.
    let judged = device.name == "production" ? "" : " @\(device.name)"
    var parts = operation.name.split(separator: "/").map(String.init)
    let kind = parts.removeFirst()
    let rule = (parts.filter { $0 != operation.format.name } + (law.map { [$0] } ?? []))
    return Row(kind + judged, operation.format.name, rule.joined(separator: " "))
  }
}

extension CheckEffort {
  /// How many cases a law of masks or estimators tries: each is a whole distribution or matrix, and
  /// a quantised distribution has as many parts as quanta.
  ///
  /// At `standard` and above every stated domain of small blocks and tiles is finished.
  fileprivate func bounds(of law: Property) -> (enumerated: UInt64, sampled: UInt64) {
    let (enumerated, sampled): (UInt64, UInt64) =
      switch self {
      case .quick: law.subject.contains("quantised") ? (100, 100) : (1_300, 400)
      case .standard: (1 << 16, 2_000)
      case .exhaustive: (1 << 20, 50_000)
      }
    // Their matrices are too many for a sweep, which only running one would tell.
    return (law.id.hasSuffix("-sampled") ? 0 : enumerated, sampled)
  }
}

extension PlannedCheck.Row {
  /// The kind of operation, without the device.
  fileprivate var kind: String { operation.split(separator: " ").first.map(String.init) ?? "" }
}
