import Conformance
import Foundation
import Harness
import Results
import Synchronization

/// A folder that remembers what a verification has done: `--checkpoint`.
///
/// `run.json` says which run it is; `verdicts.jsonl` has a line for every finished check that
/// conforms; `cursor.json` says where the running check stands, a few times a second.
/// Counterexamples are kept in text files, and when the run is begun again they are replayed first.
/// One process at a time has the folder.
final class RunStore: Sendable {
  /// What must be the same for a run to be continued.
  private struct Run: Codable, Equatable {
    var provenance: VerdictProvenance
    var shard: String
    /// The digest of the checks' ids.
    var plan: String
    /// Into how many stretches the digests are split.
    var segments: Int

    /// What differs from another run, in words.
    func difference(from other: Run) -> String {
      if let found = provenance.difference(from: other.provenance) {
        return "\(found.what) is \(found.others) there, \(found.mine) here"
      }
      if shard != other.shard { return "it is shard \(other.shard) there, \(shard) here" }
      return plan != other.plan
        ? "it has other checks" : "one is to be certified, and the other is not"
    }
  }

  private struct Cursor: Codable {
    var id: String
    var state: CheckState
  }

  /// The verdicts of finished checks.
  let finished: [VerdictRecord]
  /// Where checks that were begun go on.
  let states: [String: CheckState]
  /// The counterexamples of earlier runs.
  let regressions: Regressions
  /// What was found amiss and put right, a line each.
  let notes: [String]
  private let folder: String
  private let lock: FolderLock
  private let settled = Mutex(ContinuousClock.now)
  private let reached = Mutex((id: "", block: 0 as UInt64))

  private var verdictFile: String { folder + "/verdicts.jsonl" }

  /// Opens a folder, or begins one.
  ///
  /// - Throws: `CommandFailure` where the folder belongs to another run or cannot be used.
  init(
    folder: String, plan: VerificationPlan, context: CheckContext, provenance: VerdictProvenance
  ) throws {
    self.folder = folder
    var ids = ResultDigest.empty
    for (index, check) in plan.checks.enumerated() {
      let bytes = Array(check.id.utf8)
      ids.add(bytes.withUnsafeBytes { BlockHash.digest($0, block: UInt64(index), count: 1) })
    }
    let run = Run(
      provenance: provenance, shard: context.shard.description, plan: ids.text,
      segments: context.segments)
    let files = FileManager.default
    try Self.writing(folder) {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    guard let lock = try Self.writing(folder, { try FolderLock(folder) }) else {
      let owner = FolderLock.owner(of: folder) ?? "another process"
      throw CommandFailure.usage(
        "\(folder) is in use by \(owner)", "wait for its end, or choose another folder")
    }
    self.lock = lock
    let runFile = folder + "/run.json"
    if let data = files.contents(atPath: runFile) {
      guard let earlier = try? JSONDecoder().decode(Run.self, from: data) else {
        throw CommandFailure.usage(
          "\(runFile) is no run of this version", "choose another folder, or remove this one")
      }
      guard earlier == run else {
        throw CommandFailure.usage(
          "\(folder) belongs to another run: \(run.difference(from: earlier))",
          "choose another folder, or remove this one to begin anew")
      }
    } else {
      try Self.writing(folder) { try DurableFile.replace(runFile, with: Self.encoded(run)) }
    }
    var notes: [String] = []
    let verdicts = folder + "/verdicts.jsonl"
    if files.fileExists(atPath: verdicts) {
      do {
        if try VerdictFile.mend(verdicts) {
          notes.append("\(verdicts) ended in a torn line, which is dropped and done again")
        }
        finished = try VerdictFile.read(verdicts)
      } catch {
        throw CommandFailure.usage("\(error)", "remove \(folder) to begin anew")
      }
    } else {
      finished = []
    }
    do {
      regressions = try Regressions(directory: folder)
    } catch {
      throw CommandFailure.usage("\(error)", "repair it, or remove \(folder) to begin anew")
    }
    var states: [String: CheckState] = [:]
    if let data = files.contents(atPath: folder + "/cursor.json") {
      if let cursor = try? JSONDecoder().decode(Cursor.self, from: data) {
        states[cursor.id] = cursor.state
      } else {
        notes.append("\(folder)/cursor.json is damaged; the check it was about begins anew")
      }
    }
    self.states = states
    self.notes = notes
  }

  /// Remembers a finished check, a counterexample, or where a check was stopped.
  func keep(_ record: VerdictRecord, of result: CheckResult) throws {
    if let counterexample = result.verdict.counterexample {
      try Self.writing(folder) { try Regressions.append(counterexample, to: folder) }
    } else if result.verdict.conforms, result.cursor == nil {
      // A kill loses nothing that was written; a loss of power at most a second of it.
      let settles = settled.withLock { last in
        guard ContinuousClock.now - last >= .seconds(1) else { return false }
        last = .now
        return true
      }
      try Self.writing(folder) {
        try VerdictFile.append([record], to: verdictFile, settles: settles)
      }
    } else if let state = result.state {
      try keep(state, of: record.id)
    }
  }

  /// Remembers where a running check stands.
  func keep(_ state: CheckState, of id: String) throws {
    let bytes = try Self.encoded(Cursor(id: id, state: state))
    try reached.withLock { reached in
      // Of two workers that save at once the later state stays.
      guard reached.id != id || reached.block <= state.block else { return }
      reached = (id, state.block)
      try Self.writing(folder) {
        try DurableFile.replace(folder + "/cursor.json", with: bytes)
      }
    }
  }

  private static func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(value)
  }

  @discardableResult
  private static func writing<Result>(
    _ folder: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as VerdictFileError {
      throw CommandFailure.failed("\(error.file) \(error.problem)", Self.remedy)
    } catch let error as RegressionError {
      throw CommandFailure.failed("\(error.file) \(error.problem)", Self.remedy)
    } catch {
      throw CommandFailure.failed("cannot write in \(folder): \(error)", Self.remedy)
    }
  }

  private static let remedy =
    "see that there is room and permission; the same command goes on from there"
}
