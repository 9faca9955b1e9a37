import Foundation

/// A folder that belongs to one run at a time.
///
/// The lock is the kernel's, on a file `lock` in the folder: it goes when its process goes, however
/// that ends, so a lock is never left behind. The file stays, and says who had it last.
public final class FolderLock: Sendable {
  private let file: Int32

  /// Takes the lock.
  ///
  /// - Returns: `nil` where another process has it.
  /// - Throws: `FileFailure` where there can be no lock.
  public init?(_ folder: String) throws(FileFailure) {
    let path = folder + "/lock"
    // A child must not inherit it, and keep it when we are gone.
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFailure(path: path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let failure = FileFailure(path: path)
      guard failure.number == EWOULDBLOCK else { throw failure }
      return nil
    }
    // Only for people, so nothing hangs on it.
    let text = Array("process \(getpid())\n".utf8)
    _ = ftruncate(file, 0)
    _ = text.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
  }

  /// Who has the lock of a folder, or had it last: `process 1234`.
  public static func owner(of folder: String) -> String? {
    guard let text = try? String(contentsOfFile: folder + "/lock", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first.map(String.init)
    return line.flatMap { $0.hasPrefix("process ") ? $0 : nil }
  }

  deinit { close(file) }
}
