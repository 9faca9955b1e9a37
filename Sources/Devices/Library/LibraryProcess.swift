/// A process that has loaded a library, and is asked batch after batch.
final class LibraryProcess {
  /// How it failed.
  enum Failure: Error {
    /// The library is none.
    case unusable(String)
    /// The library does not compute this.
    case unsupported(String)
    /// It ended, fell silent, or says that it failed.
    case failed(String)
  }

  private let child: ChildProcess
  private let timeout: Int
  /// The library's name for itself; may be empty.
  private(set) var ownName = ""

  /// Starts a process and waits until it has loaded the library.
  ///
  /// - Parameter task: what it will be asked; `nil` to see whether it can be loaded.
  init(_ device: LibraryDevice, task: LibraryTask?) throws(Failure) {
    let words = [device.host, "host-library", device.path] + (task?.arguments ?? [])
    timeout = device.timeout
    do throws(ChildProcess.Failure) {
      child = try ChildProcess("exec " + words.map(ShellWord.quoted).joined(separator: " "))
    } catch {
      throw .failed("it could not be started: \(Self.text(error))")
    }
    var answer: [UInt8] = []
    do {
      try exchange([], &answer)
    } catch .failed(let text) {
      throw .failed("when it was loaded, \(text)")
    }
    guard let message = LibraryMessage(answer) else { throw .failed("it answers garbage") }
    let text = String(decoding: answer[message.content], as: UTF8.self)
    switch message.kind {
    case .ready: ownName = text
    case .unsupported: throw .unsupported(text)
    case .unusable: throw .unusable(text)
    case .answers, .failure: throw .failed("it answers what was not asked")
    }
  }

  /// Asks for some cases, and takes what was answered.
  ///
  /// - Returns: how many were, from the first on.
  func ask(
    _ task: LibraryTask, _ batch: inout Batch, _ cases: Range<Int>
  ) throws(Failure) -> Int {
    var request: [UInt8] = []
    let perCase = task.operands.reduce(4 * task.words) { $0 + $1.bytes * $1.count }
    request.reserveCapacity(8 + perCase * cases.count)
    withUnsafeBytes(of: UInt64(cases.count)) { request.append(contentsOf: $0) }
    // Columns lie as the library wants them: the codes of a run, case after case.
    for (column, run) in zip(batch.operands, task.operands) {
      let size = run.bytes * run.count
      request += column.storage[cases.lowerBound * size..<cases.upperBound * size]
    }
    for place in cases.lowerBound * task.words..<cases.upperBound * task.words {
      withUnsafeBytes(of: batch.words[place].littleEndian) { request.append(contentsOf: $0) }
    }

    var answer: [UInt8] = []
    answer.reserveCapacity(LibraryMessage.headerSize + task.resultBytes * cases.count)
    try exchange(request, &answer, atMost: task.resultBytes * cases.count)
    guard let message = LibraryMessage(answer), message.content.upperBound == answer.count else {
      throw .failed("it answers garbage")
    }
    guard message.kind == .answers else {
      throw .failed(String(decoding: answer[message.content], as: UTF8.self))
    }
    let answered = message.content.count / task.resultBytes
    guard answered <= cases.count, answered * task.resultBytes == message.content.count else {
      throw .failed("it answers garbage")
    }
    var from = message.content.lowerBound
    for (column, run) in task.results.enumerated() {
      let size = run.bytes * run.count * answered
      let codes = answer[from..<from + size]
      if let wide = run.tooWide(codes) {
        let code = String(wide.code, radix: 16, uppercase: true)
        throw .failed(
          "answer \(wide.index / run.count + 1) is \(code), more than the bits of a result")
      }
      batch.results[column].withMutableBytes { bytes in
        let first = cases.lowerBound * run.bytes * run.count
        for (offset, byte) in codes.enumerated() { bytes[first + offset] = byte }
      }
      from += size
    }
    return answered
  }

  /// - Parameter size: the most that a message can hold, beside a text of its own.
  private func exchange(
    _ request: [UInt8], _ answer: inout [UInt8], atMost size: Int = 0
  ) throws(Failure) {
    let most = LibraryMessage.headerSize + size + 1 << 20
    do {
      try child.exchange(request, timeout: timeout, patience: nil, answer: &answer) {
        (answer, _) throws(ChildProcess.Failure) in
        guard answer.count <= most else { throw .excess("it answers more than \(most) bytes") }
        return LibraryMessage.isComplete(answer) ? 1 : 0
      }
    } catch {
      throw .failed(Self.text(error))
    }
  }

  private static func text(_ failure: ChildProcess.Failure) -> String {
    switch failure {
    case .ended(let how, code: 0): "\(how) its process with exit code 0"
    case .notStarted(let why), .excess(let why), .ended(let why, _): why
    case .silent(let seconds, _): "nothing came for \(seconds) s"
    }
  }
}

extension LibraryTask.Run {
  /// The first code that is wider than the format, if any is.
  fileprivate func tooWide(_ codes: ArraySlice<UInt8>) -> (index: Int, code: UInt64)? {
    guard bits < 8 * bytes else { return nil }
    var at = codes.startIndex
    for index in 0..<codes.count / bytes {
      var code: UInt64 = 0
      for byte in 0..<bytes { code |= UInt64(codes[at + byte]) << UInt64(8 * byte) }
      if code >> UInt64(bits) != 0 { return (index, code) }
      at += bytes
    }
    return nil
  }
}
