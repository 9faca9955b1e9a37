import Conformance
import Descriptors
import Devices
import Specs
import Testing

@Suite("planted faults with blocks")
struct BlockFaultTests {
  static func matrix(
    _ patterns: [String], faults: [BlockFault] = BlockFault.all
  ) async throws -> FaultMatrix {
    try await FaultMatrix.run(
      faults: [], blockFaults: faults, catalog: try Catalog.builtIn(), effort: .quick,
      patterns: patterns, healthy: ModelDevice())
  }

  @Test("with masks are all caught, each somewhere")
  func masks() async throws {
    let rules = [
      "1:4", "2:4", "2:4/columns", "sequential-2:4", "transposable-1:2", "prune-greedy-2:4",
      "top-10",
      "threshold-*",
    ]
    let matrix = try await Self.matrix(
      rules.map { "mask/\($0)/float32" } + ["mask/transposable-2:4/float4_e2m1fn"])
    for cell in matrix.cells where ![.caught, .noEffect].contains(cell.outcome) {
      Issue.record("\(cell.id): \(cell.outcome.rawValue), \(cell.reason ?? cell.example ?? "")")
    }
    let caught = Set(matrix.cells.filter { $0.outcome == .caught }.map(\.fault))
    let asked = Set(matrix.cells.map(\.fault))
    #expect(asked.subtracting(caught) == [])
    #expect(asked.count > 15)
  }

  @Test("a healthy device is never caught")
  func healthy() async throws {
    let none = BlockFault("none", "nothing goes wrong") { BlockMisoperation($0) }
    let matrix = try await Self.matrix(
      ["mask/2:4/int8", "mask/transposable-1:2/int8"], faults: [none])
    #expect(matrix.cells.count > 3)
    #expect(matrix.cells.allSatisfy { $0.outcome == .noEffect })
  }
}
