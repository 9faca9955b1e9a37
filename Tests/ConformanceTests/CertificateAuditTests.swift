import Conformance
import Devices
import Foundation
import Harness
import Results
import Specs
import Synchronization
import Testing

/// Certificates of checks of several kinds, and what tampering with them comes to.
@Suite struct CertificateAuditTests {
  private static let catalog = Result { try Catalog.builtIn() }

  /// The verdict of a check as a certificate has it.
  private static func certified(_ pattern: String) async throws -> VerdictRecord {
    let catalog = try catalog.get()
    let plan = try VerificationPlan.everything(catalog: catalog, effort: .quick)
    let check = try #require(plan.checks.first { $0.matches(pattern) })
    let result = await check.run(CheckContext(segments: 7))
    #expect(result.verdict.conforms)
    var record = VerdictRecord(
      id: result.id, subject: result.subject, operation: "", format: "", rule: "",
      verdict: result.verdict, cases: result.cases, seconds: 0, domain: result.domain)
    record.extent = result.extent
    record.provenance = VerdictProvenance(
      specification: catalog.specificationHash, tool: "", effort: "quick", seed: 1, checks: 1)
    return record
  }

  private static func audit(
    _ record: VerdictRecord, cases: UInt64 = .max, seed: UInt64 = 1,
    device: (any Device)? = nil
  ) async throws -> CertificateAudit.Outcome {
    try await CertificateAudit(record, catalog: try catalog.get())
      .run(cases: cases, seed: seed, device: device)
  }

  @Test(arguments: [
    "cast/float16/float8_e4m3fn/nearest-even/sat-none@production",
    "cast/float32/float8_e4m3fn/up/sat-none@production:*",
    "add/float4_e2m1fn/nearest-even/*", "mul/float16/nearest-even/*",
    "mask/2:4/float8_e4m3fn/*@production", "estimator/mvue-1:2/float8_e4m3fn*@production",
    "dot/fmaq-m7e4-12-10/2/float4_e2m1fn/float32/alphabet@production",
  ])
  func whatWasFoundIsFoundAgain(_ pattern: String) async throws {
    let record = try await Self.certified(pattern)
    let whole = try await Self.audit(record, device: ProductionDevice())
    #expect(whole.fault == nil && whole.reason == nil, "\(record.id)")
    #expect(whole.cases == record.cases)
    #expect(whole.segments.checked == whole.segments.total)
    let part = try await Self.audit(record, cases: 1, seed: 5)
    #expect(part.fault == nil && part.segments.checked == 1 && part.cases <= record.cases)
  }

  /// What is changed in a certified record, and what is noticed.
  private static let changes: [(String, @Sendable (inout VerdictRecord) -> Void)] = [
    ("the verdict", { $0.verdict = "sampled" }),
    ("the number of cases", { $0.cases += 1 }),
    ("the number of blocks", { $0.extent?.blocks?.total += 1 }),
    ("the first block", { $0.extent?.blocks?.first += 1 }),
    ("the end of the blocks", { $0.extent?.blocks?.end -= 1 }),
    ("the distance of the blocks", { $0.extent?.blocks?.step = 2 }),
    ("the number of stretches", { $0.extent?.segments?.blocks += 1 }),
    ("the number of stretches", { $0.extent?.segments?.blocks = 0 }),
    (
      "the digest of all stretches together",
      { $0.extent?.segments?.digests[0].add(BlockHash.digest(of: [1], block: 0, count: 1)) }
    ),
    (
      "the digest of all stretches together",
      { $0.extent?.digest.add(BlockHash.digest(of: [1], block: 0, count: 1)) }
    ),
    ("the digest of the cases 0 to 10229", { $0.extent?.segments?.digests.swapAt(0, 1) }),
    (
      "the digest of the cases 0 to 10229",
      {
        let more = BlockHash.digest(of: [1], block: 0, count: 1)
        $0.extent?.segments?.digests[0].add(more)
        $0.extent?.digest.add(more)
      }
    ),
  ]

  /// Whatever is changed is noticed, and where.
  @Test(arguments: changes)
  func tamperingIsNoticed(
    _ place: String, _ change: @escaping @Sendable (inout VerdictRecord) -> Void
  ) async throws {
    var record = try await Self.certified(
      "cast/float16/float8_e4m3fn/nearest-even/sat-none@production")
    change(&record)
    // Some seed takes the changed stretch first.
    var places: Set<String> = []
    for seed: UInt64 in 0..<6 {
      let fault = try #require(try await Self.audit(record, seed: seed).fault)
      #expect(fault.certified != fault.found)
      places.insert(fault.place)
    }
    #expect(places.contains(place), "\(places)")
  }

  @Test func anotherDeviceIsFoundOut() async throws {
    let record = try await Self.certified(
      "cast/float16/float8_e4m3fn/nearest-even/sat-none@production")
    let fault = try #require(Fault.all.first { $0.id == "ties-away" })
    let found = try #require(
      try await Self.audit(record, device: FaultyDevice(fault)).fault)
    #expect(found.place.hasPrefix("case ") && found.place.hasSuffix("of fault:ties-away"))
    #expect(found.certified.hasPrefix("0x"))
  }

  @Test func lawsWithoutAStreamAreSaidSo() async throws {
    let order = try await Self.certified("mask/2:4/float8_e4m3fn/*/order@production")
    #expect(try await Self.audit(order).reason == "no reference has its results; run it again")
    let law = try await Self.certified("format/float4_e2m1fn/decode-total")
    #expect(try await Self.audit(law).reason == "it has no blocks that could be computed again")
  }

  @Test func filesAreReadBackOrRefused() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/certificate.json"
    let record = try await Self.certified("add/float4_e2m1fn/nearest-even/*")
    let whole = Certificate(command: ["assay", "verify"], verdicts: [record])
    try whole.write(to: path)
    #expect(try Certificate.read(path) == whole)
    #expect(try Certificate.read(path).isIntact)
    // Whatever is changed, the seal is not that of the rest.
    for change: (inout VerdictRecord) -> Void in [
      { $0.classes["tie"] = 1 }, { $0.warnings = ["none"] }, { $0.seconds += 1 },
      { $0.domain = "everything" },
    ] {
      var altered = whole
      change(&altered.verdicts[0])
      #expect(!altered.isIntact)
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for (wrong, problem) in [
      ("", "is no certificate"), (String(text.dropLast(20)), "is no certificate"), ("[]", "is no"),
      ("{\"certificate\":1,\"command\":[],\"seal\":\"\",\"verdicts\":[]}", "form 1"),
      ("{\"certificate\":2,\"command\":[],\"seal\":\"\",\"verdicts\":[]}", "certifies nothing"),
      (text.replacingOccurrences(of: "\"digest\" : \"", with: "\"digest\" : \"x"), "is no"),
    ] {
      try wrong.write(toFile: path, atomically: true, encoding: .utf8)
      let error = #expect(throws: VerdictFileError.self) { try Certificate.read(path) }
      #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
    }
    #expect(throws: VerdictFileError.self) { try Certificate.read(folder + "/none") }
  }
}
