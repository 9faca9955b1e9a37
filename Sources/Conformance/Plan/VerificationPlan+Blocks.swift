import Descriptors
import Devices
import Harness
import Reference
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
      for device in ProductionDevice.all where item.hasLevels || device.level == nil {
        // The levels share everything but their loops, so they are asked less.
        let isLevel = device.level != nil
        let check = DeviceCheck(
          evaluator, on: device, effort: isLevel ? effort.ofLevels : effort,
          sample: isLevel ? max(7, cases / 8) : nil)
        checks.append(PlannedCheck(check, group: PlannedCheck.group(item.operation, item.group)))
      }
      let best = ProductionDevice()
      if case .dot = item.operation.function,
        let check = DeviceCheck(spelling: evaluator, on: best, effort: effort)
      {
        checks.append(PlannedCheck(check, group: PlannedCheck.group(item.operation, item.group)))
      }
      checks.append(
        PlannedCheck(
          OrderCheck(evaluator, on: best, effort: effort),
          group: PlannedCheck.group(item.operation, item.group)))
      for law in DrawLaw.allCases {
        guard let check = DrawCheck(law, of: item.operation, on: best, effort: effort) else {
          continue
        }
        checks.append(PlannedCheck(check))
      }
    }
  }
}

extension CheckEffort {
  /// How many cases a law of masks or estimators tries: each is a whole distribution or matrix, and
  /// a quantised distribution has as many parts as quanta.
  ///
  /// At `standard` the stated domains of masks are finished, and those of estimators and sums as far as
  /// their share of the time goes; at `exhaustive` all are.
  fileprivate func bounds(of law: Property) -> (enumerated: UInt64, sampled: UInt64) {
    let (enumerated, sampled): (UInt64, UInt64) =
      switch self {
      case .quick: law.subject.contains("quantised") ? (100, 100) : (1_300, 400)
      case .standard: (standardDomain(of: law), 2_000)
      case .exhaustive: (1 << 20, 50_000)
      }
    // Their matrices are too many for a sweep, which only running one would tell.
    return (law.id.hasSuffix("-sampled") ? 0 : enumerated, sampled)
  }

  private func standardDomain(of law: Property) -> UInt64 {
    switch law.id.prefix(while: { $0 != "/" }) {
    case "accumulator": 1 << 12
    case "estimator": law.subject.contains("quantised-8") ? 1 << 11 : 1 << 14
    default: 1 << 16
    }
  }
}
