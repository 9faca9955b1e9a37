import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a device writes to its standard error: the beginning goes to ours, the rest nowhere.
///
/// The bound is one for all processes of a run, so that a device that is started anew for every
/// batch does not say the same thing a thousand times.
final class DeviceDiagnostics {
  /// How many bytes are passed on.
  static let most = 1 << 16

  private static let left = Mutex(most)

  /// The end that is read; `nil` once it has ended.
  private(set) var descriptor: Int32?

  /// Takes the end of a pipe, that does not block.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { if let descriptor { _ = close(descriptor) } }

  /// Reads what is there, and passes on what is still allowed.
  func pass() {
    let size = 1 << 16
    withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { space in
      // A device that writes faster than we read must not keep us from its answers.
      for _ in 0..<16 {
        guard let descriptor, let start = space.baseAddress else { return }
        let got = read(descriptor, start, size)
        guard got > 0 else {
          if got == 0 {
            _ = close(descriptor)
            self.descriptor = nil
          }
          return
        }
        Self.write(UnsafeRawBufferPointer(rebasing: space[..<got]))
      }
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) {
    let (count, isLast) = left.withLock { left in
      let count = min(left, bytes.count)
      let isLast = left > 0 && bytes.count >= left
      left -= count
      return (count, isLast)
    }
    var rest = bytes[..<count]
    while !rest.isEmpty {
      let some = put(UnsafeRawBufferPointer(rebasing: rest))
      guard some > 0 else { break }
      rest = rest.dropFirst(some)
    }
    guard isLast else { return }
    let note = "\nassay: a device said more than \(most) bytes on stderr; the rest is dropped\n"
    Array(note.utf8).withUnsafeBytes { _ = put($0) }
  }

  private static func put(_ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(2, bytes.baseAddress, bytes.count)
    #else
      Glibc.write(2, bytes.baseAddress, bytes.count)
    #endif
  }
}
