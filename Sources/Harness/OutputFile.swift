import Foundation
import Synchronization

/// A file that is written, whatever stands in its place.
///
/// | in its place | what is done |
/// |---|---|
/// | nothing, or a regular file | a new file beside it is written and renamed |
/// | a device, a pipe, a symbolic link | it is opened and written through |
/// | the path is `-` | standard output is written |
///
/// A write that fails leaves what was there before: no half of a document, no half of a line.
public final class OutputFile: Sendable {
  /// When the file gets its name.
  public enum Manner: Sendable {
    /// At its end: a reader meets the old contents or all of the new ones.
    case whole
    /// At its beginning: what has been written is there whatever becomes of the process.
    case growing
  }

  private struct State {
    /// The name under which the file is written; `nil` where it has its own.
    var temporary: String?
    var isOpen = true
    /// How much of it is known to be whole.
    var length: Int64 = 0
    /// When the disk was last waited for.
    var settled = ContinuousClock.now
  }

  /// The path that stands for standard output.
  public static let standardOutput = "-"

  /// The path that was given.
  public let path: String
  private let file: Int32
  /// Whether it is a regular file, that can be cut, settled and replaced.
  public let isRegular: Bool
  private let state: Mutex<State>

  /// Begins a file.
  ///
  /// - Parameter beginning: what a growing file holds when it appears.
  /// - Throws: `FileFailure` where it cannot be made, with what stands there left alone.
  public init(
    _ path: String, _ manner: Manner = .whole, beginning: [UInt8] = []
  ) throws(FileFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileFailure(path: path, number: path.isEmpty ? ENOENT : EINVAL)
    }
    self.path = path
    var temporary: String?
    if path == Self.standardOutput {
      (file, isRegular) = (STDOUT_FILENO, false)
    } else {
      var status = stat()
      let isThere = lstat(path, &status) == 0
      let kind = status.st_mode & S_IFMT
      guard !isThere || kind != S_IFDIR else { throw FileFailure(path: path, number: EISDIR) }
      isRegular = !isThere || kind == S_IFREG
      if isRegular {
        let name = FilePlace.temporary(beside: path)
        file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        // Who may read the old file may read the new one, and nobody else.
        if file >= 0, isThere { _ = fchmod(file, status.st_mode & 0o777) }
        temporary = name
      } else {
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0o644)
      }
      guard file >= 0 else { throw FileFailure(path: path) }
    }
    state = Mutex(State(temporary: temporary))
    try write(beginning)
    guard manner == .growing else { return }
    try state.withLock { state throws(FileFailure) in
      try settle()
      try name(&state)
    }
  }

  deinit {
    state.withLock { state in
      if let temporary = state.temporary { unlink(temporary) }
      if state.isOpen, file != STDOUT_FILENO { close(file) }
    }
  }

  /// Adds bytes: all of them or, where the file is a regular one, none.
  ///
  /// The disk is waited for once a second: a kill of the process loses nothing, a loss of power at
  /// most that much.
  ///
  /// - Throws: `FileFailure`.
  public func write(_ bytes: [UInt8]) throws(FileFailure) {
    try state.withLock { state throws(FileFailure) in
      do throws(FileFailure) {
        try DescriptorWriting.write(bytes, to: file, path)
      } catch {
        if isRegular {
          _ = ftruncate(file, off_t(state.length))
          _ = lseek(file, off_t(state.length), SEEK_SET)
        }
        throw error
      }
      state.length += Int64(bytes.count)
      guard state.temporary == nil, ContinuousClock.now - state.settled >= .seconds(1) else {
        return
      }
      state.settled = .now
      try settle()
    }
  }

  /// Ends the file, which gets its name now if it has none; nothing can be added any more.
  ///
  /// - Throws: `FileFailure`.
  public func finish() throws(FileFailure) {
    try state.withLock { state throws(FileFailure) in
      guard state.isOpen else { return }
      try settle()
      try name(&state)
      state.isOpen = false
      if file != STDOUT_FILENO { close(file) }
    }
  }

  /// Waits until the disk has everything.
  private func settle() throws(FileFailure) {
    guard isRegular, fsync(file) != 0 else { return }
    throw FileFailure(path: path)
  }

  /// Renames a file that was written under another name.
  private func name(_ state: inout State) throws(FileFailure) {
    guard let temporary = state.temporary else { return }
    guard rename(temporary, path) == 0 else { throw FileFailure(path: path) }
    state.temporary = nil
    FilePlace.settle(FilePlace.folder(of: path))
  }
}

/// Where a file lies.
enum FilePlace {
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A name in the same folder that nobody else has.
  static func temporary(beside path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // Names of files have at most 255 bytes.
    let short = String(decoding: name.utf8.prefix(100), as: UTF8.self)
    return "\(folder(of: path))/.\(short).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
  }

  /// Has the disk remember a new name.
  static func settle(_ folder: String) {
    let file = open(folder, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = fsync(file)
    close(file)
  }
}

/// Writing to what is open.
enum DescriptorWriting {
  static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes {
        Foundation.write(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var ready = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, -1)
        continue
      }
      guard count > 0 else { throw FileFailure(path: path) }
      done += count
    }
  }
}
