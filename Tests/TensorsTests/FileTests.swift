import Foundation
import Tensors
import Testing

@Suite struct FileTests {
  @Test func contentDecidesNotTheName() throws {
    try withTemporaryFolder { folder in
      let tensor = Tensor(name: "a", element: .int8, shape: [3], bytes: [1, 2, 3])
      let path = "\(folder)/weights.bin"
      try NpyWriter.write(tensor, to: path)
      #expect(try TensorFile.open(path).kind == .npy(version: 1))
      try SafetensorsWriter.write([tensor], to: path)
      let file = try TensorFile.open(path)
      #expect(file.kind == .safetensors)
      #expect(try file.codes(of: file.tensors[0], elements: 1..<3) == [2, 3])
    }
  }

  @Test(
    arguments: [
      ([], "only 0 bytes (nothing), too few for an npy or a safetensors header"),
      ([1, 2, 3], "only 3 bytes (01 02 03), too few for an npy or a safetensors header"),
      (
        [2, 0, 0, 0, 0, 0, 0, 0],
        "only 8 bytes (02 00 00 00 00 00 00 00), too few for an npy or a safetensors header"
      ),
      (
        [2, 0, 0, 0, 0, 0, 0, 0, 0x5B, 0x5D],
        "begins with 02 00 00 00 00 00 00 00 5B: npy begins with 93 4E 55 4D 50 59, "
          + "safetensors has 7B at byte 8"
      ),
      (
        [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x58, 1, 0, 0, 0],
        "begins with 93 4E 55 4D 50 58 01 00 00: npy begins with 93 4E 55 4D 50 59, "
          + "safetensors has 7B at byte 8"
      ),
    ] as [([UInt8], String)])
  func otherContentIsRefused(_ bytes: [UInt8], _ problem: String) {
    #expect(Golden.refusal(bytes) == "t: \(problem); give a safetensors or npy file")
  }

  @Test func knownOtherFormatsAreNamed() {
    #expect(
      Golden.refusal([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 0])
        == "t: begins with 50 4B 03 04 00 00 00 00 00: npy begins with 93 4E 55 4D 50 59, "
        + "safetensors has 7B at byte 8; this is a zip archive, such as npz or a torch file; "
        + "unpack it first")
  }

  @Test func pathsThatCannotBeRead() throws {
    try withTemporaryFolder { folder in
      func line(_ path: String) -> String? {
        do {
          _ = try TensorFile.open(path)
          return nil
        } catch {
          return error.description
        }
      }
      #expect(
        line("\(folder)/none") == "\(folder)/none: cannot open the file: "
          + "No such file or directory; check that it exists and may be read")
      #expect(line(folder) == "\(folder): not a regular file; give the path of a tensor file")
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(
        line("\(folder)/pipe")
          == "\(folder)/pipe: not a regular file; give the path of a tensor file")
      #expect(
        line("a\0b") == "a\\u{0}b: the path contains a zero byte; give the path of a file")
      let error = #expect(throws: TensorFileError.self) {
        try SafetensorsWriter.write([], to: "\(folder)/none/file")
      }
      #expect(
        error?.description
          == "\(folder)/none/file: cannot write the file (No such file or directory); "
          + "check that its folder exists, is writable and has room")
    }
  }

  /// A file that is cut after it was opened gives an error, not a crash.
  @Test func fileCutWhileOpen() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/f"
      let bytes = [UInt8](repeating: 7, count: 100_000)
      let tensor = Tensor(name: "a", element: .uint8, shape: [100_000], bytes: bytes)
      try SafetensorsWriter.write([tensor], to: path)
      let file = try TensorFile.open(path)
      #expect(truncate(path, 50_000) == 0)
      let error = #expect(throws: TensorFileError.self) {
        try file.codes(of: file.tensors[0], elements: 49_000..<60_000)
      }
      #expect(
        error?.description
          == "\(path): tensor \"a\": byte 50000: the file ends here, it was longer "
          + "when it was opened; let no other program write to it while it is read")
    }
  }

  /// More than four GiB, nearly all of it a hole: only what is asked for is read.
  @Test func hugeFilesAreNotReadWhole() throws {
    try withTemporaryFolder { folder in
      let count = 5 << 30
      let header = #"{"a":{"dtype":"U8","shape":[\#(count)],"data_offsets":[0,\#(count)]}}"#
      let start = Golden.safetensors(header)
      let path = "\(folder)/huge"
      #expect(FileManager.default.createFile(atPath: path, contents: Data(start)))
      guard truncate(path, off_t(start.count + count)) == 0 else {
        try Test.cancel("this file system has no sparse files")
      }
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.seek(toOffset: UInt64(start.count + count - 1))
      try handle.write(contentsOf: [0xAB])
      try handle.close()
      let before = bytesReadByThisProcess()
      let file = try TensorFile.open(path)
      #expect(file.tensors[0].count == count)
      #expect(try file.codes(of: file.tensors[0], elements: count - 2..<count) == [0, 0xAB])
      #expect(bytesReadByThisProcess() - before < 1 << 30)
    }
  }

  /// What this process has read so far, where the system says so; 0 elsewhere.
  private func bytesReadByThisProcess() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/io", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("rchar: ") })
    else { return 0 }
    return Int(line.dropFirst("rchar: ".count)) ?? 0
  }
}

/// Runs a body with a new folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tensors-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
