import Foundation

/// A Python interpreter as a second opinion, where this machine has one.
enum Python {
  /// What the script prints, or `nil` where there is no Python or the script fails.
  static func run(_ script: String, input: String = "") -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let interpreter = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"
    process.arguments = [interpreter, "-c", script]
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    // The scripts read all input before they print, so neither side waits for the other.
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try? stdin.fileHandleForWriting.close()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: output, as: UTF8.self) : nil
  }

  static let isPresent = run("print(1)") != nil
  static let hasMpmath = run("import mpmath") != nil
}
