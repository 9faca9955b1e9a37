import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A command in a process group of its own, with a pipe to its standard input and one from its
/// standard output; its diagnostics go where ours go.
///
/// One exchange at a time: whoever holds it alone talks to it.
final class ChildProcess: @unchecked Sendable {
  /// How an exchange failed.
  enum Failure: Error, Hashable {
    /// It ended; the text says how. There is no exit code where a signal ended it.
    case ended(String, code: Int32?)
    /// Nothing came or could be written for so long.
    case silent(seconds: Int)
    /// It could not be started.
    case notStarted(String)
  }

  private let id: pid_t
  private var input: Int32
  private let output: Int32
  private var hasBeenReaped = false

  /// Starts a command line of the shell.
  init(_ command: String) throws(Failure) {
    // A device that stops reading is its failure, not ours.
    _ = Self.ignoresBrokenPipes
    (id, input, output) = try Self.starting.withLock { _ throws(Failure) in
      try Self.started(command)
    }
    for end in [input, output] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  /// Starts a command line: its process, and our ends of its pipes.
  private static func started(
    _ command: String
  ) throws(Failure) -> (id: pid_t, input: Int32, output: Int32) {
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    guard openPipe(&toChild) else { throw .notStarted(lastError) }
    guard openPipe(&fromChild) else {
      toChild.forEach { _ = close($0) }
      throw .notStarted(lastError)
    }
    #if canImport(Glibc)
      // Long pipes save changes between processes; where they are not granted, short ones do.
      let setPipeSize: Int32 = 1031
      for end in [toChild[1], fromChild[0]] { _ = fcntl(end, setPipeSize, 1 << 20) }
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    for end in [toChild[0], fromChild[1]] where end > 1 {
      posix_spawn_file_actions_addclose(&actions, end)
    }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))
    let line: [String] = ["/bin/sh", "-c", command]
    var words: [UnsafeMutablePointer<CChar>?] = line.map { word in strdup(word) }
    words.append(nil)
    defer { words.forEach { free($0) } }
    var child: pid_t = 0
    let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, &words, environ)
    _ = close(toChild[0])
    _ = close(fromChild[1])
    guard status == 0 else {
      _ = close(toChild[1])
      _ = close(fromChild[0])
      throw .notStarted(String(cString: strerror(status)))
    }
    return (child, toChild[1], fromChild[0])
  }

  /// One process is started at a time: another would inherit the ends of pipes that are just being
  /// opened, keep them open, and make an end look like silence.
  private static let starting = Mutex<Void>(())

  /// Opens a pipe whose ends are nobody else's.
  private static func openPipe(_ ends: inout [Int32]) -> Bool {
    guard pipe(&ends) == 0 else { return false }
    ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
    return true
  }

  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private static var lastError: String { String(cString: strerror(errno)) }

  deinit {
    closeInput()
    _ = close(output)
    if !hasBeenReaped {
      // Its input has ended; whoever does not end by itself soon is ended.
      if reaped(within: 20) == nil {
        _ = kill(-id, SIGKILL)
        _ = reaped(within: 1000)
      }
    }
  }

  private func closeInput() {
    if input >= 0 { _ = close(input) }
    input = -1
  }

  /// Writes a request and reads until the answer is complete, both at once.
  ///
  /// - Parameters:
  ///   - timeout: the seconds without any progress after which it has failed.
  ///   - patience: the milliseconds without any answer after which its input ends: many programs
  ///     keep their output until then. 0 ends it at once; `nil` never.
  ///   - answer: receives what came, also where it fails.
  ///   - isComplete: asked whenever more has come, with the place where that begins.
  func exchange(
    _ request: [UInt8], timeout: Int, patience: Int?, answer: inout [UInt8],
    isComplete: ([UInt8], Int) -> Bool
  ) throws(Failure) {
    var written = 0
    let chunk = 1 << 18
    var complete = isComplete(answer, answer.count)
    while !complete || written < request.count {
      let isWritten = written == request.count
      if isWritten, patience == 0 { closeInput() }
      var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if !isWritten, input >= 0 {
        ends.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
      }
      let isPatient = isWritten && input >= 0
      let wait = (isPatient ? patience : nil).map { min($0, timeout * 1000) } ?? timeout * 1000
      let ready = poll(&ends, nfds_t(ends.count), Int32(clamping: wait))
      if ready == 0 {
        guard isPatient, patience != nil else { throw .silent(seconds: timeout) }
        closeInput()
      }
      if ready <= 0 { continue }
      if ends.count > 1, ends[1].revents != 0 {
        let some = request.withUnsafeBytes { bytes in
          bytes.baseAddress.map { write(input, $0 + written, min(chunk, bytes.count - written)) }
            ?? 0
        }
        if some > 0 { written += some }
        if some < 0, errno != EAGAIN, errno != EINTR {
          closeInput()
          written = request.count
        }
      }
      guard ends[0].revents != 0 else { continue }
      let before = answer.count
      var got = 0
      withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 16) { space in
        got = read(output, space.baseAddress, chunk)
        if got > 0 { answer.append(contentsOf: space[0..<got]) }
      }
      if got == 0 { throw ending() }
      if got > 0 { complete = isComplete(answer, before) }
    }
  }

  /// Whether it can be asked again.
  var isReusable: Bool { input >= 0 }

  /// How it ended, once its output has.
  private func ending() -> Failure {
    closeInput()
    guard let status = reaped(within: 2000) else {
      return .ended("it closed its output and went on running", code: nil)
    }
    let number = status & 0x7f
    if number != 0 { return .ended("it ended by signal \(number)", code: nil) }
    let code = (status >> 8) & 0xff
    return .ended(
      code == 0
        ? "it ended"
        : code == 127
          ? "the shell cannot run it (exit code 127)" : "it ended with exit code \(code)",
      code: code)
  }

  private func reaped(within milliseconds: Int) -> Int32? {
    var status: Int32 = 0
    for _ in 0...milliseconds {
      if waitpid(id, &status, WNOHANG) == id {
        hasBeenReaped = true
        return status
      }
      usleep(1000)
    }
    return nil
  }
}
