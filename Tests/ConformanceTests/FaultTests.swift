import Conformance
import Descriptors
import Devices
import Foundation
import Harness
import Specs
import Testing

@Suite("planted faults")
struct FaultTests {
  @Test("are all caught, each somewhere, and shown where they change nothing")
  func matrix() async throws {
    let catalog = try Catalog.builtIn()
    let matrix = try await FaultMatrix.run(
      faults: Fault.ofNumbers, catalog: catalog, effort: .quick,
      patterns: [
        "float8_e4m3fn", "float8_e5m2fnuz", "float8_e8m0fnu", "float8_ue5m3", "float4_e2m1fn",
        "int8", "top-bits", "compares-codes", "equal-codes", "nan-loses", "nan-wins",
        "minimum-macro", "infinity-is-finite", "first-of-equals", "zero-is-subnormal",
        "sign-bit-is-sign", "next-is-next-code", "scale-*",
      ])
    for cell in matrix.cells where ![.caught, .noEffect].contains(cell.outcome) {
      Issue.record("\(cell.id): \(cell.outcome.rawValue), \(cell.reason ?? cell.example ?? "")")
    }
    let conforms = matrix.conforms
    #expect(conforms)
    let caught = Set(matrix.cells.filter { $0.outcome == .caught }.map(\.fault))
    #expect(Fault.ofNumbers.map(\.id).filter { !caught.contains($0) } == [])

    func outcome(_ id: String) -> FaultCell.Outcome? {
      matrix.cells.first { $0.id == id }?.outcome
    }
    // Under saturation a value beyond the range becomes the bound before and after rounding.
    let range = "fault/range-before-rounding/cast/float32/float8_e4m3fn/nearest-even"
    #expect(outcome("\(range)/sat-none") == .caught)
    #expect(outcome("\(range)/sat-finite") == .noEffect)
    // Where nothing is rounded to nearest, there are no ties.
    #expect(outcome("fault/ties-away/cast/float32/float8_e4m3fn/toward-zero/sat-none") == nil)

    let cell = try #require(
      matrix.cells.first {
        $0.id == "fault/nan-as-number/cast/float8_e4m3fn/float32/nearest-even/sat-none"
      })
    #expect(cell.law == "cast/float8_e4m3fn/float32/nearest-even/sat-none@fault:nan-as-number")
    #expect(cell.example?.hasPrefix("0x7F") == true)
    #expect(cell.got == "0x43F00000 (480)")
    Self.expectRenderings(matrix)
  }

  static func expectRenderings(_ matrix: FaultMatrix) {
    let lines = matrix.text().split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.count == matrix.summaries.count + 2)
    let records = matrix.jsonLines.split(separator: "\n").map {
      try? JSONDecoder().decode(FaultCell.self, from: Data($0.utf8))
    }
    let differing = zip(records, matrix.cells).count { $0 != $1 }
    #expect(differing == 0 && records.count == matrix.cells.count)
    let table = matrix.markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(table.count == 2 * (matrix.summaries.count + 2))
  }

  @Test("a healthy device is never caught")
  func healthy() async throws {
    let none = Fault("none", "nothing goes wrong") { Misoperation($0) }
    let matrix = try await FaultMatrix.run(
      faults: [none], catalog: try Catalog.builtIn(), effort: .quick,
      patterns: ["float8_e4m3fn", "float8_e8m0fnu", "int4"])
    #expect(matrix.cells.count > 10)
    #expect(matrix.cells.allSatisfy { $0.outcome == .noEffect })
    let catalog = try Catalog.builtIn()
    let target = try catalog.format(named: "float8_e4m3fn")
    for source in ["float32", "float16"] {
      let cast = Operation.cast(from: try catalog.format(named: source), to: target)
      let result = await DeviceCheck(cast, on: FaultyDevice(none), effort: .quick).run()
      #expect(result.verdict.conforms, "\(result.verdict)")
    }
  }

  @Test("one that no check meets is reported as missed")
  func missed() async throws {
    let shy = Fault("shy", "goes wrong in batches that no check is as large as") { operation in
      var wrong = Misoperation(operation)
      wrong.place = { index, count in count > 2_000 ? max(0, index - 1) : index }
      return wrong
    }
    let matrix = try await FaultMatrix.run(
      faults: [shy], catalog: try Catalog.builtIn(), effort: .quick,
      patterns: ["fault/shy/cast/float32/float8_e4m3fn/nearest-even"])
    #expect(matrix.missed.count == 2)
    #expect(!matrix.conforms)
    #expect(matrix.text().contains("MISSED fault/shy/cast/float32/float8_e4m3fn/nearest-even"))
  }

  @Test("each has its line on the page")
  func page() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Specs/pages/faults.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let lines = page.split(separator: "\n")
    let missing = Fault.ofNumbers.filter { fault in
      let start = "| `\(fault.id)` | \(fault.title) | \(fault.threads.joined(separator: ", "))"
      return !lines.contains { $0.hasPrefix(start) }
    }
    #expect(missing.map(\.id) == [])
  }
}
