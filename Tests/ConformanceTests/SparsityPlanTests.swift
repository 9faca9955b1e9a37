import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

/// Entries, laws and judged operations belong together.
@Suite struct SparsityPlanTests {
  private static let plan = Result {
    try VerificationPlan.everything(catalog: try Catalog.builtIn(), effort: .quick)
  }

  @Test func everyEntryHasLawsAndEveryLawAnEntry() throws {
    let catalog = try Catalog.builtIn()
    for entry in catalog.masks where entry.rule != .threshold {
      #expect(
        !CatalogLaws.all(for: entry).isEmpty, "add laws of '\(entry.name)' to MaskLaws.all(for:)")
    }
    for entry in catalog.estimators where entry.design != .stochasticRounding {
      #expect(
        !CatalogLaws.all(for: entry).isEmpty,
        "add laws of '\(entry.name)' to EstimatorLaws.all(for:)")
    }
    let planned = Set(try Self.plan.get().checks.map(\.id))
    let laws = LawRegistry.entryLaws(in: catalog)
    #expect(laws.count > 100)
    for law in laws { #expect(planned.contains(law.id)) }
    #expect(Set(laws.map(\.id)).count == laws.count)
  }

  /// What the entries say of bias and variance is what the laws hold them to.
  @Test func entriesPromiseWhatTheirLawsDemand() throws {
    for entry in try Catalog.builtIn().estimators where entry.design.prunesBlocks {
      let names = Set(CatalogLaws.all(for: entry).compactMap { $0.id.split(separator: "/").last })
      #expect(names.contains("unbiased") == entry.isUnbiased, "\(entry.name)")
      #expect(names.contains("minimum-variance") == entry.hasMinimumVariance, "\(entry.name)")
    }
  }

  @Test func whatIsJudgedOnDevicesIsListed() throws {
    let catalog = try Catalog.builtIn()
    let masks = Set(catalog.masks.flatMap(\.judged))
    let prunings = Set(catalog.estimators.flatMap(\.judged))
    var seen: Set<String> = []
    for planned in try Self.plan.get().checks {
      guard let check = planned.check as? any OperationCheck else { continue }
      switch check.operation.function {
      case .mask(.threshold, _, _, _): break
      case .mask(let rule, _, _, _):
        seen.insert(rule.name)
        #expect(masks.contains(rule), "add \(rule.name) to 'judged' in Specs/masks.yaml")
      case .prune(let pruning):
        seen.insert(pruning.name)
        #expect(
          prunings.contains(pruning), "add \(pruning.name) to 'judged' in Specs/estimators.yaml")
      default: break
      }
    }
    for rule in masks { #expect(seen.contains(rule.name), "judge \(rule.name) on devices") }
    // Other designs are the reference's alone.
    for pruning in prunings where [.systematic, .greedy].contains(pruning.design) {
      #expect(seen.contains(pruning.name), "judge \(pruning.name) on devices")
    }
  }

  @Test func oneOperationIsAskedForItsAnswersAndItsDraws() throws {
    let format = try Catalog.builtIn().format(named: "float4_e2m1fn")
    let pattern = try #require(BlockPattern(named: "1:2"))
    let checks = try PlannedCheck.all(
      of: Operation(.prune(BlockPruning(pattern)), format: format), on: ProductionDevice(),
      effort: .quick)
    #expect(checks.first?.id == "estimator/mvue-1:2/float4_e2m1fn@production")
    #expect(checks.count > 1)
    let broken = Operation(
      .mask(.magnitude(pattern, .rows), rows: 1, columns: 3, ragged: .refuse), format: format)
    #expect(throws: OperationError.self) {
      try PlannedCheck.all(of: broken, on: ProductionDevice(), effort: .quick)
    }
  }
}
