import Conformance
import Devices
import Specs
import Testing
import Foundation

@Suite("planted faults")
struct FaultTests {
  @Test func probe() async throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let matrix = try await FaultMatrix.run(catalog: try Catalog.builtIn(), effort: CheckEffort(rawValue: ProcessInfo.processInfo.environment["EFF"] ?? "quick") ?? .quick)
    print("seconds", clock.now - begin, "cells", matrix.cells.count)
    for o in FaultCell.Outcome.allCases { print(o.rawValue, matrix.cells.count { $0.outcome == o }) }
    for c in matrix.cells where c.outcome == .missed || c.outcome == .undecided {
      print(c.id, c.outcome, c.reason ?? "", c.example ?? "")
    }
    for f in matrix.faults where !matrix.cells.contains(where: { $0.fault == f.id && $0.outcome == .caught }) {
      print("never caught", f.id)
    }
  }
}
