import Foundation
import Harness
import Results
import Synchronization

/// The file of `--json` while a run goes on: a verdict is in it as soon as it is found.
///
/// A kill leaves every verdict that was found, and at most one torn line behind them. When the run
/// ends, a regular file is put into the order of the plan, whatever order the verdicts came in.
final class VerdictLines: Sendable {
  private let file: OutputFile
  /// Where the verdicts stand in the plan, in the order in which they came; nil once one could not be
  /// written, which its own error has told.
  private let places: Mutex<[Int]?>

  /// Begins the file with the verdicts of earlier parts of the run.
  ///
  /// - Throws: `CommandFailure` where it cannot be written.
  init(_ path: String, beginning: [VerdictRecord]) throws {
    places = Mutex(beginning.map(\.place))
    file = try Self.writing(path) {
      try VerdictFile.makeDirectory(of: path)
      return try OutputFile(path, .growing, beginning: try Self.bytes(beginning))
    }
  }

  /// Adds a verdict.
  ///
  /// - Throws: `CommandFailure` where it cannot be written; the file then ends in a whole line.
  func add(_ record: VerdictRecord) throws {
    do {
      try Self.writing(file.path) { try file.write(try Self.bytes([record])) }
      places.withLock { $0?.append(record.place) }
    } catch {
      places.withLock { $0 = nil }
      throw error
    }
  }

  /// Adds what took longest as a last line, waits until the disk has everything, and puts it in order.
  ///
  /// - Parameter records: all verdicts in the order of the plan.
  /// - Throws: `CommandFailure` where it cannot, unless a verdict before could not be written either.
  func finish(_ records: [VerdictRecord]) throws {
    guard let places = places.withLock(\.self) else { return }
    // Of few checks all are in view anyway.
    let slowest =
      records.count > SlowestChecks.most
      ? Array((try VerdictFile.line(SlowestChecks(of: records)) + "\n").utf8) : []
    try Self.writing(file.path) {
      try file.write(slowest)
      try file.finish()
    }
    // Whoever has no room for a second copy keeps the first, which lacks nothing.
    guard file.isRegular, places.count == records.count, places != records.map(\.place) else {
      return
    }
    try? DurableFile.replace(file.path, with: try Self.bytes(records) + slowest)
  }

  private static func bytes(_ records: [VerdictRecord]) throws -> [UInt8] {
    Array(try records.map { try VerdictFile.line($0.withoutSegments) + "\n" }.joined().utf8)
  }

  private static func writing<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let failure as FileFailure
      where path == OutputFile.standardOutput && failure.number == EPIPE
    {
      // As with everything else that is printed: nobody reads any more.
      throw OutputClosed()
    } catch {
      throw CommandFailure.failed(
        "\(path): cannot be written (\(FileFailure.reason(error)))",
        "see that there is room and permission, or name another place")
    }
  }
}

extension VerdictRecord {
  /// Where the verdict stands in the plan; behind all others where that is not known.
  var place: Int { provenance?.place ?? .max }
}
