import Foundation
import Harness
import Testing

@Suite struct DurableFileTests {
  @Test func filesAreReplacedAndAppended() async throws {
    try await withScratchDirectory { folder in
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/file"
      try DurableFile.replace(path, with: Array("one\n".utf8))
      try DurableFile.append(Array("two\n".utf8), to: path)
      try DurableFile.append(Array("three\n".utf8), to: path, settles: false)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\nthree\n")
      try DurableFile.replace(path, with: [])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func failuresNameTheReason() async throws {
    try await withScratchDirectory { folder in
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let there = folder + "/none/file"
      let replacing = #expect(throws: FileFailure.self) { try DurableFile.replace(there, with: []) }
      let appending = #expect(throws: FileFailure.self) { try DurableFile.append([], to: there) }
      #expect(replacing?.description == "No such file or directory")
      #expect(appending?.path == there)
      // A folder in the place of the file: the temporary one must not stay.
      try FileManager.default.createDirectory(
        atPath: folder + "/taken/in", withIntermediateDirectories: true)
      #expect(throws: FileFailure.self) { try DurableFile.replace(folder + "/taken", with: [1]) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
    }
  }

  @Test func oneHasAFolderAtATime() async throws {
    try await withScratchDirectory { folder in
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      var first = try FolderLock(folder)
      #expect(first != nil)
      #expect(try FolderLock(folder) == nil)
      #expect(
        FolderLock.owner(of: folder) == "process \(ProcessInfo.processInfo.processIdentifier)")
      first = nil
      #expect(try FolderLock(folder) != nil)
      #expect(throws: FileFailure.self) { try FolderLock(folder + "/none") }
      #expect(FolderLock.owner(of: folder + "/none") == nil)
    }
  }
}
