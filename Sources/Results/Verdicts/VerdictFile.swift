import Foundation
import Harness

/// A file of verdicts in JSON Lines: one object per line, keys sorted, so that differences between
/// two runs are differences between lines.
public enum VerdictFile {
  /// One record as a line, without its line break.
  public static func line(_ record: VerdictRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  /// What took longest, as a line without its line break.
  public static func line(_ slowest: SlowestChecks) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(slowest), as: UTF8.self)
  }

  /// Replaces the file at once: a reader meets the old file or the new one.
  ///
  /// - Parameter slowest: what took longest, for a last line.
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func write(
    _ records: [VerdictRecord], slowest: SlowestChecks? = nil, to path: String
  ) throws(VerdictFileError) {
    do {
      let lines = try records.map { try line($0) } + (slowest.map { [try line($0)] } ?? [])
      let text = lines.map { $0 + "\n" }.joined()
      try makeDirectory(of: path)
      try DurableFile.replace(path, with: text.utf8)
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
  }

  /// Adds records at the end, creating the file when it is missing.
  ///
  /// All lines go out in one write to a file opened for appending, one writer at a time, so that
  /// parallel runs do not mix their lines.
  ///
  /// - Parameter settles: whether to wait until the disk has them.
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func append(
    _ records: [VerdictRecord], to path: String, settles: Bool = true
  ) throws(VerdictFileError) {
    do {
      let text = try records.map { try line($0) + "\n" }.joined()
      try makeDirectory(of: path)
      try DurableFile.append(Array(text.utf8), to: path, settles: settles)
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
  }

  /// Reads all records; empty lines and the line of the slowest checks are skipped, and so is a last line
  /// that a kill left torn: one without its line break that is no record.
  ///
  /// - Parameter torn: is told of such a line, in words.
  /// - Throws: `VerdictFileError` naming the first other line that is not a record.
  public static func read(
    _ path: String, torn: (String) -> Void = { _ in }
  ) throws(VerdictFileError) -> [VerdictRecord] {
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
        if line.endIndex == data.endIndex, isTorn(line) {
          torn("\(path):\(number): the last line is torn and was left out")
          break
        }
        if (try? decoder.decode(SlowestChecks.self, from: line)) != nil { continue }
        throw VerdictFileError(
          file: path, line: number, problem: "not a verdict (\(reason(error)))",
          remedy: "delete the line, or run its law again")
      }
    }
    return records
  }

  /// Cuts off a last line that a kill or a loss of power left torn.
  ///
  /// - Returns: whether there was one. Its law has to be run again.
  /// - Throws: `VerdictFileError` when the file cannot be read or written.
  public static func mend(_ path: String) throws(VerdictFileError) -> Bool {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw VerdictFileError(
        file: path, line: 0, problem: "cannot be read", remedy: "check its name and permissions")
    }
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    guard let last = lines.last else { return false }
    let isWhole =
      (try? JSONDecoder().decode(VerdictRecord.self, from: last)) != nil
      || (try? JSONDecoder().decode(SlowestChecks.self, from: last)) != nil
    if isWhole, data.last == UInt8(ascii: "\n") { return false }
    do {
      try DurableFile.replace(path, with: data[data.startIndex..<last.startIndex])
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
    return true
  }

  /// Whether a line is the beginning of an object, and not a whole one of another kind.
  private static func isTorn(_ line: Data) -> Bool {
    line.first == UInt8(ascii: "{") && (try? JSONSerialization.jsonObject(with: line)) == nil
  }

  /// Makes the folder that a file is to lie in, where it is missing.
  public static func makeDirectory(of path: String) throws {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  static func reason(_ error: any Error) -> String {
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

  /// Creates an error.
  public init(file: String, line: Int, problem: String, remedy: String) {
    (self.file, self.line, self.problem, self.remedy) = (file, line, problem, remedy)
  }

  /// A file that cannot be written.
  package init(unwritable path: String, _ error: any Error) {
    self.init(
      file: path, line: 0, problem: "cannot be written (\(FileFailure.reason(error)))",
      remedy: "see that there is room and permission, or name another place")
  }

  /// `file:line: what; what to do`.
  public var description: String {
    "\(file)\(line > 0 ? ":\(line)" : ""): \(problem); \(remedy)"
  }
}
