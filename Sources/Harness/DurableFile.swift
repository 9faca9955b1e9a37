import Foundation

/// Files that survive: neither a kill nor a full disk leaves half of one behind.
public enum DurableFile {
  /// Replaces a file at once: a reader meets the old contents or the new.
  ///
  /// A file of another name in the same folder is written, forced to the disk, and renamed. Where
  /// that fails it is removed again, and the old contents stay.
  ///
  /// - Throws: `FileFailure`.
  public static func replace(
    _ path: String, with bytes: some Sequence<UInt8>
  ) throws(FileFailure) {
    let folder = folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let temporary = "\(folder)/.\(name).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFailure(path: path) }
    do throws(FileFailure) {
      defer { close(file) }
      try write(Array(bytes), to: file, path)
      guard fsync(file) == 0 else { throw FileFailure(path: path) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let failure = FileFailure(path: path)
      unlink(temporary)
      throw failure
    }
    settle(folder)
  }

  /// Adds bytes at the end of a file, which is created where it is missing: all of them or none.
  ///
  /// They go out in one write, one writer at a time.
  ///
  /// - Parameter settles: whether to wait until the disk has them. Without, a kill of the process
  ///   loses nothing, but a loss of power may.
  /// - Throws: `FileFailure`, the file then being as long as before.
  public static func append(
    _ bytes: [UInt8], to path: String, settles: Bool = true
  ) throws(FileFailure) {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFailure(path: path) }
    defer { close(file) }
    guard flock(file, LOCK_EX) == 0 else { throw FileFailure(path: path) }
    let before = lseek(file, 0, SEEK_END)
    do throws(FileFailure) {
      try write(bytes, to: file, path)
      if settles, fsync(file) != 0 { throw FileFailure(path: path) }
    } catch {
      // What a full disk let through is no line.
      if before >= 0 { _ = ftruncate(file, before) }
      throw error
    }
  }

  private static func write(
    _ bytes: [UInt8], to file: Int32, _ path: String
  ) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(path: path) }
      done += count
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Has the disk remember a new name.
  private static func settle(_ folder: String) {
    let file = open(folder, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = fsync(file)
    close(file)
  }
}

/// A file that could not be written, with the system's reason.
public struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// The number of the error.
  public var number: Int32

  /// The failure of the last call.
  init(path: String) {
    self.path = path
    number = errno
  }

  /// The reason, in the system's words.
  public var description: String { String(cString: strerror(number)) }
}
