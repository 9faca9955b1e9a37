import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A command in a process group of its own, with a pipe to its standard input and one from its
/// standard output; the beginning of its diagnostics goes where ours go (`DeviceDiagnostics`).
///
/// One exchange at a time: whoever holds it alone talks to it.
final class ChildProcess: @unchecked Sendable {
  /// How an exchange failed.
  enum Failure: Error, Hashable {
    /// It ended; the text says how. There is no exit code where a signal ended it.
    case ended(String, code: Int32?)
    /// No whole answer came for so long, and nothing could be written; part of one may have come.
    case silent(seconds: Int, isPartial: Bool)
    /// What came is more than an answer can have; the text says what.
    case excess(String)
    /// It could not be started.
    case notStarted(String)
  }

  private let id: pid_t
  private var input: Int32
  private let output: Int32
  private let diagnostics: DeviceDiagnostics
  private var hasBeenReaped = false

  /// Starts a command line of the shell.
  init(_ command: String) throws(Failure) {
    // A device that stops reading is its failure, not ours.
    _ = Self.ignoresBrokenPipes
    let errors: Int32
    (id, input, output, errors) = try Self.starting.withLock { _ throws(Failure) in
      try Self.started(command)
    }
    diagnostics = DeviceDiagnostics(errors)
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  /// Starts a command line: its process, and our ends of its pipes.
  private static func started(
    _ command: String
  ) throws(Failure) -> (id: pid_t, input: Int32, output: Int32, errors: Int32) {
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    guard openPipe(&toChild), openPipe(&fromChild), openPipe(&errors) else {
      let why = lastError
      for end in toChild + fromChild + errors where end >= 0 { _ = close(end) }
      throw .notStarted(why)
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
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
    for end in [toChild[0], fromChild[1], errors[1]] where end > 2 {
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
    _ = close(errors[1])
    guard status == 0 else {
      for end in [toChild[1], fromChild[0], errors[0]] { _ = close(end) }
      throw .notStarted(String(cString: strerror(status)))
    }
    return (child, toChild[1], fromChild[0], errors[0])
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

  /// Writes a request and reads until all answers are there, both at once.
  ///
  /// - Parameters:
  ///   - wanted: how many answers are due.
  ///   - timeout: the seconds after which it has failed where neither a whole answer came nor any of
  ///     the request was taken; bytes that make no answer do not count.
  ///   - patience: the milliseconds without any answer after which its input ends: many programs
  ///     keep their output until then. 0 ends it at once; `nil` never.
  ///   - answer: receives what came, also where it fails.
  ///   - answers: told whenever more has come, with the place where that begins; says how many whole
  ///     answers there are by now, and throws where there is more than an answer can have.
  func exchange(
    _ request: [UInt8], wanted: Int = 1, timeout: Int, patience: Int?, answer: inout [UInt8],
    answers: ([UInt8], Int) throws(Failure) -> Int
  ) throws(Failure) {
    var written = 0
    let chunk = 1 << 18
    let clock = ContinuousClock()
    var progress = clock.now
    var isPartial = false
    var there = try answers(answer, answer.count)
    while there < wanted || written < request.count {
      let isWritten = written == request.count
      if isWritten, patience == 0 { closeInput() }
      var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if let errors = diagnostics.descriptor {
        ends.append(pollfd(fd: errors, events: Int16(POLLIN), revents: 0))
      }
      if !isWritten, input >= 0 {
        ends.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
      }
      let isPatient = isWritten && input >= 0
      let limit = (isPatient ? patience : nil).map { min($0, timeout * 1000) } ?? timeout * 1000
      let left = limit - Int((clock.now - progress) / .milliseconds(1))
      guard left > 0 else {
        guard isPatient, patience != nil else {
          throw .silent(seconds: timeout, isPartial: isPartial)
        }
        closeInput()
        progress = clock.now
        continue
      }
      if poll(&ends, nfds_t(ends.count), Int32(clamping: left)) <= 0 { continue }
      if ends.contains(where: { $0.fd == diagnostics.descriptor && $0.revents != 0 }) {
        diagnostics.pass()
      }
      if !isWritten, let own = ends.last, own.fd == input, own.revents != 0 {
        let some = request.withUnsafeBytes { bytes in
          bytes.baseAddress.map { write(input, $0 + written, min(chunk, bytes.count - written)) }
            ?? 0
        }
        if some > 0 { (written, progress) = (written + some, clock.now) }
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
      if got > 0 {
        let now = try answers(answer, before)
        isPartial = now == there
        if now > there { (there, progress) = (now, clock.now) }
      }
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
      defer { diagnostics.pass() }
      if waitpid(id, &status, WNOHANG) == id {
        hasBeenReaped = true
        return status
      }
      usleep(1000)
    }
    return nil
  }
}
