import Foundation
import Synchronization

/// Thrown when the reader of stdout has gone away, as `head` does.
struct OutputClosed: Error {}

/// What the command prints: text to stdout, gathered and written in large pieces.
enum Output {
  /// The two streams.
  enum Stream: Int32 {
    case results = 1
    case diagnostics = 2
  }

  private static let pending = Mutex<[UInt8]>([])
  private static let isReserved = Atomic(false)

  /// To be called first: a reader that goes away and a file that may not grow must be errors to
  /// handle, not signals.
  static func begin() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Keeps stdout for a file that is called `-`: texts for the reader are not printed any more.
  static func reserve() { isReserved.store(true, ordering: .relaxed) }

  /// Adds text to stdout.
  static func text(_ text: String) {
    guard !isReserved.load(ordering: .relaxed) else { return }
    pending.withLock { $0.append(contentsOf: text.utf8) }
  }

  /// Adds a line to stdout.
  static func line(_ text: String = "") { self.text(text + "\n") }

  /// Adds a document to stdout, keys sorted, with a newline at its end.
  static func json(_ document: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let data = try encoder.encode(document)
    pending.withLock {
      $0.append(contentsOf: data)
      $0.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes what was added so far.
  ///
  /// - Throws: `OutputClosed` where nobody reads any more, `CommandFailure` where the text cannot
  ///   be written.
  static func flush() throws {
    let bytes = pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
    try bytes.withUnsafeBytes { try writeAll($0) }
  }

  /// Writes bytes to stdout at once.
  ///
  /// - Throws: as `flush()` does.
  static func writeAll(_ bytes: UnsafeRawBufferPointer) throws {
    switch put(bytes, to: .results) {
    case 0: return
    case EPIPE: throw OutputClosed()
    case let code:
      throw CommandFailure.failed(
        "cannot write the output: \(String(cString: strerror(code)))", "check where it goes")
    }
  }

  /// Writes text to a stream at once and forgets about errors.
  static func write(_ text: String, to stream: Stream) {
    var text = text
    text.withUTF8 { _ = put(UnsafeRawBufferPointer($0), to: stream) }
  }

  /// Answers 0 or the error number.
  private static func put(_ bytes: UnsafeRawBufferPointer, to stream: Stream) -> Int32 {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = Foundation.write(stream.rawValue, start, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var ready = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
          continue
        }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return 0
  }
}

/// Emphasis on a terminal that shows it, plain text everywhere else.
struct Style: Sendable {
  /// Whether there is emphasis at all.
  let isColoured: Bool

  /// The style for stdout; `NO_COLOR`, when set to anything but nothing, turns emphasis off.
  static let output = Style(
    isColoured: isatty(Output.Stream.results.rawValue) == 1
      && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
      && ProcessInfo.processInfo.environment["TERM"] != "dumb")

  /// A heading.
  func heading(_ text: String) -> String { wrap(text, "1") }

  /// What holds.
  func good(_ text: String) -> String { wrap(text, "32") }

  /// What does not hold.
  func bad(_ text: String) -> String { wrap(text, "31") }

  private func wrap(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
