import Foundation

/// The file that this process runs.
enum OwnExecutable {
  /// Its path, also when it was found by the shell.
  static let path: String = {
    #if os(Linux)
      let link = "/proc/self/exe"
      if FileManager.default.fileExists(atPath: link),
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
        FileManager.default.isExecutableFile(atPath: path)
      {
        return path
      }
    #endif
    return Bundle.main.executablePath ?? CommandLine.arguments[0]
  }()
}
