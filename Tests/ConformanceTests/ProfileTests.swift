import Conformance
import Descriptors
import Devices
import Harness
import Specs
import Testing

@Suite("profiles and kappa")
struct ProfileTests {
  /// A profile of a few small operations.
  static func small() throws -> (Catalog, ProfileEntry) {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: """
        profiles:
          - name: small
            source: This test.
            dialect: p3109-4.0
            sets: {A: [Binary4p2sf], B: [Binary8p4se]}
            operations:
              - {kinds: [add], for: {x: A, r: A B}, operands: [x, x], result: r}
              - {kinds: [compare-less], for: {x: A}, operands: [x, x]}
              - {kinds: [cast], for: {x: B}, operands: [x], result: x}
        """, file: "small.yaml")
    return (catalog, try catalog.profile(named: "small"))
  }

  @Test("the mandatory set has as many operations as its rules give")
  func mandatory() throws {
    let catalog = try Catalog.builtIn()
    func counts(_ name: String) throws -> [Operation.Kind: Int] {
      let kinds = try catalog.profile(named: name).operations.compactMap(\.kind)
      return Dictionary(grouping: kinds) { $0 }.mapValues(\.count)
    }
    // F4 and F8 are three formats, FX three or one, so that 36, 45 and 27 combinations follow.
    let all = try counts("p3109-minimum")
    #expect(all[.cast] == 36 && all[.recip] == 36 && all[.negate] == 3)
    #expect(all[.add] == 45 && all[.fma] == 27 && all[.minimum] == 3 && all[.isOne] == 3)
    #expect(all[.maxFiniteOf] == 6 && all[.scaledMultiply] == 45)
    #expect(all.count == 2 + 2 + 3 + 2 + 10 + 5 + 8 + 2 + 12 + 3)
    #expect(all[.clamp] == nil && all[.totalOrder] == nil && all[.div] == nil)
    let one = try counts("p3109-minimum-binary32")
    #expect(one[.cast] == 16 && one[.add] == 27 && one[.faa] == 9)
    let formal = try catalog.profile(named: "p3109-minimum-iml-2026-07")
    #expect(formal.operations[0].dialect.withoutInfinity == .nan)
  }

  @Test("production does all of a small profile, and the plan asks each operation once")
  func verified() async throws {
    let (catalog, profile) = try Self.small()
    var plan = VerificationPlan(catalog: catalog, effort: .standard)
    plan.addProfiles([profile, profile], on: ProductionDevice())
    #expect(
      plan.checks.map(\.id) == [
        "add/Binary4p2sf/nearest-even/sat-none/p3109-4.0@production",
        "add/Binary4p2sf/Binary4p2sf/Binary8p4se/nearest-even/sat-none/p3109-4.0@production",
        "compare-less/Binary4p2sf/nearest-even/sat-none/p3109-4.0@production",
        "cast/Binary8p4se/Binary8p4se/nearest-even/sat-none/p3109-4.0@production",
      ])
    for check in plan.checks {
      let result = await check.run(CheckContext())
      #expect(result.verdict == .proved(cases: 256), "\(check.id): \(result.verdict)")
    }
  }

  @Test("what a device lacks leaves the profile undecided")
  func lacking() async throws {
    let (catalog, profile) = try Self.small()
    var plan = VerificationPlan(catalog: catalog, effort: .quick)
    let fault = try #require(Fault.all.first { $0.id == "compares-codes" })
    plan.addProfiles([profile], on: FaultyDevice(fault))
    let verdict = await plan.checks[0].run(CheckContext()).verdict
    guard case .undecided(let reason) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(reason.hasPrefix("small requires it, and fault:compares-codes does not compute it"))
  }

  @Test(
    "kappa is the largest number of values between, Inf and NaN where those differ",
    arguments: [
      ("flush-results", Kappa.steps(7)), ("nan-to-zero", .nan), ("saturation-always", .infinite),
      ("smallest-lost", .steps(1)), ("negative-zero-lost", .exact),
    ])
  func kappa(_ id: String, _ expected: Kappa) async throws {
    let catalog = try Catalog.builtIn()
    // Only a format with -0 can lose it, and that is no step.
    let name = id == "negative-zero-lost" ? "float8_e5m2" : "Binary8p4se"
    let format = try catalog.format(named: name)
    let fault = try #require(Fault.all.first { $0.id == id })
    let measure = await KappaMeasure(
      .cast(from: format, to: format), on: FaultyDevice(fault), preset: "standard",
      effort: .standard, context: CheckContext())
    #expect(measure.kappa == expected)
    #expect(measure.isEverything && measure.cases == 256)
    #expect(measure.verdict.counterexample != nil)
  }

  @Test("files name what is exact, what is not, and by how much")
  func files() async throws {
    let (catalog, profile) = try Self.small()
    let fault = try #require(Fault.all.first { $0.id == "smallest-lost" })
    let context = CheckContext()
    var measures: [KappaMeasure] = []
    for operation in profile.operations {
      let wrong = operation.kind == .cast
      let device: any Device = wrong ? FaultyDevice(fault) : ProductionDevice()
      measures.append(
        await KappaMeasure(
          operation, on: device, preset: "p3109-4.0", effort: .standard, context: context))
    }
    let files = ProfileFiles(
      profile, measures: measures, provider: "a \"b\" \\ c\n", implementation: "device",
      tool: "test")
    let texts = Dictionary(uniqueKeysWithValues: files.all.map { ($0.name, $0.text) })
    #expect(
      texts["Kappas.yaml"] == """
        # Written by assay; test
        metadata:
          - conformance: "IEEE SA P3109"
            version: "4.0"
          - provider: "a \\"b\\" \\\\ c\\x0a"
          - implementation:
              name: "device"

        Small:
          Add:
            Approximates: "Add{fx, fy, fr, ρ}"
            Kappas:
              - { interval: "[ -Inf, Inf ]", kappa: 0 }
            Constraints:
              - "(fx, fy, fr) in [(Binary4p2sf, Binary4p2sf, Binary4p2sf), (Binary4p2sf, Binary4p2sf, Binary8p4se)]"
            Projections:
              - { RoundingMode: NearestTiesToEven, SaturationMode: SatNone }
            Verification:
              method: exhaustive
              cases: 512
          ConvertApproximate:
            Approximates: "Convert{fx, fr, ρ}"
            Kappas:
              - { interval: "[ -Inf, Inf ]", kappa: 1 }
            Constraints:
              - "(fx, fr) in [(Binary8p4se, Binary8p4se)]"
            Projections:
              - { RoundingMode: NearestTiesToEven, SaturationMode: SatNone }
            Verification:
              method: exhaustive
              cases: 256

        """)
    #expect(texts["Profiles.yaml"]?.contains("formats: [Binary4p2sf, Binary8p4se]") == true)
    #expect(texts["Configurations.yaml"]?.contains("      - ConvertApproximate") == true)
    #expect(texts["Constraints.yaml"]?.contains("CompareLess<fx, fy>(x, y) -> r") == true)
    // Every file is YAML: a specification reader gets as far as the first unknown key.
    for (name, text) in texts {
      var other = catalog
      do {
        try other.add(specification: text, file: name)
        Issue.record("\(name) is no specification")
      } catch {
        #expect(error.what.hasPrefix("unknown key 'metadata'"), "\(error)")
      }
    }
  }
}
