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
    case file(OutputFile)
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
    do throws(FileFailure) {
      target = .file(try OutputFile(folder + "/" + name))
    } catch {
      throw Self.unwritable(error)
    }
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
    case .file(let file):
      hash.add(pending)
      do throws(FileFailure) {
        try file.write(pending)
      } catch {
        throw Self.unwritable(error)
      }
    case .output: try pending.withUnsafeBytes { try Output.writeAll($0) }
    case .nowhere: hash.add(pending)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes out the rest; a file gets its name only now.
  func finish() throws {
    try flush(force: true)
    guard case .file(let file) = target else { return }
    do throws(FileFailure) {
      try file.finish()
    } catch {
      throw Self.unwritable(error)
    }
  }

  private static func unwritable(_ failure: FileFailure) -> CommandFailure {
    .failed(
      "\(failure.path) cannot be written (\(failure))", "see that there is room and permission")
  }

  /// The digest of what has been written out.
  var digest: String { hash.text }
}
