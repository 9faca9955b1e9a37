public import Descriptors
import Synchronization

/// A program of somebody else's that computes one operation, asked over pipes.
///
/// The program reads cases on its standard input until that ends, and answers each on its standard
/// output, in lines or in raw streams (`framing`). It is started when first needed, once for every
/// task that asks it at the same time, and must not remember anything between cases. One that keeps
/// its answers back until its input ends is noticed after some seconds, and from then on started
/// anew for every batch. Each process is apart from ours: a crash, silence or garbage becomes a
/// `DeviceError` that says where.
public struct ProcessDevice: Device {
  /// How cases are written and answers read.
  public enum Framing: String, Sendable, CaseIterable {
    /// A case a line, upper-case hex; an answer a line, whose last field is the result.
    case lines
    /// Codes one behind the other, little-endian, in 1, 2, 4 or 8 bytes each.
    case frames
  }

  /// The command line, for the shell.
  ///
  /// `{operation}` in it stands for the name of the operation that is asked: a program may compute
  /// many.
  public let command: String
  /// How it is talked to.
  public let framing: Framing
  /// The seconds without any progress after which it has failed; 1 or more.
  public let timeout: Int
  /// Whether random words are part of a case; not where the program draws its own.
  public private(set) var isGivenWords = true
  fileprivate let habit: Habit

  /// The exit code by which a program says that it does not compute what it is asked: that of
  /// `EX_UNAVAILABLE` in `sysexits.h`.
  public static let declining: Int32 = 69

  /// Whether the program is told which operation it is asked.
  public var isToldOperation: Bool { command.contains(Self.placeholder) }

  private static let placeholder = "{operation}"

  fileprivate func command(for operation: String) -> String {
    command.replacing(Self.placeholder, with: ShellWord.quoted(operation))
  }

  /// Creates the device; nothing is started.
  ///
  /// - Parameter patience: the milliseconds without an answer after which a program's input ends,
  ///   until it has been seen to answer without that.
  public init(
    _ command: String, framing: Framing = .lines, timeout: Int = 60, patience: Int = 3000
  ) {
    habit = Habit(patience: max(1, patience))
    self.command = command
    self.framing = framing
    self.timeout = max(1, timeout)
  }

  /// `exec:` or `exec-frames:`, and the command line.
  public var name: String { (framing == .lines ? "exec:" : "exec-frames:") + command }

  public var summary: String { "the command \(command), over pipes" }

  /// The device of a name as `name` makes it; `nil` for other names.
  public init?(named name: String, timeout: Int = 60) {
    for (prefix, framing) in [("exec:", Framing.lines), ("exec-frames:", .frames)]
    where name.hasPrefix(prefix) && name.count > prefix.count {
      self.init(String(name.dropFirst(prefix.count)), framing: framing, timeout: timeout)
      return
    }
    return nil
  }

  /// The program asked without random words.
  public var drawingInside: (any Device)? {
    var device = self
    device.isGivenWords = false
    return device
  }

  /// Whatever it is asked: only the program knows.
  public func support(for operation: Operation) -> DeviceSupport { .supported }
  public func support(for operation: Operation) -> DeviceSupport { .supported }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    ProcessUnit(self, command(for: operation.name()), layout(CaseLayout(operation)))
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    ProcessUnit(self, command(for: operation.name), layout(CaseLayout(operation)))
  }
}

extension ProcessDevice {
  /// The program made ready for cases of any layout.
  func unit(_ layout: CaseLayout) -> any Unit { ProcessUnit(self, command, layout) }

  /// The layout without the words that the program is not given.
  private func layout(_ layout: CaseLayout) -> CaseLayout {
    var own = layout
    if !isGivenWords { own.words = 0 }
    return own
  }
}

/// What has been seen of how a program answers.
private final class Habit: Sendable {
  /// When it answers.
  enum Answers {
    /// Nothing has been seen.
    case unknown
    /// As it is asked.
    case atOnce
    /// When its input ends.
    case atTheEnd
  }

  private let answers = Mutex(Answers.unknown)
  private let first: Int

  init(patience: Int) { first = patience }

  /// How long to wait before its input ends, in milliseconds.
  var patience: Int? {
    switch answers.withLock({ $0 }) {
    case .unknown: first
    case .atOnce: nil
    case .atTheEnd: 0
    }
  }

  func saw(_ habit: Answers) { answers.withLock { if $0 == .unknown { $0 = habit } } }
}

/// A program made ready for one operation; processes that are idle wait for the next batch.
private final class ProcessUnit: Unit, Unit {
  private let device: ProcessDevice
  private let command: String
  private let layout: CaseLayout
  private let idle = Mutex<[ChildProcess]>([])

  init(_ device: ProcessDevice, _ command: String, _ layout: CaseLayout) {
    self.device = device
    self.command = command
    self.layout = layout
  }

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int { try answer(&batch) }
  func run(_ batch: inout Batch) async throws(DeviceError) -> Int { try answer(&batch) }

  private func answer(_ batch: inout some CaseBatch) throws(DeviceError) -> Int {
    guard batch.count > 0 else { return 0 }
    let cases = 0..<batch.count
    let ready = idle.withLock { $0.popLast() }
    let child = if let ready { ready } else { try started() }
    var done = 0
    do {
      try exchange(child, &batch, cases, &done)
    } catch .ended(_, code: 0) where done > 0 {
      // What it answered before it ended as if all were well counts.
      return done
    } catch .ended(_, code: ProcessDevice.declining) where done == 0 {
      throw .unsupported("the program says so (exit code \(ProcessDevice.declining))")
    } catch {
      throw .failed(located(error, &batch, done))
    }
    device.habit.saw(child.isReusable ? .atOnce : .atTheEnd)
    if child.isReusable { idle.withLock { $0.append(child) } }
    return cases.count
  }

  private func started() throws(DeviceError) -> ChildProcess {
    do {
      return try ChildProcess(command)
    } catch {
      throw .failed("it could not be started: \(Self.text(error))")
    }
  }

  /// Asks a process for some cases.
  ///
  /// - Parameter done: becomes the number of cases whose answers were read.
  private func exchange(
    _ child: ChildProcess, _ batch: inout some CaseBatch, _ cases: Range<Int>, _ done: inout Int
  ) throws(ExchangeFailure) {
    let isLines = device.framing == .lines
    let request = isLines ? layout.lines(batch, cases) : layout.frames(batch, cases)
    let size = layout.resultBytes
    var answer: [UInt8] = []
    var lines = 0
    let wanted = cases.count
    var failure: ChildProcess.Failure?
    do throws(ChildProcess.Failure) {
      try child.exchange(
        request, timeout: device.timeout, patience: device.habit.patience, answer: &answer
      ) { answer, from in
        guard isLines else { return answer.count >= wanted * size }
        for place in from..<answer.count where answer[place] == 10 { lines += 1 }
        return lines >= wanted
      }
    } catch {
      failure = error
    }
    let answered = isLines ? lines : answer.count / max(size, 1)
    let whole = cases.lowerBound..<cases.lowerBound + min(answered, wanted)
    var isInOrder = true
    if isLines {
      do throws(AnswerLines.Fault) {
        isInOrder = try AnswerLines(layout: layout).read(
          answer, asked: request, into: &batch, whole)
      } catch {
        throw .unreadable(error.text)
      }
    } else if let fault = layout.read(frames: answer, into: &batch, whole) {
      let code = String(fault.code, radix: 16, uppercase: true)
      throw .unreadable("answer \(fault.index + 1) is \(code), more than the bits of a result")
    }
    // In another order, part of the answers is no beginning of them.
    done = isInOrder || failure == nil ? whole.count : 0
    if let failure {
      switch failure {
      case .ended(let how, let code): throw .ended(how, code: code)
      case .silent(let seconds): throw .silent(seconds)
      case .notStarted(let why): throw .unreadable(why)
      }
    }
    let surplus = isLines ? answer.last != 10 || lines > wanted : answer.count > wanted * size
    if surplus { throw .unreadable("it answered more than the \(wanted) cases it was asked") }
  }

  /// Why an exchange failed.
  private enum ExchangeFailure: Error {
    case ended(String, code: Int32?)
    case silent(Int)
    case unreadable(String)
  }

  /// The failure in words; of a crash or of silence with the case at which it happens again.
  private func located(
    _ failure: ExchangeFailure, _ batch: inout some CaseBatch, _ done: Int
  ) -> String {
    let what: String
    switch failure {
    case .unreadable(let text): return text
    case .ended(let how, _): what = "\(how) after \(done) of \(batch.count) answers"
    case .silent(let seconds):
      what = "nothing came for \(seconds) s after \(done) of \(batch.count) answers"
    }
    let index = CulpritSearch(count: batch.count, limit: device.timeout)(next: done) {
      fails(&batch, $0)
    }
    guard let index else {
      return "\(what); no case was found at which it does so alone"
    }
    var line: [UInt8] = []
    layout.append(batch, index, to: &line)
    return "\(what); it does so whenever it is asked \(AnswerLines.text(line.dropLast()))"
  }

  private func fails(_ batch: inout some CaseBatch, _ cases: Range<Int>) -> Bool {
    guard let child = try? ChildProcess(command) else { return true }
    var done = 0
    do {
      try exchange(child, &batch, cases, &done)
      return false
    } catch {
      return true
    }
  }

  private static func text(_ failure: ChildProcess.Failure) -> String {
    switch failure {
    case .notStarted(let why), .ended(let why, _): why
    case .silent(let seconds): "nothing came for \(seconds) s"
    }
  }
}
