import Harness

/// Files that are written whole or not at all.
enum TensorOutput {
  /// Writes a new file beside the path and moves it there.
  static func replace(_ path: String, by bytes: [UInt8]) throws(TensorFileError) {
    guard !path.utf8.contains(0) else {
      throw TensorFileError(
        .system, path: path, "the path contains a zero byte", "give the path of a file")
    }
    do {
      try DurableFile.replace(path, with: bytes)
    } catch {
      throw TensorFileError(
        .system, path: path, "cannot write the file (\(error))",
        "check that its folder exists, is writable and has room")
    }
  }
}
