import Foundation
import Harness
import Testing

@Suite struct OutputFileTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func wholeFilesAppearAtTheirEnd() async throws {
    try await withScratchDirectory { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/file"
      try DurableFile.replace(path, with: "old".utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      do {
        let file = try OutputFile(path)
        try file.write(Array("ne".utf8))
        #expect(try text(path) == "old")
        try file.write(Array("w".utf8))
        try file.finish()
      }
      #expect(try text(path) == "new")
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      // One that is given up leaves nothing.
      do { try OutputFile(path).write([1]) }
      #expect(try text(path) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func growingFilesAreThereFromTheirBeginning() async throws {
    try await withScratchDirectory { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/" + String(repeating: "n", count: 255)
      let file = try OutputFile(path, .growing, beginning: Array("one\n".utf8))
      #expect(try text(path) == "one\n")
      try file.write(Array("two\n".utf8))
      #expect(try text(path) == "one\ntwo\n")
      try file.finish()
      try file.finish()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }
  }

  @Test func linksPipesAndDevicesAreWrittenThrough() async throws {
    try await withScratchDirectory { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for (link, target) in [("link", "target"), ("dangling", "missing")] {
        if link == "link" { try DurableFile.replace(folder + "/target", with: "long before".utf8) }
        try files.createSymbolicLink(
          atPath: "\(folder)/\(link)", withDestinationPath: "\(folder)/\(target)")
        try DurableFile.replace("\(folder)/\(link)", with: "through".utf8)
        #expect(try text("\(folder)/\(target)") == "through")
        #expect((try? files.destinationOfSymbolicLink(atPath: "\(folder)/\(link)")) != nil)
      }
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let reading = open(pipe, O_RDONLY | O_NONBLOCK)
      defer { close(reading) }
      try DurableFile.replace(pipe, with: "piped".utf8)
      var bytes = [UInt8](repeating: 0, count: 16)
      #expect(read(reading, &bytes, 16) == 5)
      var status = stat()
      #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
      let full = #expect(throws: FileFailure.self) {
        try DurableFile.replace("/dev/full", with: [1])
      }
      #expect(full?.description == "No space left on device")
      #expect(lstat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
      for nowhere in ["", "a\0b", folder] {
        #expect(throws: FileFailure.self) { try OutputFile(nowhere) }
      }
    }
  }

  @Test func reasonsAreOnePhrase() {
    let error = CocoaError(
      .fileWriteOutOfSpace,
      userInfo: [
        NSUnderlyingErrorKey: NSError(domain: NSPOSIXErrorDomain, code: Int(ENOSPC))
      ])
    #expect(FileFailure.reason(error) == "No space left on device")
  }
}
