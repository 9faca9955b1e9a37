import Conformance
import Descriptors
import Devices
import Dispatch
import Reference
import Synchronization

extension ReferenceDevice {
  /// The reference or a known device, made ready for an operation on blocks.
  ///
  /// - Throws: `CommandFailure` for unknown names and operations that the device does not compute.
  static func orKnown(_ name: String, for operation: Operation) throws -> any Unit {
    // The reference knows best what is wrong with an operation, and is cheap to ask.
    let evaluator = try evaluator(of: operation)
    if name == Self.name { return ReferenceBlockUnit(evaluator: evaluator) }
    let names = [Self.name] + KnownDevices.all.map(\.name)
    guard let device = KnownDevices.all.first(where: { $0.name == name }) else {
      throw CommandFailure.unknown("device", name, among: names)
    }
    return try KnownDevices.prepared(device, for: operation)
  }

  /// The reference's evaluator.
  ///
  /// - Throws: `CommandFailure` for operations without meaning.
  static func evaluator(of operation: Operation) throws(CommandFailure) -> Evaluator {
    do {
      return try Evaluator(operation)
    } catch {
      throw .reason("\(error)")
    }
  }
}

extension CommandFailure {
  /// A failure told in one line of the form "what; remedy".
  static func reason(_ line: String) -> CommandFailure {
    guard let cut = line.firstRange(of: "; ") else {
      return .usage(line, "see 'assay apply --help'")
    }
    return .usage(String(line[..<cut.lowerBound]), String(line[cut.upperBound...]))
  }
}

/// The reference on blocks, case by case on all cores.
private struct ReferenceBlockUnit: Unit {
  let evaluator: Evaluator

  func run(_ batch: inout Batch) async -> Int {
    let cases = batch
    let parts = Mutex<[Int: (results: [UInt64], flags: AnswerFlags)]>([:])
    DispatchQueue.concurrentPerform(iterations: cases.count) { index in
      let answer = evaluator(cases.codes(at: index), words: cases.words(at: index))
      parts.withLock { $0[index] = answer }
    }
    let answers = parts.withLock { $0 }
    var flags: [AnswerFlags] = []
    for index in 0..<cases.count {
      guard let answer = answers[index] else { return index }
      batch.setResults(index, answer.results)
      flags.append(answer.flags)
    }
    batch.flags = flags
    return cases.count
  }
}
