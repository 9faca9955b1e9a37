import Conformance
import Foundation
import Harness
import Reporting
import Results
import Specs
import Synchronization

/// One run of `assay verify`: progress on stderr, a table on stdout, files where asked for.
struct VerificationSession {
  let plan: VerificationPlan
  let options: RunOptions
  /// Where the run is remembered, if anywhere.
  var history: HistoryJournal?
  /// Whether the device was named by whoever asks: then it must answer something.
  var isDeviceNamed = false
  /// The user's own files of formats, without which no case can be run again.
  var formats: [String] = []

  /// The most checks of which every class is kept by name; of more, numbers are.
  static let mostInDetail = 40

  /// What is made of classes where nobody said: of many checks that are to be quick, nothing.
  private func ownCoverage() throws(CommandFailure) -> CoverageDetail {
    if plan.checks.count <= Self.mostInDetail { return .full }
    return try options.resolvedEffort() == .quick ? .none : .counted
  }

  /// Runs what is left to do and prints everything.
  func run() async throws -> ExitStatus {
    var context = try options.context()
    context.coverage = try options.resolvedCoverage() ?? ownCoverage()
    context.candidates = DialectCandidates(plan.catalog)
    if options.certificate != nil {
      try options.requireCertifiable()
      context.segments = Certificate.mostSegments
    }
    let provenance = VerdictProvenance(
      specification: plan.catalog.specificationHash, tool: Version.current,
      effort: plan.effort.rawValue, seed: context.seed,
      checks: Set(plan.checks.map(\.id)).count, policy: plan.policy)
    let store = try options.checkpoint.map {
      try RunStore(folder: $0, plan: plan, context: context, provenance: provenance)
    }
    for note in store?.notes ?? [] { Output.write(Diagnostics.line(note), to: .diagnostics) }
    let resumed = store?.finished ?? []
    let lines = try options.json.map { try VerdictLines($0, beginning: resumed) }
    let verification = Verification(
      plan, context: context, regressions: store?.regressions)
    let live = LiveTable(
      plan, isEach: options.all || plan.checks.count <= Self.mostInDetail,
      isColoured: Style.output.isColoured)
    for record in resumed { Output.text(live.add(record)) }
    let journal = Journal(
      plan: plan, shard: context.shard, provenance: provenance, store: store, lines: lines,
      live: live, meter: ProgressMeter(isQuiet: options.quiet),
      work: WorkShare(verification, skipping: Set(resumed.map(\.id)))
    ) { [formats] in Self.replayable($0, of: $1, formats) }
    let task = Task {
      await verification.run(
        skipping: Set(resumed.map(\.id)), states: store?.states ?? [:]
      ) { journal.note($0) }
    }
    journal.onFailure { task.cancel() }
    let signals = interruption { task.cancel() }
    let isComplete = await task.value
    signals.forEach { $0.cancel() }
    journal.close()

    let records = (resumed + journal.records).sorted { $0.place < $1.place }
    var attempts = Attempts()
    attempts.note(journal.failure)
    attempts.attempt { try lines?.finish(records) }
    save(records, isComplete: isComplete, &attempts)
    Output.text(live.rest())
    print(records, isComplete: isComplete)
    try attempts.finish()
    guard let status = ExitStatus(rawValue: VerdictSummary(records).exitCode) else {
      return .failed
    }
    if isDeviceNamed, !records.isEmpty, records.allSatisfy({ $0.verdict == "skipped" }) {
      Output.write(
        Diagnostics.line(
          "nothing was judged: the device computes none of what it was asked; "
            + "'assay help verify' shows how to ask for other operations"), to: .diagnostics)
      return .incomplete
    }
    return status == .conforms && !isComplete ? .incomplete : status
  }

  /// A record whose replay line works wherever the same files are, and is left out where nobody can
  /// be asked again.
  private static func replayable(
    _ record: VerdictRecord, of check: PlannedCheck, _ formats: [String]
  ) -> VerdictRecord {
    var record = record
    if check.device == RecordedCheck.deviceName {
      record.counterexample?.replay = ""
    } else {
      for file in formats {
        record.counterexample?.replay += " --formats \(Counterexample.shellWord(file))"
      }
    }
    return record
  }

  /// Writes what else was asked for; what cannot be written keeps nothing from the rest.
  private func save(
    _ records: [VerdictRecord], isComplete: Bool, _ attempts: inout Attempts
  ) {
    if let junit = options.junit {
      attempts.attempt {
        try VerdictReport.saving { () throws(VerdictFileError) in
          try JUnit.write(records.map(\.withoutSegments), to: junit)
        }
      }
    }
    attempts.attempt { try options.certify(records, isComplete: isComplete) }
    attempts.attempt {
      try history?.add(records, isComplete: isComplete, catalog: plan.catalog)
    }
    if let html = options.html {
      attempts.attempt { try page(records, isComplete: isComplete, to: html) }
    }
  }

  /// Writes the page of verdicts.
  private func page(
    _ records: [VerdictRecord], isComplete: Bool, to file: String
  ) throws(CommandFailure) {
    let run = VerdictPage.Run(
      command: CommandText.current, version: Version.current,
      specification: plan.catalog.specificationHash, seed: options.seed, effort: options.effort,
      date: Date.now.formatted(.iso8601))
    try VerdictReport.saving { () throws(VerdictFileError) in
      try VerdictPage.write(records, run: run, isComplete: isComplete, to: file)
    }
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
    if let text = CoverageText.text(records) { Output.line("\n" + text) }
    let failing = records.filter { $0.verdict == "refuted" || $0.verdict == "undecided" }
    let detailed = failing.prefix(10)
    for record in detailed { Output.line("\n" + VerdictDetail.text(record)) }
    if failing.count > 10 { Output.line("\nand \(failing.count - 10) more") }
    for record in records {
      if let text = record.acceptance?.text { Output.line("\n\(text)") }
    }
    for statement in records.compactMap(\.draws) {
      Output.line("")
      for line in statement.lines { Output.line(line) }
    }
    for (text, count) in VerdictGroups.skipped(records) {
      Output.line("\nskipped: \(text) (\(count))")
    }
    let told = Set(detailed.map(\.id))
    for (text, count) in VerdictGroups.warnings(records.filter { !told.contains($0.id) }) {
      Output.line("\nwarning: \(text) (\(count))")
    }
    let fewer = records.count { $0.asked != nil }
    if fewer > 0 {
      Output.line(
        "\n\(fewer) of \(records.count) checks got fewer cases than they ask for at this effort: "
          + "each alone gets them all")
    }
    let left = isComplete ? "" : ", the rest was not run"
    Output.line("\n\(VerdictSummary(records).text)\(left)")
  }
}

/// What has been found so far, from whatever thread.
private final class Journal: Sendable {
  private let plan: VerificationPlan
  private let shard: Shard
  private let provenance: VerdictProvenance
  private let store: RunStore?
  private let lines: VerdictLines?
  private let finishing: @Sendable (VerdictRecord, PlannedCheck) -> VerdictRecord
  private let live: LiveTable
  private let meter: ProgressMeter
  private let work: Mutex<WorkShare>
  private let begin = ContinuousClock.now
  private let state = Mutex(State())

  private struct State {
    var records: [VerdictRecord] = []
    var failure: (any Error)?
    var stop: (@Sendable () -> Void)?
  }

  init(
    plan: VerificationPlan, shard: Shard, provenance: VerdictProvenance, store: RunStore?,
    lines: VerdictLines?, live: LiveTable, meter: ProgressMeter, work: WorkShare,
    finishing: @escaping @Sendable (VerdictRecord, PlannedCheck) -> VerdictRecord
  ) {
    self.finishing = finishing
    (self.plan, self.shard, self.store, self.lines) = (plan, shard, store, lines)
    (self.live, self.meter) = (live, meter)
    self.work = Mutex(work)
    self.provenance = provenance
  }

  var records: [VerdictRecord] { state.withLock(\.records) }
  var failure: (any Error)? { state.withLock(\.failure) }

  /// Calls back when something cannot be kept: to go on would be to work in vain.
  func onFailure(_ stop: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.stop = stop
      return state.failure != nil
    }
    if isLate { stop() }
  }

  private func keep(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      let stop = state.withLock { state in
        state.failure = state.failure ?? error
        return state.stop
      }
      stop?()
    }
  }

  func note(_ event: Verification.Event) {
    work.withLock { $0.note(event) }
    switch event {
    case .began(let check, let index), .progressed(let check, let index, _): show(check, index)
    case .ended(let check, let index, let result):
      var record = VerdictRecord(
        id: check.id, subject: result.subject, operation: check.row.operation,
        format: check.row.format, rule: check.row.rule, verdict: result.verdict,
        cases: result.cases, seconds: result.seconds, shard: shard,
        domain: result.domain, isIncomplete: result.cursor != nil, classes: result.classes,
        warnings: result.warnings)
      (record.coverage, record.dialects, record.steps) =
        (result.coverage, result.dialects, result.steps)
      if shard == .whole { record.coverage?.keepFirstNames() }
      record.asked = result.asked
      (record.rows, record.acceptance) = (result.rows, result.acceptance)
      record.draws = result.draws
      record.hasFailed = result.hasFailed ? true : nil
      record.provenance = provenance
      record.provenance?.place = index
      record.extent = result.extent
      let kept = finishing(record, check)
      state.withLock { $0.records.append(kept) }
      // The file that was asked for comes first: what the folder has, it has too.
      keep { try lines?.add(kept) }
      keep { try store?.keep(kept, of: result) }
      let rows = live.add(kept)
      guard !rows.isEmpty else { return }
      meter.finish()
      Output.text(rows)
      keep { try Output.flush() }
    case .reached(let check, let reached):
      keep { try store?.keep(reached, of: check.id) }
    }
  }

  private func show(_ check: PlannedCheck, _ index: Int) {
    let id = TextTable.shortened(check.id, to: 30)
    meter.update(
      fraction: work.withLock(\.fraction), of: "verify",
      detail: "\(index + 1)/\(plan.checks.count) \(id)",
      spent: (ContinuousClock.now - begin) / .seconds(1))
  }

  func close() { meter.finish() }
}
