import Conformance
import Descriptors
import Devices
import Foundation
import Specs
import Testing

@Suite("planted faults with blocks")
struct BlockFaultTests {
  static func matrix(
    _ patterns: [String], faults: [Fault] = Fault.ofElements, in device: any Device
  ) async throws -> FaultMatrix {
    try await FaultMatrix.run(
      faults: faults, catalog: try Catalog.builtIn(), effort: .quick,
      patterns: patterns, healthy: device)
  }

  /// Sums that each mistake of the catalogue shows in.
  static let sums = [
    "fmaq-m7e4-12-10/35", "fmaq-m7e4-12-10-no-underflow/35", "fmaq-m7e4-12-10-nearest-even/35",
    "float32/3", "float32-unfused/3", "float32-lanes-8/19", "float32-pairwise/5",
    "float32-permuted-1/5", "float32-kahan/5", "x86-vdpbf16ps/3", "hopper-fp8/65",
    "int32-saturate/3", "int32-saturate/5", "int32-wrap/3",
  ].map { "dot/\($0)/*" }

  /// Blocks that each mistake of the catalogue shows in.
  static let blocks = [
    "encode-block/mxfp4_e2m1*", "encode-block/nvfp4/*", "encode-block/nvfp4-division/*",
    "encode-block/nvfp4-four-over-six/*", "decode-block/mxfp4_e2m1/*",
    "encode-block/mxfp8_e4m3/*", "decode-block/nvfp4/*",
  ]

  @Test("are all caught, each somewhere")
  func all() async throws {
    let masks = [
      "1:4/float8_e4m3fn", "2:4/columns/int8", "sequential-2:4/float4_e2m1fn",
      "transposable-2:4/float4_e2m1fn", "top-10/float8_e4m3fn", "threshold-*/bfloat16",
    ]
    let estimators = [
      "mvue-2:4/float32", "mvue-2:4/bfloat16/stochastic-8",
      "mvue-2:4/integer/float4_e2m1fn/float32",
      "mvue-2:4/integer/float8_e4m3fn",
      "prune-below-0x3F800000/float32",
    ]
    let matrix = try await Self.matrix(
      masks.map { "mask/\($0)" } + estimators.map { "estimator/\($0)" }
        + ["mask/prune-greedy-2:4/float4_e2m1fn", "compress/2:4/*", "expand/2:4/*"] + Self.sums
        + Self.blocks,
      in: ProductionDevice())
    let cells = matrix.cells
    for cell in cells where ![.caught, .noEffect].contains(cell.outcome) {
      Issue.record("\(cell.id): \(cell.outcome.rawValue), \(cell.reason ?? cell.example ?? "")")
    }
    let caught = Set(cells.filter { $0.outcome == .caught }.map(\.fault))
    #expect(Fault.ofElements.map(\.id).filter { !caught.contains($0) } == [])
    let cell = try #require(
      cells.first { $0.id == "fault/top-short/mask/top-10/float8_e4m3fn/3x7" })
    #expect(cell.law == "mask/top-10/float8_e4m3fn/3x7@fault:top-short")
    // The report has a line for each of them too.
    let markdown = matrix.markdown
    #expect(markdown.contains("| ties-last | of equal magnitudes the one with the higher index"))
  }

  @Test("a healthy device is never caught")
  func healthy() async throws {
    let none = Fault.elements("none", "nothing goes wrong", mistake: { ElementMisoperation($0) })
    let matrix = try await Self.matrix(
      ["mask/2:4/int8", "mask/transposable-1:2/int8", "estimator/mvue-2:4/int8"], faults: [none],
      in: ProductionDevice())
    #expect(matrix.cells.count > 5)
    #expect(matrix.cells.allSatisfy { $0.outcome == .noEffect })
  }

  @Test("one that no check meets is reported as missed")
  func missed() async throws {
    let shy = Fault.elements("shy", "goes wrong in batches that no check is as large as") {
      var wrong = ElementMisoperation($0)
      wrong.place = { index, count in count > 900 ? max(0, index - 1) : index }
      return wrong
    }
    let matrix = try await Self.matrix(
      ["mask/2:4/int8/3x16"], faults: [shy], in: ProductionDevice())
    #expect(matrix.missed.count == 1)
    #expect(matrix.text().contains("MISSED fault/shy/mask/2:4/int8/3x16"))
  }

  @Test("each has its line on the page")
  func page() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Specs/pages/faults.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let lines = page.split(separator: "\n")
    let missing = Fault.ofElements.filter { fault in
      let start = "| `\(fault.id)` | \(fault.title) | \(fault.threads.joined(separator: ", "))"
      return !lines.contains { $0.hasPrefix(start) }
    }
    #expect(missing.map(\.id) == [])
  }
}
