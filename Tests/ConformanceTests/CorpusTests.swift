import Conformance
import Descriptors
import Devices
import Harness
import Specs
import Testing

@Suite("the corpus of public bugs")
struct CorpusTests {
  /// Every case with the name of its entry.
  static func cases() throws -> [(id: String, item: CorpusCase)] {
    let catalog = try Catalog.builtIn()
    return try Corpus.builtIn().entries.flatMap { entry in
      try entry.rows.map { (entry.id, try CorpusCase($0, catalog: catalog)) }
    }
  }

  /// A case in a line.
  private static func text(_ id: String, _ item: CorpusCase, _ codes: [UInt64]) -> String {
    let hex = codes.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    return "\(id) \(item.row.operation): \(hex)"
  }

  @Test("is complete, and every id is there once")
  func ids() throws {
    let ids = try Corpus.builtIn().entries.map { String($0.id.prefix { $0 != "-" }) }
    #expect(Set(ids).count == ids.count)
    let numbers = (1...43).map { $0 < 10 ? "B0\($0)" : "B\($0)" }
    #expect(numbers.filter { !ids.contains($0) } == [])
  }

  @Test("has the reference's results")
  func reference() throws {
    let wrong = try Self.cases().filter { $0.item.reference != $0.item.row.expected }
      .map { Self.text($0.id, $0.item, $0.item.reference) }
    #expect(wrong == [])
  }

  @Test("holds for the production module at every level", arguments: ProductionDevice.all)
  func production(_ device: ProductionDevice) async throws {
    let catalog = try Catalog.builtIn()
    for entry in try Corpus.builtIn().entries {
      let check = try CorpusCheck(entry, on: device, catalog: catalog)
      let result = await check.run()
      switch result.verdict {
      case .enumerated(let cases): #expect(cases == UInt64(entry.rows.count))
      case .skipped(let reason) where reason.hasPrefix("not on this CPU"): break
      default: Issue.record("\(check.id): \(result.verdict)")
      }
      #expect(result.warnings == [])
    }
  }

  @Test("has a planted fault for every case, which gives another result, or that of the bug")
  func faults() async throws {
    var problems: [String] = []
    for (id, item) in try Self.cases() {
      guard let device = item.faulty() else {
        problems.append("\(id) \(item.row.operation): no fault \(item.row.fault)")
        continue
      }
      let got = try await item.answers(of: device)
      if got.contains(item.row.expected) {
        problems.append(Self.text("\(id) \(item.row.fault) is not seen", item, item.row.expected))
      }
      if let wrong = item.row.wrong, got.contains(where: { $0 != wrong }) {
        problems.append(Self.text("\(id) \(item.row.fault) differs from the bug", item, got[0]))
      }
    }
    #expect(problems == [])
  }

  @Test("has faults that the ordinary check of the operation catches without it")
  func caught() async throws {
    var missed: [String] = []
    var seen: Set<String> = []
    for (id, item) in try Self.cases()
    where seen.insert("\(item.row.operation) \(item.row.fault)").inserted {
      let device = try #require(item.faulty())
      let verdict = await item.check(of: device, effort: .quick).run().verdict
      if verdict.counterexample == nil {
        missed.append("\(id) \(item.row.operation) \(item.row.fault): \(verdict.word)")
      }
    }
    #expect(missed == [])
  }

  @Test("refutes a device with a bug of it, and the replay line shows it again")
  func refuted() async throws {
    let catalog = try Catalog.builtIn()
    let entry = try #require(
      try Corpus.builtIn().entries.first { $0.id == "B12-nan-as-480" })
    let fault = try #require(Fault.all.first { $0.id == "nan-as-number" })
    let check = try CorpusCheck(entry, on: FaultyDevice(fault), catalog: catalog)
    #expect("\(check.id)" == "corpus/B12-nan-as-480@fault:nan-as-number")
    let found = try #require(await check.run().verdict.counterexample)
    #expect(found.law == "cast/float8_e4m3fn/float32/nearest-even/sat-none@fault:nan-as-number")
    #expect(found.choices == [0x7F])
    #expect(found.expected.hasPrefix("0x7FC00000"))
    #expect(found.got.hasPrefix("0x43F00000"))
  }

  @Test("is divided over shards, and skipped by a device that computes none of it")
  func shards() async throws {
    let catalog = try Catalog.builtIn()
    let entry = try #require(try Corpus.builtIn().entries.first { $0.rows.count == 7 })
    let check = try CorpusCheck(entry, on: ProductionDevice(), catalog: catalog)
    var counts: [UInt64] = []
    for index in 1...3 {
      let shard = try #require(Shard("\(index)/3"))
      counts.append(await check.run(CheckContext(shard: shard)).cases)
    }
    #expect(counts.reduce(0, +) == 7)
    let instruction = try #require(InstructionDevice.all.first)
    let other = try #require(
      try Corpus.builtIn().entries.first { $0.id == "B42-table-out-of-step" })
    let skipped = try await CorpusCheck(other, on: instruction, catalog: catalog).run()
    #expect(skipped.verdict.word == "skipped")
  }
}
