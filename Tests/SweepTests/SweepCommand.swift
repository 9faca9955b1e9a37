import Foundation

/// Built programs, run as a user runs them.
enum SweepCommand {
  /// What a run left behind.
  struct Result {
    var status: Int32
    var text: String
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  /// The folder of the binaries, which is that of this test bundle or one above it.
  private static func path(_ name: String) -> URL {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<5 {
      let candidate = folder.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(".build/debug/\(name)")
  }

  /// Runs the sweep.
  static func sweep(_ line: String) throws -> Result { try run("assay-sweep", line) }

  /// Runs a program with words that are separated by spaces.
  static func run(_ program: String, _ line: String) throws -> Result {
    let process = Process()
    process.executableURL = path(program)
    process.arguments = line.split(separator: " ").map(String.init)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
  }
}
