import Foundation

/// A child that judges cases, started anew after it died or was ended for taking too long.
///
/// A trap ends the child and not the sweep. A case goes to the child when the one before is
/// answered, so the one that killed it is known.
final class SweepChild {
  private let arguments: [String]
  private let limit: Double
  private var process: Process?
  private var input: FileHandle?
  private var output: Int32 = -1
  private var buffer: [UInt8] = []

  /// A child that is started with the first case.
  ///
  /// - Parameters:
  ///   - arguments: of the child's command line.
  ///   - limit: how many seconds a case may take.
  init(arguments: [String], limit: Double) {
    self.arguments = arguments
    self.limit = limit
  }

  /// The outcome of a case.
  ///
  /// - Throws: where no process can be started.
  func judge(_ item: SweepCase) throws -> SweepOutcome {
    if process == nil { try start() }
    guard let input else { return SweepOutcome(kind: .failed, text: "no child") }
    var line = try JSONEncoder().encode(item)
    line.append(10)
    // A child that died between two cases leaves a closed pipe, which the answer will tell.
    try? input.write(contentsOf: line)
    switch readAnswer() {
    case .line(let data):
      return try JSONDecoder().decode(SweepOutcome.self, from: data)
    case .late:
      end()
      return SweepOutcome(kind: .hang, text: "no answer within \(Int(limit)) s", seconds: limit)
    case .closed:
      let text = ending()
      end()
      return SweepOutcome(kind: .trap, text: text)
    }
  }

  /// Ends the child.
  func end() {
    if let process, process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    process = nil
    input = nil
    buffer = []
  }

  private func start() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    // A backtrace takes seconds, and a case tells as much.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    let (requests, answers) = (Pipe(), Pipe())
    process.standardInput = requests
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    input = requests.fileHandleForWriting
    pipes = (requests, answers)
    output = answers.fileHandleForReading.fileDescriptor
  }

  /// The pipes are closed with their last owner.
  private var pipes: (Pipe, Pipe)?

  private enum Answer {
    case line(Data)
    case late
    case closed
  }

  private func readAnswer() -> Answer {
    let deadline = ContinuousClock.now + .seconds(limit)
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = Data(buffer[..<end])
        buffer.removeFirst(end + 1)
        return .line(line)
      }
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { return .late }
      var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let count = poll(&ready, 1, Int32(min(left + 1, 1e6)))
      if count == 0 { return .late }
      if count < 0 {
        if errno == EINTR { continue }
        return .closed
      }
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let read = read(output, &bytes, bytes.count)
      guard read > 0 else { return .closed }
      buffer += bytes.prefix(read)
    }
  }

  /// How the child ended.
  private func ending() -> String {
    guard let process else { return "the process ended" }
    process.waitUntilExit()
    let status = process.terminationStatus
    return process.terminationReason == .uncaughtSignal
      ? "ended by signal \(status)" : "ended with exit code \(status)"
  }
}
