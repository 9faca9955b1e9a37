#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes that can be read at any position: an open file, or an array that stands for one.
///
/// A file is read with `pread`, never mapped: a file that another program cuts short then gives a
/// short read, which is an error to report, where a mapping would end the process.
enum ByteSource: Sendable {
  case memory([UInt8])
  case file(OpenFile)

  /// A file descriptor that is closed with its last owner.
  final class OpenFile: Sendable {
    let descriptor: Int32
    let size: Int

    init(descriptor: Int32, size: Int) {
      self.descriptor = descriptor
      self.size = size
    }

    deinit { _ = close(descriptor) }
  }

  /// How a read ended.
  enum Outcome {
    case complete
    /// The source ended after this many bytes.
    case short(Int)
    /// The operating system gave this error number.
    case failed(Int32)
  }

  /// The number of bytes, taken when the source was opened.
  var size: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .file(let file): file.size
    }
  }

  /// Opens a regular file for reading.
  static func open(path: String) throws(TensorFileError) -> ByteSource {
    guard !path.utf8.contains(0) else {
      throw TensorFileError(
        .system, path: path, "the path contains a zero byte", "give the path of a file")
    }
    // Without O_NONBLOCK, opening a pipe would wait for its writer before fstat could refuse it.
    #if canImport(Darwin)
      let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #elseif canImport(Musl)
      let descriptor = Musl.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #else
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #endif
    guard descriptor >= 0 else {
      throw TensorFileError(
        .system, path: path, "cannot open the file: \(message(errno))",
        "check that it exists and may be read")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      throw TensorFileError(
        .system, path: path, "not a regular file", "give the path of a tensor file")
    }
    return .file(OpenFile(descriptor: descriptor, size: Int(status.st_size)))
  }

  /// Fills the buffer with the bytes from `offset` on.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    switch self {
    case .memory(let bytes):
      let available = max(0, min(buffer.count, bytes.count - offset))
      if available > 0 { buffer.copyBytes(from: bytes[offset..<offset + available]) }
      return available == buffer.count ? .complete : .short(available)
    case .file(let file):
      var done = 0
      while done < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        let count = pread(file.descriptor, rest.baseAddress, rest.count, off_t(offset + done))
        if count > 0 {
          done += count
        } else if count == 0 {
          return .short(done)
        } else if errno != EINTR {
          return .failed(errno)
        }
      }
      return .complete
    }
  }

  /// The bytes of a range, which must lie inside the source.
  func bytes(
    _ range: Range<Int>, path: String, tensor: String? = nil
  ) throws(TensorFileError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: range.count)
    try read(range, into: &result, path: path, tensor: tensor)
    return result
  }

  /// Replaces an array by the bytes of a range, which must lie inside the source.
  ///
  /// The array's storage is used again where it fits.
  func read(
    _ range: Range<Int>, into bytes: inout [UInt8], path: String, tensor: String?
  ) throws(TensorFileError) {
    if bytes.count > range.count {
      bytes.removeLast(bytes.count - range.count)
    } else if bytes.count < range.count {
      bytes = [UInt8](repeating: 0, count: range.count)
    }
    let outcome = bytes.withUnsafeMutableBytes { read(at: range.lowerBound, into: $0) }
    switch outcome {
    case .complete: return
    case .short(let count):
      throw TensorFileError(
        .truncated, path: path, tensor: tensor, at: range.lowerBound + count,
        "the file ends here, it was longer when it was opened",
        "let no other program write to it while it is read")
    case .failed(let code):
      throw TensorFileError(
        .system, path: path, tensor: tensor, at: range.lowerBound,
        "cannot read: \(Self.message(code))", "check the disk and try again")
    }
  }

  /// The operating system's words for an error number.
  static func message(_ code: Int32) -> String { String(cString: strerror(code)) }
}
