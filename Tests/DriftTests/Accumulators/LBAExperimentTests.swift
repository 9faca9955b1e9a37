import Descriptors
import ExactArithmetic
import Reference
import Results
import Specs
import Testing

@testable import Drift

@Suite("Known figures of truncating accumulators")
struct LBAExperimentTests {
  @Test("A small sample agrees within a wider tolerance", arguments: [144, 2304])
  func table(length: Int) async throws {
    let catalog = try Catalog.builtIn()
    let rows = ExpectedShrink.all.filter { $0.length == length }
    let accumulators = try rows.map { row in
      var accumulator = try catalog.accumulator(named: row.accumulator)
      if let chunk = row.chunk {
        accumulator.chunk?.length = chunk
      } else {
        accumulator.chunk = nil
      }
      return accumulator
    }
    let trial = DotTrial(
      data: DotData(
        kind: .rectified, format: NumberFormat(try catalog.format(named: "float32")),
        length: length, seed: 1),
      count: 200, accumulators: accumulators)
    let context = ExperimentContext(catalog: catalog, device: TruncatingDevice())
    for (row, outcome) in zip(rows, try await trial.run(context)) {
      let error = outcome.tally.noise.map { $0.approximateDouble.squareRoot() } ?? .nan
      let shrink = outcome.tally.shrink?.approximateDouble ?? .nan
      #expect(
        LBAExperiment.agrees(outcome.tally, row, tolerance: 0.12),
        "\(row): error \(error), shrink \(shrink)")
    }
  }

  @Test("Results do not depend on the number of tasks; a device that refuses leaves remarks")
  func tasks() async throws {
    let catalog = try Catalog.builtIn()
    let trial = DotTrial(
      data: DotData(
        kind: .normal, format: NumberFormat(try catalog.format(named: "float32")), length: 4608,
        seed: 3),
      count: 60,
      accumulators: [
        try catalog.accumulator(named: "fmaq-m7e4-12-10"),
        try catalog.accumulator(named: "float32"),
      ])
    var seen: Set<[String]> = []
    for tasks in [1, 3] {
      let outcomes = try await trial.run(
        ExperimentContext(catalog: catalog, device: TruncatingDevice(), tasks: tasks))
      #expect(outcomes[1].refusal == "FMAq only")
      seen.insert(outcomes[0].tally.figures.map { "\($0)" })
    }
    #expect(seen.count == 1)
  }
}
