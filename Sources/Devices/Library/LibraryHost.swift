import CDevice

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The process that loads a shared library and asks it what comes on its standard input.
///
/// Whatever the library does to this process, the one that judges it is another.
public struct LibraryHost {
  private let library: LoadedLibrary
  private let task: LibraryTask
  private let output: Int32
  /// Behind every result column, to see whether it was overrun.
  private static let guardBytes = 64
  /// What the room for results holds before: an answer that was not written is no earlier one.
  private static let blank: UInt8 = 0xA5

  /// Loads a library, tells its task, and answers batches until the input ends.
  ///
  /// - Parameters:
  ///   - arguments: the task as a `LibraryDevice` writes it; none to see whether it can be loaded.
  /// - Returns: the exit code of the process.
  public static func serve(_ path: String, _ arguments: [String]) -> Int32 {
    // The library may print; what it prints is no answer.
    let output = dup(1)
    guard output >= 0, dup2(2, 1) >= 0 else { return 2 }
    // A crash ends this process at once, without a report that speaks of us.
    for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] {
      _ = signal(number, SIG_DFL)
    }
    func say(_ kind: LibraryMessage.Kind, _ text: String) {
      _ = send(kind, Array(text.utf8), to: output)
    }
    do {
      let library = try LoadedLibrary(path)
      guard !arguments.isEmpty else {
        say(.ready, library.ownName)
        return 0
      }
      guard let task = LibraryTask(arguments: arguments) else {
        say(.unusable, "its task '\(arguments.joined(separator: " "))' cannot be read")
        return 2
      }
      return LibraryHost(library: library, task: task, output: output).serve(say)
    } catch {
      say(.unusable, error.text)
      return 2
    }
  }

  private func serve(_ say: (LibraryMessage.Kind, String) -> Void) -> Int32 {
    var kept: [UnsafeMutablePointer<CChar>?] = []
    func text(_ string: String) -> UnsafePointer<CChar>? {
      let copy = strdup(string)
      kept.append(copy)
      return copy.map { UnsafePointer($0) }
    }
    defer { kept.forEach { free($0) } }
    func runs(_ runs: [LibraryTask.Run]) -> [assay_run] {
      runs.map {
        assay_run(
          format: text($0.format), bits: UInt32($0.bits), bytes: UInt32($0.bytes),
          count: UInt32($0.count))
      }
    }
    let (operands, results) = (runs(task.operands), runs(task.results))
    return operands.withUnsafeBufferPointer { operands in
      results.withUnsafeBufferPointer { results in
        var operation = assay_operation(
          kind: text(task.kind), name: text(task.name), rounding: text(task.rounding),
          overflow: text(task.overflow), operands: operands.baseAddress,
          results: results.baseAddress, operand_count: UInt32(operands.count),
          result_count: UInt32(results.count), words: UInt32(task.words),
          rows: UInt32(task.rows), columns: UInt32(task.columns))
        if let refusal = library.refusal(of: &operation) {
          say(.unsupported, refusal)
          return 2
        }
        say(.ready, library.ownName)
        let status = answer(&operation, say)
        library.release()
        return status
      }
    }
  }

  /// Answers batches until the input ends.
  private func answer(
    _ operation: UnsafePointer<assay_operation>, _ say: (LibraryMessage.Kind, String) -> Void
  ) -> Int32 {
    let inputs =
      task.operands.map { $0.bytes * $0.count } + (task.words > 0 ? [4 * task.words] : [])
    let outputs = task.results.map { $0.bytes * $0.count }
    var capacity = 0
    var rooms: [UnsafeMutableRawPointer] = []
    defer { rooms.forEach { $0.deallocate() } }
    while true {
      var asked: UInt64 = 0
      guard Self.receive(&asked, 8) else { return 0 }
      let count = Int(asked)
      if count > capacity || rooms.isEmpty {
        rooms.forEach { $0.deallocate() }
        capacity = max(count, 1)
        rooms = (inputs + outputs).map {
          .allocate(byteCount: $0 * capacity + Self.guardBytes, alignment: 64)
        }
      }
      for (room, size) in zip(rooms, inputs) {
        guard Self.receive(room, size * count) else { return 2 }
      }
      let answers = rooms[inputs.count...]
      for (room, size) in zip(answers, outputs) {
        memset(room, Int32(Self.blank), size * count + Self.guardBytes)
      }
      let words =
        task.words > 0
        ? UnsafePointer(rooms[inputs.count - 1].assumingMemoryBound(to: UInt32.self)) : nil
      let outcome = rooms[..<task.operands.count].map { UnsafeRawPointer?($0) }
        .withUnsafeBufferPointer { operands in
          answers.map { UnsafeMutableRawPointer?($0) }.withUnsafeBufferPointer { results in
            operands.baseAddress.flatMap { operands in
              results.baseAddress.map { library.run(operation, operands, words, $0, count) }
            }
          }
        }
      switch outcome {
      case .failure(let failure)?: say(.failure, failure.text)
      case .success(let answered)?:
        let isOverrun = zip(answers, outputs).contains { room, size in
          (0..<Self.guardBytes).contains {
            room.load(fromByteOffset: size * count + $0, as: UInt8.self) != Self.blank
          }
        }
        if isOverrun {
          say(.failure, "assay_device_run wrote behind the end of its results")
        } else if !send(answers, outputs, answered) {
          return 0
        }
      case nil: return 2
      }
    }
  }

  /// Sends the results of the cases that were answered.
  private func send(
    _ rooms: ArraySlice<UnsafeMutableRawPointer>, _ sizes: [Int], _ answered: Int
  ) -> Bool {
    guard Self.send(.answers, size: sizes.reduce(0, +) * answered, to: output) else { return false }
    return zip(rooms, sizes).allSatisfy { Self.put($0, $1 * answered, to: output) }
  }

  private static func send(_ kind: LibraryMessage.Kind, size: Int, to output: Int32) -> Bool {
    LibraryMessage.header(kind, size: size).withUnsafeBytes {
      put($0.baseAddress, $0.count, to: output)
    }
  }

  private static func send(_ kind: LibraryMessage.Kind, _ text: [UInt8], to output: Int32) -> Bool {
    send(kind, size: text.count, to: output)
      && text.withUnsafeBytes { put($0.baseAddress, $0.count, to: output) }
  }

  /// Writes all of it; false where nobody listens any more.
  private static func put(_ bytes: UnsafeRawPointer?, _ count: Int, to output: Int32) -> Bool {
    guard let bytes else { return count == 0 }
    var done = 0
    while done < count {
      let some = write(output, bytes + done, count - done)
      if some < 0, errno == EINTR { continue }
      guard some > 0 else { return false }
      done += some
    }
    return true
  }

  /// Reads so many bytes; false where the input ends before.
  private static func receive(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Bool {
    var done = 0
    while done < count {
      let some = read(0, bytes + done, count - done)
      if some < 0, errno == EINTR { continue }
      guard some > 0 else { return false }
      done += some
    }
    return true
  }
}
