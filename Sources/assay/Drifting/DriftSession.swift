import Drift
import Foundation
import Reporting
import Results
import Specs

/// One run of `assay drift`: records as they come, a report, a comparison.
struct DriftSession {
  let experiments: [any Experiment]
  let context: ExperimentContext
  let out: String?
  let old: [ExperimentRecord]?
  let bound: Double
  let json: Bool

  /// Runs everything and prints it.
  func run() async throws -> ExitStatus {
    let part = out.map { "\($0)/drift.jsonl.part" }
    if let part { try ExperimentFile.write([], to: part) }
    let task = Task { try await measure(part) }
    let signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer { signals.forEach { $0.cancel() } }
    let (records, isComplete) = try await task.value
    let sheets = experiments.map(\.sheet)
    let comparison = old.map {
      Comparison(old: $0, new: records, sheets: sheets, bound: bound)
    }
    if json {
      if let comparison {
        Output.text(try comparison.json())
      } else {
        try Output.json(records)
      }
    } else {
      Output.text(ExperimentText.text(records, sheets: sheets, width: WrappedTable.pageWidth))
      if let comparison { Output.text(comparison.text) }
    }
    if let out, let part, isComplete {
      // What was measured stays in the part where the report cannot be written.
      let outcome = try ExperimentReport.write(
        records: records, sheets: sheets, to: out, renderer: try? ChartRenderer.find(),
        comparison: comparison)
      // The report holds the same records; the part has done its duty.
      try? FileManager.default.removeItem(atPath: part)
      for text in outcome.shortcomings { Output.write(Diagnostics.line(text), to: .diagnostics) }
    } else if let part {
      Output.write(
        Diagnostics.line("interrupted; what was measured is in \(part)"), to: .diagnostics)
    }
    if comparison?.hasWorsened == true { return .refuted }
    return isComplete && records.contains(where: \.isMeasurement) ? .conforms : .incomplete
  }

  private func measure(
    _ part: String?
  ) async throws -> (records: [ExperimentRecord], isComplete: Bool) {
    var records: [ExperimentRecord] = []
    let meter = ProgressMeter()
    defer { meter.finish() }
    let begin = ContinuousClock.now
    func keep(_ record: ExperimentRecord) throws {
      if let part { try ExperimentFile.append([record], to: part) }
      records.append(record)
    }
    for (index, experiment) in experiments.enumerated() {
      let total = Double(experiments.count)
      var own = context
      own.progress = { share in
        meter.update(
          fraction: (Double(index) + share) / total, of: "drift", detail: experiment.name,
          spent: (ContinuousClock.now - begin) / .seconds(1))
      }
      try keep(.run(description(of: experiment)))
      do {
        try await experiment.run(own) { try keep($0) }
      } catch is CancellationError {
        return (records, false)
      }
      try keep(.end(experiment: experiment.name))
    }
    return (records, true)
  }

  private func description(of experiment: any Experiment) -> ExperimentRun {
    var parameters = experiment.parameters(context)
    parameters["effort"] = context.effort.rawValue
    return ExperimentRun(
      experiment: experiment.name,
      command:
        "assay drift \(experiment.name) --seed \(context.seed) --effort \(context.effort.rawValue)",
      seed: context.seed, version: Version.current,
      specifications: context.catalog.specificationHash, parameters: parameters)
  }
}

extension ExperimentRecord {
  fileprivate var isMeasurement: Bool {
    if case .measurement = self { true } else { false }
  }
}
