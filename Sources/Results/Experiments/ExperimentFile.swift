import Foundation
import Harness

/// A file of experiment results in JSON Lines: one record per line, keys sorted, so that differences
/// between two runs are differences between lines.
public enum ExperimentFile {
  /// One record as a line, without its line break.
  ///
  /// - Throws: `ExperimentFileError` for a number that JSON cannot hold.
  public static func line(_ record: ExperimentRecord) throws(ExperimentFileError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(record), as: UTF8.self)
    } catch {
      throw ExperimentFileError(
        kind: .unwritable, experiment: record.experiment,
        problem: "a value is NaN or infinite", remedy: "record a remark instead")
    }
  }

  /// Replaces the file at once: a reader meets the old file or the new one.
  ///
  /// - Throws: `ExperimentFileError` when it cannot be written.
  public static func write(
    _ records: [ExperimentRecord], to path: String
  ) throws(ExperimentFileError) {
    let text = try text(records, path)
    do {
      try makeDirectory(of: path)
      try DurableFile.replace(path, with: text.utf8)
    } catch {
      throw unwritable(path, error)
    }
  }

  /// Adds records at the end, creating the file when it is missing.
  ///
  /// All lines go out in one write to a file opened for appending, one writer at a time. A last
  /// line that was cut short gets its line break first, so that it spoils no other.
  ///
  /// - Throws: `ExperimentFileError` when it cannot be written.
  public static func append(
    _ records: [ExperimentRecord], to path: String
  ) throws(ExperimentFileError) {
    let text = try text(records, path)
    do {
      try makeDirectory(of: path)
      try DurableFile.append(Array(text.utf8), to: path, startsLine: true, settles: false)
    } catch {
      throw unwritable(path, error)
    }
  }

  private static func text(
    _ records: [ExperimentRecord], _ path: String
  ) throws(ExperimentFileError) -> String {
    var text = ""
    for record in records {
      do {
        text += try line(record) + "\n"
      } catch {
        throw error.with(file: path)
      }
    }
    return text
  }

  private static func makeDirectory(of path: String) throws {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  private static func unwritable(_ path: String, _ error: any Error) -> ExperimentFileError {
    ExperimentFileError(
      kind: .unwritable, file: path, problem: "cannot be written (\(FileFailure.reason(error)))",
      remedy: "check the directory and its permissions")
  }
}

/// A file of experiment results that cannot be read or written, or part of one.
public struct ExperimentFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The file cannot be opened.
    case unreadable
    /// The file, or a record of it, cannot be written.
    case unwritable
    /// A line is no record; `experiment` is the one that was open before it.
    case brokenLine
    /// An experiment has no end; `line` is its last record.
    case cutShort
    /// A record stands outside its experiment: before its run, or behind its end.
    case misplaced
    /// A measurement has the key of an earlier one.
    case repeated
  }

  public var kind: Kind
  /// The file; empty for none.
  public var file: String
  /// The line, from 1; 0 for the file as a whole.
  public var line: Int
  /// The experiment that is touched; empty where none is known.
  public var experiment: String
  /// What is wrong.
  public var problem: String
  /// What to do.
  public var remedy: String

  /// Creates an error.
  public init(
    kind: Kind, file: String = "", line: Int = 0, experiment: String = "", problem: String,
    remedy: String
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.experiment = experiment
    self.problem = problem
    self.remedy = remedy
  }

  /// `file:line: experiment NAME: what`.
  public var what: String {
    let place = file.isEmpty ? "" : "\(file)\(line > 0 ? ":\(line)" : ""): "
    let subject = experiment.isEmpty ? "" : "experiment \(experiment): "
    return "\(place)\(subject)\(problem)"
  }

  /// What is wrong, and what to do.
  public var description: String { "\(what); \(remedy)" }

  /// The same error in a file.
  func with(file: String) -> ExperimentFileError {
    var copy = self
    copy.file = file
    return copy
  }
}
