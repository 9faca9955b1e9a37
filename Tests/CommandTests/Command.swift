import Foundation

/// The built `assay`, run as a user runs it.
enum Command {
  /// What a run left behind.
  struct Result {
    var status: Int32
    var output: Data
    var diagnostics: String

    /// The output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Where stdin comes from.
  enum Input {
    case nothing
    case file([UInt8])
    case pipe([UInt8])
  }

  /// The binary next to this test bundle.
  static let path: String = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    // On other systems the bundle is a folder of several levels beside the binary.
    for _ in 0..<5 {
      let candidate = folder.appendingPathComponent("assay").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(".build/debug/assay").path
  }()

  /// Runs a command line and waits for its end.
  static func run(
    _ arguments: [String], input: Input = .nothing, environment: [String: String] = [:]
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = process(arguments, environment: environment)
    let output = folder.appendingPathComponent("out")
    let diagnostics = folder.appendingPathComponent("err")
    for file in [output, diagnostics] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: diagnostics)
    let pipe = Pipe()
    switch input {
    case .nothing: process.standardInput = FileHandle.nullDevice
    case .file(let bytes):
      let file = folder.appendingPathComponent("in")
      try Data(bytes).write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
    case .pipe: process.standardInput = pipe
    }
    func fill() throws {
      guard case .pipe(let bytes) = input else { return }
      try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
      try pipe.fileHandleForWriting.close()
    }
    // What fits a pipe is there before the process starts, its end included, so that no pause of
    // the writer can be seen.
    var isShort = false
    if case .pipe(let bytes) = input { isShort = bytes.count <= 4096 }
    if isShort { try fill() }
    try process.run()
    if !isShort { try fill() }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try Data(contentsOf: output),
      diagnostics: String(decoding: try Data(contentsOf: diagnostics), as: UTF8.self))
  }

  /// Runs a command line whose words are separated by spaces.
  static func run(_ line: String, input: Input = .nothing) throws -> Result {
    try run(line.split(separator: " ").map(String.init), input: input)
  }

  /// Runs a line as it is printed, through a shell; `assay` in it is the built one.
  static func shell(_ line: String) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "assay() { \"$ASSAY\" \"$@\"; }; \(line)"]
    process.environment = ProcessInfo.processInfo.environment.merging(["ASSAY": path]) { $1 }
    let files = ["out", "err"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try Data(contentsOf: files[0]),
      diagnostics: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
  }

  /// A process that is not started yet; nothing of the surroundings reaches it.
  static func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ["TERM": "xterm"].merging(environment) { $1 }
    return process
  }

  /// A specification file of its own, to be removed by the caller.
  static func file(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-test-\(UUID().uuidString).yaml")
    try Data(text.utf8).write(to: path)
    return path.path
  }

  /// The object of a JSON text.
  static func json(_ data: Data) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}
