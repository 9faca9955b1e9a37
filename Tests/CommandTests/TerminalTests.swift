import Foundation
import Testing

@Suite("terminals and pipes")
struct TerminalTests {
  #if os(Linux)
    /// A terminal without a screen, by the numbers of <asm-generic/ioctls.h>: its C functions are
    /// hidden behind feature macros.
    private func openTerminal() throws -> (screen: Int32, side: Int32) {
      let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      #expect(screen >= 0)
      var (locked, number): (Int32, Int32) = (0, 0)
      #expect(ioctl(screen, 0x4004_5431, &locked) == 0)
      #expect(ioctl(screen, 0x8004_5430, &number) == 0)
      let side = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      #expect(side >= 0)
      return (screen, side)
    }

    /// What a command prints on a terminal of its own.
    private func onTerminal(
      _ arguments: [String], environment: [String: String] = [:]
    ) throws -> String {
      let (screen, side) = try openTerminal()
      defer { close(screen) }
      let process = Command.process(arguments, environment: environment)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle(fileDescriptor: side, closeOnDealloc: false)
      try process.run()
      process.waitUntilExit()
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(screen, &buffer, buffer.count)
      close(side)
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    @Test(
      "headings stand out on a terminal, and nowhere else",
      .enabled(if: FileManager.default.isWritableFile(atPath: "/dev/ptmx")))
    func colour() throws {
      let arguments = ["list", "masks"]
      #expect(try onTerminal(arguments).hasPrefix("\u{1B}[1mmasks\u{1B}[0m"))
      #expect(try onTerminal(arguments, environment: ["NO_COLOR": "1"]).hasPrefix("masks"))
      #expect(try onTerminal(arguments, environment: ["TERM": "dumb"]).hasPrefix("masks"))
      #expect(try Command.run("list masks").text.hasPrefix("masks"))
    }

    @Test(
      "codes are not read from a terminal",
      .enabled(if: FileManager.default.isWritableFile(atPath: "/dev/ptmx")))
    func terminalInput() throws {
      let (screen, side) = try openTerminal()
      defer {
        close(screen)
        close(side)
      }
      let process = Command.process(["apply", "cast", "--from", "int8", "--to", "int4"])
      let diagnostics = Pipe()
      process.standardInput = FileHandle(fileDescriptor: side, closeOnDealloc: false)
      process.standardError = diagnostics
      try process.run()
      try diagnostics.fileHandleForWriting.close()
      let text = try diagnostics.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 2)
      #expect(
        String(decoding: text, as: UTF8.self)
          == "assay: the codes come from stdin, which is a terminal; "
          + "write '< FILE' or use a pipe\n")
    }
  #endif

  /// A process whose reader is gone before it writes.
  private func withoutReader(_ arguments: [String], input: FileHandle) throws -> (Int32, String) {
    let process = Command.process(arguments)
    let (output, diagnostics) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = diagnostics
    try output.fileHandleForReading.close()
    try process.run()
    try diagnostics.fileHandleForWriting.close()
    let text = try diagnostics.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test("a reader that leaves is no error")
  func closedReader() throws {
    let text = try withoutReader(["list"], input: .nullDevice)
    #expect(text == (0, ""))
    // A stream that was not taken in full is no success either.
    let zeros = try #require(FileHandle(forReadingAtPath: "/dev/zero"))
    let stream = try withoutReader(
      ["apply", "cast", "--from", "float32", "--to", "float16"], input: zeros)
    #expect(stream == (4, ""))
  }

  @Test("an output that cannot be written is a failure of the machine")
  func fullDevice() throws {
    guard let full = FileHandle(forWritingAtPath: "/dev/full") else { return }
    let process = Command.process(["list"])
    let diagnostics = Pipe()
    process.standardOutput = full
    process.standardError = diagnostics
    try process.run()
    try diagnostics.fileHandleForWriting.close()
    let text = try diagnostics.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
    #expect(
      String(decoding: text, as: UTF8.self)
        == "assay: cannot write the output: No space left on device; check where it goes\n")
  }
}
