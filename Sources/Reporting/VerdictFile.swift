import Foundation

/// A file of verdicts in JSON Lines: one object per line, keys sorted, so that differences between
/// two runs are differences between lines.
public enum VerdictFile {
  /// One record as a line, without its line break.
  public static func line(_ record: VerdictRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  /// Replaces the file at once: a reader meets the old file or the new one.
  ///
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func write(_ records: [VerdictRecord], to path: String) throws(VerdictFileError) {
    do {
      let text = try records.map { try line($0) + "\n" }.joined()
      try makeDirectory(of: path)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw unwritable(path, error)
    }
  }

  /// Adds records at the end, creating the file when it is missing.
  ///
  /// All lines go out in one write to a file opened for appending, one writer at a time, so that
  /// parallel runs do not mix their lines.
  ///
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func append(_ records: [VerdictRecord], to path: String) throws(VerdictFileError) {
    do {
      let text = try records.map { try line($0) + "\n" }.joined()
      try makeDirectory(of: path)
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
      guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission) }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      guard flock(descriptor, LOCK_EX) == 0 else { throw CocoaError(.fileLocking) }
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    } catch {
      throw unwritable(path, error)
    }
  }

  /// Reads all records; empty lines are skipped.
  ///
  /// - Throws: `VerdictFileError` naming the first line that is not a record.
  public static func read(_ path: String) throws(VerdictFileError) -> [VerdictRecord] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw VerdictFileError(
        file: path, line: 0, problem: "cannot be read", remedy: "check its name and permissions")
    }
    var records: [VerdictRecord] = []
    let decoder = JSONDecoder()
    var number = 0
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
      do {
        records.append(try decoder.decode(VerdictRecord.self, from: line))
      } catch {
        throw VerdictFileError(
          file: path, line: number, problem: "not a verdict (\(reason(error)))",
          remedy: "delete the line, or run its law again")
      }
    }
    return records
  }

  private static func makeDirectory(of path: String) throws {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  private static func unwritable(_ path: String, _ error: any Error) -> VerdictFileError {
    VerdictFileError(
      file: path, line: 0, problem: "cannot be written (\(error))",
      remedy: "check the directory and its permissions")
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" is of another type"
    default: "broken JSON"
    }
  }
}

/// A file of verdicts that cannot be read or written.
public struct VerdictFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var file: String
  /// The line, from 1; 0 for the file as a whole.
  public var line: Int
  /// What is wrong.
  public var problem: String
  /// What to do.
  public var remedy: String

  /// `file:line: what; what to do`.
  public var description: String {
    "\(file)\(line > 0 ? ":\(line)" : ""): \(problem); \(remedy)"
  }
}
