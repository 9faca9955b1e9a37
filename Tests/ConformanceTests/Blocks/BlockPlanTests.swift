import Conformance
import Descriptors
import Devices
import Specs
import Testing

@Suite("blocks in the verification plan")
struct BlockPlanTests {
  @Test("every id is planned once")
  func ids() throws {
    let plan = try VerificationPlan.everything(catalog: try Catalog.builtIn(), effort: .quick)
      .selecting(["mask", "estimator"])
    let ids = Set(plan.checks.map(\.id))
    #expect(ids.count == plan.checks.count)
    for id in [
      "mask/2:4/columns/float16/8x11@production",
      "mask/transposable-4:8/int8/15x9/atMost@production",
      "mask/2:4/float32/3x16/order@production", "mask/top-10/bfloat16/3x7@production:scalar",
      "estimator/mvue-8:16/float8_e4m3fn@production:scalar",
      "estimator/mvue-2:4/bfloat16/stochastic-8@production",
      "estimator/mvue-2:4/integer/float4_e2m1fn/float32/unbiased@production",
      "estimator/prune-below-0x3F800000/float32@production",
    ] { #expect(ids.contains(id), "\(id)") }
  }

  @Test(
    "an id that is none says what one looks like",
    arguments: [
      "mask/2:4/float32", "mask/5:4/float32/1x4", "mask/2:4/float32/4", "mask/2:4/float32/0x4",
      "mask/2:4/float32/1x4/padded", "estimator/mvue-2:4", "estimator/mvue-2:4/float32/fast",
      "estimator/mvue-2:4/quantised/float32", "estimator/prune-below-0x/float32", "estimator", "",
      "mask/2:4/float33/1x4",
    ])
  func nonsense(_ id: String) throws {
    let catalog = try Catalog.builtIn()
    #expect(throws: SpecError.self) { try Operation(parsing: id, catalog: catalog) }
  }

  @Test(
    "the production module equals the reference",
    arguments: [
      "mask/2:4/float16", "mask/sequential-2:4/bfloat16", "mask/transposable-2:4/float4_e2m1fn",
      "mask/keep-greedy-2:4/int8", "mask/top-10", "estimator/mvue-2:4/int8",
      "estimator/mvue-2:4/integer/float4_e2m1fn", "estimator/prune-below-0x14/int8",
    ])
  func production(_ pattern: String) async throws {
    let (ran, failures) = try await PlanTests.failures(pattern)
    #expect(ran > 0)
    #expect(failures.isEmpty, "\(failures.count) of \(ran): \(failures.prefix(3))")
  }
}
