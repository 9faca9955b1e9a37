import Foundation
import Harness

/// A folder of runs: JSON Lines, a summary a line, that is only ever added to.
public enum HistoryFile {
  /// The file that runs are added to.
  public static let name = "history.jsonl"

  /// One record as a line, without its line break.
  public static func line(_ record: HistoryRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  /// Adds a run, creating folder and file where they are missing.
  ///
  /// The line goes out in one write to a file opened for appending, one writer at a time. A last line
  /// that was cut short gets its line break first, so that it spoils no other; a line that does not
  /// fit on the disk is taken back.
  ///
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func append(
    _ record: HistoryRecord, to folder: String
  ) throws(VerdictFileError) {
    let path = "\(folder)/\(name)"
    do {
      let bytes = Array(try line(record).utf8) + [UInt8(ascii: "\n")]
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try DurableFile.append(bytes, to: path, startsLine: true)
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
  }

  /// The runs of a folder by date, and what was wrong with lines that are no runs.
  ///
  /// All files that end in `.jsonl` are read, in the order of their names, so that histories of several
  /// machines can lie side by side.
  ///
  /// - Throws: `VerdictFileError` where the folder cannot be read or holds no such file.
  public static func read(
    _ folder: String
  ) throws(VerdictFileError) -> (records: [HistoryRecord], faults: [VerdictFileError]) {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { $0.hasSuffix(".jsonl") }
    } catch {
      throw VerdictFileError(
        file: folder, line: 0, problem: "cannot be read",
        remedy: "name a folder that 'assay verify --history' wrote")
    }
    guard !files.isEmpty else {
      throw VerdictFileError(
        file: folder, line: 0, problem: "holds no history",
        remedy: "name a folder that 'assay verify --history' wrote")
    }
    var records: [HistoryRecord] = []
    var faults: [VerdictFileError] = []
    for file in files {
      let path = "\(folder)/\(file)"
      guard let data = FileManager.default.contents(atPath: path) else {
        faults.append(
          VerdictFileError(
            file: path, line: 0, problem: "cannot be read", remedy: "it was left out"))
        continue
      }
      read(data, path, &records, &faults)
    }
    // Records of one second stay in the order in which they were written.
    let dated = records.enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }
    return (dated.map(\.element), faults)
  }

  private static func read(
    _ data: Data, _ path: String, _ records: inout [HistoryRecord],
    _ faults: inout [VerdictFileError]
  ) {
    let decoder = JSONDecoder()
    var number = 0
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
      do {
        records.append(try decoder.decode(HistoryRecord.self, from: line))
      } catch {
        faults.append(
          VerdictFileError(
            file: path, line: number, problem: "no record of a run", remedy: "it was left out"))
      }
    }
  }
}
