import Conformance
import Foundation
import Harness
import Reporting
import Specs

/// A folder that remembers what a verification has finished: `--checkpoint`.
///
/// `run.json` says which run it is; `verdicts.jsonl` has a line for every finished check that
/// conforms, and for a check that was stopped `cursor.json` says where to go on. Counterexamples
/// are kept in text files, and when the run is begun again they are replayed first.
final class RunStore: Sendable {
  /// What must be the same for a run to be continued.
  private struct Run: Codable, Equatable {
    var specification: String
    var effort: String
    var seed: UInt64
    var shard: String
    var checks: Int
  }

  private struct Cursor: Codable {
    var id: String
    var block: UInt64
    var cases: UInt64
  }

  /// The verdicts of finished checks.
  let finished: [VerdictRecord]
  /// Where a check that was stopped goes on.
  let cursors: [String: Verification.Cursor]
  /// The counterexamples of earlier runs.
  let regressions: Regressions
  private let folder: String

  /// Opens a folder, or begins one.
  ///
  /// - Throws: `CommandFailure` where the folder belongs to another run or cannot be used.
  init(folder: String, plan: VerificationPlan, context: CheckContext) throws {
    self.folder = folder
    let run = Run(
      specification: plan.catalog.specificationHash, effort: plan.effort.rawValue,
      seed: context.seed, shard: context.shard.description, checks: plan.checks.count)
    let files = FileManager.default
    try Self.reading(folder) {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let runFile = folder + "/run.json"
    if files.fileExists(atPath: runFile) {
      let earlier = try? JSONDecoder().decode(
        Run.self, from: try Data(contentsOf: URL(fileURLWithPath: runFile)))
      guard earlier == run else {
        throw CommandFailure.usage(
          "\(folder) belongs to another run: other checks, effort, seed, shard or specification",
          "choose another folder, or remove this one to begin anew")
      }
    } else {
      try Self.reading(folder) {
        try Self.encoded(run).write(to: URL(fileURLWithPath: runFile), options: .atomic)
      }
    }
    let verdicts = folder + "/verdicts.jsonl"
    if files.fileExists(atPath: verdicts) {
      do {
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
    let cursor = (try? Data(contentsOf: URL(fileURLWithPath: folder + "/cursor.json")))
      .flatMap { try? JSONDecoder().decode(Cursor.self, from: $0) }
    cursors = cursor.map { [$0.id: .init(block: $0.block, cases: $0.cases)] } ?? [:]
  }

  /// Remembers a finished check, a counterexample, or where a check was stopped.
  func keep(_ record: VerdictRecord, verdict: Verdict, cursor: UInt64?) throws {
    if let counterexample = verdict.counterexample {
      return try Self.reading(folder) { try Regressions.append(counterexample, to: folder) }
    }
    let url = URL(fileURLWithPath: folder + "/cursor.json")
    if let cursor {
      let stopped = Cursor(id: record.id, block: cursor, cases: record.cases)
      try Self.reading(folder) { try Self.encoded(stopped).write(to: url, options: .atomic) }
    } else if verdict.conforms {
      try Self.reading(folder) {
        try VerdictFile.append([record], to: folder + "/verdicts.jsonl")
      }
    }
  }

  private static func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(value)
  }

  private static func reading(_ folder: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw CommandFailure.failed(
        "cannot write in \(folder): \(error)", "check that the folder exists and has room")
    }
  }
}
