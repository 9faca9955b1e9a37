import Foundation

/// Files that survive: neither a kill nor a full disk leaves half of one behind.
public enum DurableFile {
  /// Replaces a file at once: a reader meets the old contents or the new.
  ///
  /// What is no regular file is written through, as `OutputFile` says.
  ///
  /// - Throws: `FileFailure`, a regular file then being as it was.
  public static func replace(
    _ path: String, with bytes: some Sequence<UInt8>
  ) throws(FileFailure) {
    let file = try OutputFile(path)
    try file.write(Array(bytes))
    try file.finish()
  }

  /// Adds bytes at the end of a file, which is created where it is missing: all of them or none.
  ///
  /// They go out in one write, one writer at a time.
  ///
  /// - Parameters:
  ///   - startsLine: whether a last line that was cut short gets its line break first, so that it
  ///     spoils no other.
  ///   - settles: whether to wait until the disk has them. Without, a kill of the process loses
  ///     nothing, but a loss of power may.
  /// - Throws: `FileFailure`, the file then being as long as before.
  public static func append(
    _ bytes: [UInt8], to path: String, startsLine: Bool = false, settles: Bool = true
  ) throws(FileFailure) {
    let file = open(
      path, (startsLine ? O_RDWR : O_WRONLY) | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFailure(path: path) }
    defer { close(file) }
    guard flock(file, LOCK_EX) == 0 else { throw FileFailure(path: path) }
    let before = lseek(file, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    if startsLine, before > 0 { _ = pread(file, &last, 1, before - 1) }
    do throws(FileFailure) {
      try DescriptorWriting.write(
        last == UInt8(ascii: "\n") ? bytes : [UInt8(ascii: "\n")] + bytes, to: file, path)
      if settles, fsync(file) != 0, errno != EINVAL { throw FileFailure(path: path) }
    } catch {
      // What a full disk let through is no line.
      if before >= 0 { _ = ftruncate(file, before) }
      throw error
    }
  }
}

/// A file that could not be written, with the system's reason.
public struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// The number of the error.
  public var number: Int32

  /// The failure of the last call, unless its number is given.
  init(path: String, number: Int32 = errno) {
    (self.path, self.number) = (path, number)
  }

  /// The reason, in the system's words.
  public var description: String { String(cString: strerror(number)) }
}

extension FileFailure {
  /// Why something could not be written, as one phrase, whoever says so.
  public static func reason(_ error: any Error) -> String {
    if let failure = error as? FileFailure { return failure.description }
    let error = error as NSError
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    {
      return String(cString: strerror(Int32(truncatingIfNeeded: cause.code)))
    }
    return error.localizedDescription
  }
}
