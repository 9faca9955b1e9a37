import Foundation

/// Bytes from stdin, read until a block is full, the stream pauses or it ends.
struct InputBlock {
  private let storage: UnsafeMutableRawBufferPointer
  /// The bytes held.
  private(set) var count = 0

  /// Why filling stopped.
  enum State {
    case full, paused, ended
  }

  /// An empty block; `free()` ends it.
  init(capacity: Int) {
    storage = .allocate(byteCount: capacity, alignment: 64)
  }

  /// Gives the memory back.
  func free() { storage.deallocate() }

  /// The bytes held.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

  /// Reads until the block is full or the stream ends, or until nothing has come for `patience`
  /// milliseconds while at least `atLeast` bytes are held.
  mutating func fill(patience: Int32, atLeast: Int) throws(CommandFailure) -> State {
    while count < storage.count {
      if count >= atLeast {
        var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        if poll(&ready, 1, patience) == 0 { return .paused }
      }
      let got = read(STDIN_FILENO, storage.baseAddress.map { $0 + count }, storage.count - count)
      if got == 0 { return .ended }
      if got < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
          _ = poll(&ready, 1, -1)
          continue
        }
        throw .usage(
          "the input cannot be read: \(String(cString: strerror(errno)))",
          "check what stdin is connected to")
      }
      count += got
    }
    return .full
  }

  /// Forgets the first bytes.
  mutating func drop(_ first: Int) {
    let rest = count - first
    if rest > 0, let base = storage.baseAddress { memmove(base, base + first, rest) }
    count = rest
  }
}
