import Foundation
import Harness

/// Where a file of vectors goes: the file, standard output, or nowhere; its digest is taken either
/// way.
final class VectorSink {
  /// Its name in the folder.
  let name: String
  /// What has been gathered since it was last written out.
  var pending: [UInt8] = []
  private(set) var size: UInt64 = 0
  private var hash = SHA256()
  private let target: Target

  private enum Target {
    case file(FileHandle, path: String)
    case output
    case nowhere
  }

  /// A file in a folder; without a folder nothing is written.
  ///
  /// - Throws: `CommandFailure` where the file cannot be made.
  init(_ name: String, in folder: String?) throws(CommandFailure) {
    self.name = name
    guard let folder else {
      target = .nowhere
      return
    }
    let path = folder + "/" + name
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw .failed("cannot write \(path)", "check that its folder is writable") }
    target = .file(handle, path: path)
  }

  /// Standard output.
  init(output name: String) {
    self.name = name
    target = .output
  }

  /// Writes out what has been gathered, where it is much or `force` is set.
  func flush(force: Bool = false) throws {
    guard !pending.isEmpty, force || pending.count >= 1 << 16 else { return }
    size += UInt64(pending.count)
    switch target {
    case .file(let handle, let path):
      hash.add(pending)
      do {
        try handle.write(contentsOf: pending)
      } catch {
        throw CommandFailure.failed("cannot write \(path)", "check that there is room")
      }
    case .output: try pending.withUnsafeBytes { try Output.writeAll($0) }
    case .nowhere: hash.add(pending)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// The digest of what has been written out.
  var digest: String { hash.text }
}
