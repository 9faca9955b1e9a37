import Descriptors
import Devices
import ExactArithmetic
import Reference
import Results

/// The same sums of products by several accumulators: what each makes of them, against exact sums.
struct DotTrial: Sendable {
  let data: DotData
  let count: Int
  let accumulators: [Accumulator]

  /// What came of one accumulator.
  struct Outcome: Sendable {
    var accumulator: Accumulator
    var tally = ErrorTally()
    /// Why the device does not compute it; `nil` where it does.
    var refusal: String?
  }

  private func operation(_ accumulator: Accumulator) -> Operation {
    Operation(
      .dot(accumulator, length: data.length), format: data.format.descriptor,
      result: accumulator.result)
  }

  /// Runs all cases; the outcomes do not depend on the number of tasks.
  ///
  /// - Throws: `DeviceError`, `CancellationError`.
  func run(_ context: ExperimentContext) async throws -> [Outcome] {
    var outcomes = accumulators.map { Outcome(accumulator: $0) }
    var units: [(place: Int, operation: Operation, scale: ResultScale, unit: any Unit)] =
      []
    for (place, accumulator) in accumulators.enumerated() {
      let operation = operation(accumulator)
      do {
        let unit = try context.device.prepare(operation)
        units.append((place, operation, ResultScale(operation.result), unit))
      } catch {
        outcomes[place].refusal = "\(error)"
      }
    }
    guard !units.isEmpty else { return outcomes }
    let ready = units
    // Some hundred thousand operands at a time.
    let share = max(1, min(count, (1 << 18) / max(1, 2 * data.length)))
    let starts = Array(stride(from: 0, to: count, by: share))
    for group in stride(from: 0, to: starts.count, by: context.tasks) {
      try context.checkCancellation()
      let parts = try await withThrowingTaskGroup(of: (Int, [[CaseError]]).self) { tasks in
        for start in starts[group..<min(starts.count, group + context.tasks)] {
          tasks.addTask { (start, try await errors(start..<min(count, start + share), ready)) }
        }
        var parts: [(Int, [[CaseError]])] = []
        for try await part in tasks { parts.append(part) }
        return parts.sorted { $0.0 < $1.0 }
      }
      for (_, errors) in parts {
        for (unit, errors) in zip(ready, errors) {
          for error in errors { outcomes[unit.place].tally.add(error) }
        }
      }
    }
    return outcomes
  }

  private func errors(
    _ cases: Range<Int>,
    _ units: [(place: Int, operation: Operation, scale: ResultScale, unit: any Unit)]
  ) async throws -> [[CaseError]] {
    var batch = Batch(units[0].operation, count: cases.count)
    var sums: [ExactDot] = []
    for (index, place) in cases.enumerated() {
      let codes = data.codes(of: place)
      batch.set(index, codes: codes)
      let numbers = data.numbers(codes)
      sums.append(ExactDot(numbers[..<data.length], numbers[data.length...]))
    }
    var all: [[CaseError]] = []
    for (_, operation, scale, unit) in units {
      var own = Batch(operation, count: cases.count)
      own.operands = batch.operands
      let answered = try await unit.run(&own)
      guard answered == cases.count else {
        throw DeviceError.failed("\(answered) of \(cases.count) sums were answered")
      }
      all.append(
        sums.indices.map { index in
          CaseError(
            got: scale.format.decode(own.results(at: index)[0]), exact: sums[index].value,
            magnitudes: sums[index].absolute, scale: scale)
        })
    }
    return all
  }

  /// The case that did worst by the error over the sum of magnitudes.
  func worst(
    of outcome: Outcome, experiment: String, series: [String: String], on device: any Device
  ) async throws -> WorstCase? {
    guard let (place, error) = outcome.tally.worst, !error.isZero else { return nil }
    let operation = operation(outcome.accumulator)
    let codes = data.codes(of: place)
    var batch = Batch(operation, count: 1)
    batch.set(0, codes: codes)
    guard try await device.run(operation, &batch) == 1 else { return nil }
    let numbers = data.numbers(codes)
    let sum = ExactDot(numbers[..<data.length], numbers[data.length...])
    let scale = ResultScale(operation.result)
    let got = scale.format.decode(batch.results(at: 0)[0])
    let nearest = scale.format.decode(scale.format.encode(.finite(sum.value)))
    let shown = min(4, data.length)
    let terms = (0..<shown).map { "\(numbers[$0]) * \(numbers[data.length + $0])" }
    let more = data.length > shown ? " + ... (\(data.length) products)" : ""
    return WorstCase(
      experiment: experiment, series: series, quantity: Quantity.backward,
      value: error.approximateDouble, operands: terms.joined(separator: " + ") + more,
      exact: sum.value.shortText ?? sum.value.decimal(significantDigits: 17), got: "\(got)",
      derivation: [
        "case \(place) of seed \(data.seed), \(data.kind.rawValue) operands in \(data.format.name)",
        "sum of magnitudes \(sum.absolute.decimal(significantDigits: 9))",
        "exact sum \(sum.value.decimal(significantDigits: 17))",
        "nearest value of \(operation.result.name) \(nearest)",
        "\(outcome.accumulator.name) gives \(got)",
      ] + Self.story(operation, codes, got: batch.results(at: 0)[0]))
  }

  /// How the reference comes to its result: what happened how often, and where most was lost.
  private static func story(_ operation: Operation, _ codes: [UInt64], got: UInt64) -> [String] {
    guard let trace = try? DotEvaluator(operation).trace(codes) else { return [] }
    let events = DotTrace.Event.allCases.filter { $0 != .exact && trace.count($0) > 0 }
      .map { "\($0.rawValue) \(trace.count($0))" }
    var lines = [
      trace.result == got
        ? "the reference gives the same"
        : "the reference gives \(trace.resultValue), a difference in itself",
      "of \(trace.steps.count) additions: "
        + (events.isEmpty ? "all exact" : events.joined(separator: ", ")),
    ]
    let losses = trace.steps.enumerated().compactMap { index, step in
      step.lost.map { (index: index, lost: $0, step: step) }
    }
    for loss in losses.sorted(by: { ($0.lost.magnitude, $1.index) > ($1.lost.magnitude, $0.index) })
      .prefix(3) where !loss.lost.isZero
    {
      let before = loss.step.before?.number.map { $0.decimal(significantDigits: 9) } ?? "0"
      let after = loss.step.after.number.map { $0.decimal(significantDigits: 9) } ?? "no number"
      lines.append(
        "addition \(loss.index): \(before) becomes \(after) and loses "
          + "\(loss.lost.decimal(significantDigits: 9))")
    }
    return lines
  }
}
