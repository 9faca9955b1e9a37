import Conformance
import Foundation
import Harness
import Reporting
import Synchronization

/// One run of `assay verify`: progress on stderr, a table on stdout, files where asked for.
struct VerificationSession {
  let plan: VerificationPlan
  let options: RunOptions

  /// Runs what is left to do and prints everything.
  func run() async throws -> ExitStatus {
    let context = try options.context()
    let store = try options.checkpoint.map {
      try RunStore(folder: $0, plan: plan, context: context)
    }
    let journal = Journal(plan: plan, shard: context.shard, store: store)
    let resumed = store?.finished ?? []
    let verification = Verification(plan, context: context, regressions: store?.regressions)
    let task = Task {
      await verification.run(
        skipping: Set(resumed.map(\.id)), cursors: store?.cursors ?? [:]
      ) { journal.note($0) }
    }
    let signals = interruption { task.cancel() }
    let isComplete = await task.value
    signals.forEach { $0.cancel() }
    journal.close()
    if let failure = journal.failure { throw failure }

    let records = resumed + journal.records
    try VerdictReport(records: records, json: options.json, junit: options.junit).save()
    print(records, isComplete: isComplete)
    guard let status = ExitStatus(rawValue: VerdictSummary(records).exitCode) else {
      return .failed
    }
    return status == .conforms && !isComplete ? .incomplete : status
  }

  /// Calls back on an interrupt or a request to end, instead of dying.
  private func interruption(_ stop: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: stop)
      source.resume()
      return source
    }
  }

  private func print(_ records: [VerdictRecord], isComplete: Bool) {
    let groups = Dictionary(plan.checks.map { ($0.id, $0.group) }) { first, _ in first }
    let rows =
      options.all || records.count <= 40
      ? records : VerdictGroups.joined(records) { groups[$0.id] }
    Output.text(VerdictTable.text(rows, colour: Style.output.isColoured))
    let failing = records.filter { $0.verdict == "refuted" || $0.verdict == "undecided" }
    for record in failing.prefix(10) {
      Output.line("\n" + VerdictDetail.text(record))
    }
    if failing.count > 10 { Output.line("\nand \(failing.count - 10) more") }
    for record in records {
      if let text = record.acceptance?.text { Output.line("\n\(text)") }
    }
    for (text, count) in VerdictGroups.skipped(records) {
      Output.line("\nskipped: \(text) (\(count))")
    }
    for (text, count) in VerdictGroups.warnings(records) {
      Output.line("\nwarning: \(text) (\(count))")
    }
    let left = isComplete ? "" : ", the rest was not run"
    Output.line("\n\(VerdictSummary(records).text)\(left)")
  }
}

/// What has been found so far, from whatever thread.
private final class Journal: Sendable {
  private let plan: VerificationPlan
  private let shard: Shard
  private let store: RunStore?
  private let meter = ProgressMeter()
  private let begin = ContinuousClock.now
  private let state = Mutex<(records: [VerdictRecord], failure: (any Error)?)>(([], nil))

  init(plan: VerificationPlan, shard: Shard, store: RunStore?) {
    (self.plan, self.shard, self.store) = (plan, shard, store)
  }

  var records: [VerdictRecord] { state.withLock(\.records) }
  var failure: (any Error)? { state.withLock(\.failure) }

  func note(_ event: Verification.Event) {
    switch event {
    case .began(let check, let index): show(check, index, 0)
    case .progressed(let check, let index, let share): show(check, index, share)
    case .ended(let check, _, let result):
      var record = VerdictRecord(
        id: check.id, subject: result.subject, operation: check.row.operation,
        format: check.row.format, rule: check.row.rule, verdict: result.verdict,
        cases: result.cases, seconds: result.seconds, shard: shard,
        domain: result.domain, isIncomplete: result.cursor != nil, classes: result.classes,
        warnings: result.warnings)
      (record.rows, record.acceptance) = (result.rows, result.acceptance)
      state.withLock { state in
        state.records.append(record)
        do {
          try store?.keep(record, verdict: result.verdict, cursor: result.cursor)
        } catch {
          state.failure = state.failure ?? error
        }
      }
    }
  }

  private func show(_ check: PlannedCheck, _ index: Int, _ share: Double) {
    let done = (Double(index) + share) / Double(plan.checks.count)
    // One label for the whole run: the tenths are those of the run.
    let id = TextTable.shortened(check.id, to: 30)
    meter.update(
      fraction: done, of: "verify", detail: "\(index + 1)/\(plan.checks.count) \(id)",
      spent: (ContinuousClock.now - begin) / .seconds(1))
  }

  func close() { meter.finish() }
}
