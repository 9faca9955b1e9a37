public import Foundation

/// Another library that does some of the work, in a process that answers on its standard output.
public final class Peer {
  /// What the peer calls itself, with its version.
  public let name: String
  private let process: Process
  private let requests: FileHandle
  private let answers: FileHandle
  private var pending = Data()

  /// Starts a script; nil, with a line on standard error, where the library is not installed.
  public init?(script: URL, python: String) {
    let process = Process()
    let input = Pipe()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, script.path]
    process.standardInput = input
    process.standardOutput = output
    self.process = process
    requests = input.fileHandleForWriting
    answers = output.fileHandleForReading
    var words: [Substring] = []
    if (try? process.run()) != nil {
      words = (Self.line(answers, &pending) ?? "").split(separator: " ", maxSplits: 1)
    }
    guard words.first == "peer", words.count == 2 else {
      let reason = words.count == 2 ? String(words[1]) : "\(python) cannot run it"
      log("skipping \(script.lastPathComponent): \(reason)")
      return nil
    }
    name = String(words[1])
  }

  deinit {
    try? requests.close()
    process.waitUntilExit()
  }

  /// The seconds that one iteration of a piece of work takes; nil where the peer does not do it.
  public func seconds(_ request: String, _ stopwatch: Stopwatch) -> Double? {
    let line = "\(stopwatch.sampleSeconds) \(stopwatch.samples) \(request)\n"
    guard (try? requests.write(contentsOf: Data(line.utf8))) != nil else { return nil }
    return Self.line(answers, &pending).flatMap { Double($0) }
  }

  private static func line(_ handle: FileHandle, _ pending: inout Data) -> String? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending = Data(pending[(end + 1)...])
        return line
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      pending += more
    }
  }
}

/// Writes a line to standard error.
public func log(_ line: String) {
  FileHandle.standardError.write(Data("\(line)\n".utf8))
}
