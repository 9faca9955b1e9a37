import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

/// Combinations at the edges of the parameters of formats, each of which once ended the process or was
/// refuted although the module was right.
@Suite("formats at their edges")
struct EdgeFormatTests {
  static var context: CheckContext {
    var context = CheckContext(workers: 1)
    context.coverage = .full
    return context
  }

  @Test(
    "have verdicts with all classes counted",
    arguments: [
      // One bit of precision, and an exponent field of 1 below and above all others.
      "mul/Binary8p1uf/stochastic-8/sat-none", "mul/Binary10p1se/nearest-even/sat-none",
      "fma/m3e4b-1/nearest-even/sat-none", "div/m3e4b-1/nearest-even/sat-none",
      "mul/Binary12p1ue/nearest-even/sat-finite", "add/Binary3p1sf/up/sat-none",
    ])
  func operations(_ name: String) async throws {
    let named = try NamedOperation(parsing: name, catalog: try Catalog.builtIn())
    let check = DeviceCheck(named.operation, on: ProductionDevice(), effort: .quick)
    let verdict = await check.run(Self.context).verdict
    #expect(verdict.conforms, "\(verdict)")
  }

  @Test(
    "have verdicts on blocks",
    arguments: [
      "dot/m0e1b0-unfused/2/Binary3p1sf/m0e1b0",
      "dot/fmaq-m0e1-0-189-no-underflow/6/posit14/float32",
      "encode-block/nvfp4-exact/Binary9p1ue/1x16",
      "encode-block/mxfp4_e2m1/int1/1x32",
      "dot/exact/1/m3e4b-1/float32",
      "estimator/mvue-2:4/integer/m2e2b2",
      "estimator/mvue-31:32/quantised-8/Binary7p3ue/Binary3p3uf",
    ])
  func blocks(_ name: String) async throws {
    for check in try PlannedCheck.all(
      of: try blockOperation(name), on: ProductionDevice(), effort: .quick)
    {
      let verdict = await check.run(Self.context).verdict
      #expect(verdict.conforms, "\(check.id): \(verdict)")
    }
  }

  @Test("hold their laws where a side of zero has no number")
  func laws() async throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: """
        formats:
          - {name: third, family: table, bits: 1, values: [1/3, -inf]}
        """, file: "third.yaml")
    let plan = try VerificationPlan.everything(catalog: catalog, effort: .quick)
      .selecting(["format/third"])
    #expect(plan.checks.count > 5)
    for check in plan.checks {
      let verdict = await check.run(Self.context).verdict
      #expect(verdict.counterexample == nil, "\(check.id): \(verdict)")
    }
  }

  @Test(
    "enter formats of their own family with other widths, and of other families",
    arguments: [
      "estimator/prune-below-0x1/int8/int4", "estimator/prune-below-0x1/posit16/posit8",
      "estimator/mvue-2:4/posit16/posit8", "estimator/mvue-2:4/int8/int4",
      // Negative numbers below the target's range, and numbers beyond a posit.
      "estimator/mvue-2:4/float16/float8_e4m3fn", "estimator/prune-below-0x1/float16/float8_e5m2",
      "estimator/mvue-2:4/bfloat16/posit8", "estimator/prune-below-0x1/bfloat16/posit8",
      "dot/exact/2/float8_e4m3fn/nf4",
    ])
  func targets(_ name: String) async throws {
    let evaluator = try Evaluator(try blockOperation(name))
    let verdict = await DeviceCheck(evaluator, on: ProductionDevice(), effort: .quick).run().verdict
    #expect(verdict.conforms, "\(verdict)")
  }

  /// Tables of which one side of zero, or zero itself, is missing, or whose zeros differ in parity.
  @Test(
    "of few values are the same for reference and module",
    arguments: [
      ("[-inf, -20]", 1, "cast/int1/f/nearest-even/sat-none"),
      ("[-1/3, -17]", 1, "cast/int1/f/nearest-even/sat-none"),
      ("[nan, -4096]", 1, "cast/int2/f/nearest-even/sat-finite"),
      ("[0, -inf, 1, 2]", 2, "cast/Binary3p1sf/f/nearest-even/sat-none"),
      ("[-inf, 1, 2, 3]", 2, "cast/int4/f/nearest-even/sat-finite"),
      ("[-1/16, -3/2]", 1, "sqrt/f/nearest-even/sat-none"),
      ("[0, 2, -1/16, -0]", 2, "cast/Binary5p1sf/f/nearest-even/sat-none"),
      ("[0, 1, 2, -0, -12, 8, 3, nan]", 3, "div/f/to-odd/sat-none"),
      ("[1, nan]", 1, "cast/int4/f/nearest-even/sat-none"),
      ("[nan, -1]", 1, "max-finite-of/f/nearest-even/sat-none"),
      ("[1/3, -inf]", 1, "next-greater-than/f/nearest-even/sat-none"),
    ])
  func tables(_ values: String, _ bits: Int, _ name: String) async throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: "formats: [{name: f, family: table, bits: \(bits), values: \(values)}]",
      file: "f.yaml")
    let named = try NamedOperation(parsing: name, catalog: catalog)
    let check = DeviceCheck(named.operation, on: ProductionDevice(), effort: .quick)
    let verdict = await check.run(Self.context).verdict
    #expect(verdict.conforms, "\(verdict)")
  }

  @Test(
    "of few values have laws, of which some have nothing to say",
    arguments: [("[1, nan]", 1), ("[nan, 1, -1/2, 2]", 2), ("[-5, 1, 0, -0]", 2), ("[-1, nan]", 1)])
  func lawsOfTables(_ values: String, _ bits: Int) async throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: "formats: [{name: f, family: table, bits: \(bits), values: \(values)}]",
      file: "f.yaml")
    let format = try catalog.format(named: "f")
    for law in FormatLaws.all(for: format) {
      let check = try PlannedCheck(law, effort: .quick)
      switch await check.run(Self.context).verdict {
      case .refuted(let example): Issue.record("\(check.id): \(example.text)")
      case .undecided(let reason): Issue.record("\(check.id): \(reason)")
      case .proved, .enumerated, .sampled, .skipped: break
      }
    }
  }

  @Test("of more codes than an Int counts have verdicts")
  func wide() async throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: "formats: [{name: f, family: fixed-point, bits: 63, signed: false}]",
      file: "f.yaml")
    for name in ["is-nan/f/nearest-even/sat-none", "cast/f/float8_e4m3fn/nearest-even/sat-none"] {
      let named = try NamedOperation(parsing: name, catalog: catalog)
      let verdict = await DeviceCheck(named.operation, on: ProductionDevice(), effort: .quick)
        .run(Self.context).verdict
      #expect(verdict.conforms, "\(verdict)")
    }
  }

  @Test("of nothing but zero have laws that skip what is beyond it")
  func zeros() async throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: "formats: [{name: f, exponent: 1, significand: 0, nan: none}]", file: "f.yaml")
    let format = try catalog.format(named: "f")
    for law in FormatLaws.all(for: format) {
      let check = try PlannedCheck(law, effort: .quick)
      switch await check.run(Self.context).verdict {
      case .refuted(let example): Issue.record("\(check.id): \(example.text)")
      case .undecided(let reason): Issue.record("\(check.id): \(reason)")
      case .proved, .enumerated, .sampled, .skipped: break
      }
    }
  }

  @Test("a subnormal operand is read as a zero of its sign, whether or not its format has one")
  func flushed() async throws {
    var named = try NamedOperation(
      parsing: "div/Binary3p2se/nearest-even/sat-none/x86-avx512-bf16",
      catalog: try Catalog.builtIn())
    named.operation.dialect.flushOperands = true
    let check = DeviceCheck(named.operation, on: ProductionDevice(), effort: .quick)
    #expect(await check.run().verdict.conforms)
  }

  @Test("a kept value that is too small for the target is 0 without sign")
  func underflow() async throws {
    let operation = try blockOperation("estimator/prune-below-0x0/float16/float8_e4m3fn")
    var batch = Batch(operation, count: 2)
    batch.set(0, codes: [0x8001], words: [0])
    batch.set(1, codes: [0xBC00], words: [0])
    _ = try await ProductionDevice().run(operation, &batch)
    #expect(batch.results(at: 0) == [0])
    #expect(batch.results(at: 1) == [0xB8])
  }

  @Test("a law sees elements that are lost where the target hides others")
  func lost() async throws {
    let operation = try blockOperation("estimator/mvue-2:4/quantised-8/float8_e5m2/float8_e4m3fn")
    let lost = ModelDevice(change: { results in
      var results = results
      if let last = results.lastIndex(where: { $0 != 0 }) { results[last] = 0 }
      return results
    })
    let check = try #require(DrawCheck(.support, of: operation, on: lost, effort: .quick))
    #expect(await check.run().verdict.counterexample != nil)
    let healthy = try #require(
      DrawCheck(.support, of: operation, on: ProductionDevice(), effort: .quick))
    #expect(await healthy.run().verdict.conforms)
  }
}
