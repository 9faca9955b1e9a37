import Foundation

extension ExperimentFile {
  /// What a file holds, and what is wrong with it.
  public struct Reading: Hashable, Sendable {
    /// Every record that could be read and stands where it may, in the file's order.
    public var records: [ExperimentRecord]
    /// What is wrong, in the order of the lines; none for a whole file.
    public var faults: [ExperimentFileError]
  }

  /// Reads a whole file.
  ///
  /// - Throws: the first fault, for a file that is not whole; `read` keeps what is good of it.
  public static func records(_ path: String) throws(ExperimentFileError) -> [ExperimentRecord] {
    let reading = try read(path)
    if let fault = reading.faults.first { throw fault }
    return reading.records
  }

  /// Reads a file, keeping every good record and naming every fault.
  ///
  /// A file that was cut short in the middle of a line ends in a broken line, and its last experiment
  /// has no end: both are faults, and the records before them are kept. When an experiment begins
  /// anew, further down, its earlier records are superseded: neither are they returned, nor do they
  /// count as cut short. Empty lines are skipped.
  ///
  /// - Throws: `ExperimentFileError` of kind `unreadable` when the file cannot be opened.
  public static func read(_ path: String) throws(ExperimentFileError) -> Reading {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ExperimentFileError(
        kind: .unreadable, file: path, problem: "cannot be read",
        remedy: "check its name and permissions")
    }
    var sorting = Sorting(file: path)
    let decoder = JSONDecoder()
    var number = 0
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
      do {
        sorting.add(try decoder.decode(ExperimentRecord.self, from: line), line: number)
      } catch {
        sorting.addBroken(line: number, reason: reason(error))
      }
    }
    return sorting.result
  }

  /// What is wrong with a line, in a few words.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" is of another type"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has no such value"
    default: "broken JSON"
    }
  }

  /// Puts records in their experiments while lines come in.
  private struct Sorting {
    let file: String
    /// Records, `nil` where one was superseded.
    private var records: [ExperimentRecord?] = []
    private var faults: [ExperimentFileError] = []
    /// Which records belong to which experiment's latest run.
    private var places: [String: [Int]] = [:]
    private var open: [String: Int] = [:]
    private var latest = ""
    private var keys: [MeasurementKey: Int] = [:]

    init(file: String) {
      self.file = file
    }

    mutating func add(_ record: ExperimentRecord, line: Int) {
      let name = record.experiment
      latest = name
      if case .run = record {
        begin(name)
      } else if open[name] == nil {
        let problem =
          places[name] == nil ? "a record before the experiment's run" : "a record behind its end"
        fault(.misplaced, line, name, problem, "run the experiment again")
        return
      }
      if case .measurement(let measurement) = record {
        if let first = keys.updateValue(line, forKey: measurement.key) {
          fault(
            .repeated, line, name, "the measurement of line \(first) again", "delete one of them")
          return
        }
      }
      places[name, default: []].append(records.count)
      records.append(record)
      open[name] = line
      if case .end = record { open[name] = nil }
    }

    mutating func addBroken(line: Int, reason: String) {
      fault(
        .brokenLine, line, latest, "not a record (\(reason))",
        "run the experiment again; the lines before it are kept")
    }

    private mutating func begin(_ name: String) {
      for place in places[name] ?? [] { records[place] = nil }
      places[name] = []
      keys = keys.filter { $0.key.experiment != name }
      faults.removeAll { $0.experiment == name }
    }

    private mutating func fault(
      _ kind: ExperimentFileError.Kind, _ line: Int, _ experiment: String, _ problem: String,
      _ remedy: String
    ) {
      faults.append(
        ExperimentFileError(
          kind: kind, file: file, line: line, experiment: experiment, problem: problem,
          remedy: remedy))
    }

    var result: Reading {
      let unfinished = open.map { name, line in
        ExperimentFileError(
          kind: .cutShort, file: file, line: line, experiment: name,
          problem: "cut short after this line", remedy: "run the experiment again")
      }
      return Reading(
        records: records.compactMap { $0 },
        faults: (faults + unfinished).sorted { ($0.line, $0.experiment) < ($1.line, $1.experiment) }
      )
    }
  }
}
