import Descriptors
import Devices
import Dispatch
import Reference
import Synchronization

/// The reference where a device is asked for: what every device is compared with.
enum ReferenceDevice {
  static let name = "reference"

  /// The reference or a known device, made ready for an operation.
  ///
  /// - Throws: `CommandFailure` for unknown names and operations that the device does not compute.
  static func orKnown(_ name: String, for operation: Operation) throws -> any Unit {
    if name == Self.name {
      try operation.requireReference()
      return ReferenceUnit(evaluator: ScalarEvaluator(operation))
    }
    let names = [Self.name] + KnownDevices.all.map(\.name)
    guard let device = KnownDevices.all.first(where: { $0.name == name }) else {
      throw CommandFailure.unknown("device", name, among: names)
    }
    return try KnownDevices.prepared(device, for: operation)
  }
}

/// The reference, case by case on all cores; results of short cases are kept.
private final class ReferenceUnit: Unit {
  private let evaluator: ScalarEvaluator
  /// The results of all cases, where these are few enough; computed at the first batch.
  private let table = Mutex<[UInt64]>([])
  private let caseBits: Int

  init(evaluator: ScalarEvaluator) {
    self.evaluator = evaluator
    let random = evaluator.operation.takesRandomWord ? 32 : 0
    caseBits = evaluator.operands.map(\.bits).reduce(random, +)
  }

  func run(_ batch: inout Batch) async -> Int {
    let count = batch.count
    let cases = batch
    let results: [UInt64]
    if caseBits <= 16, count >= 1 << caseBits || !table.withLock({ $0.isEmpty }) {
      let table = filledTable()
      results = (0..<count).map { table[Int(number(of: cases, at: $0))] }
    } else {
      results = Self.onAllCores(count) { [evaluator] index in
        evaluator(cases.codes(at: index), word: cases.words.isEmpty ? 0 : cases.words[index])
      }
    }
    for (index, code) in results.enumerated() { batch.results[index] = code }
    return count
  }

  private func filledTable() -> [UInt64] {
    table.withLock { table in
      guard table.isEmpty else { return table }
      let widths = evaluator.operands.map { UInt64($0.bits) }
      table = Self.onAllCores(1 << caseBits) { [evaluator] number in
        var rest = UInt64(number)
        let codes = widths.reversed().map { width in
          defer { rest >>= width }
          return rest & ((1 << width) - 1)
        }
        return evaluator(codes.reversed())
      }
      return table
    }
  }

  /// The operand codes of a case as one number, the last operand lowest.
  private func number(of batch: Batch, at index: Int) -> UInt64 {
    var number: UInt64 = 0
    for (operand, format) in evaluator.operands.enumerated() {
      number = number << UInt64(format.bits) | batch.operands[operand][index]
    }
    return number
  }

  private static func onAllCores(
    _ count: Int, _ body: @escaping @Sendable (Int) -> UInt64
  ) -> [UInt64] {
    let chunk = max(256, (count + 63) / 64)
    let chunks = (count + chunk - 1) / chunk
    let parts = Mutex<[Int: [UInt64]]>([:])
    DispatchQueue.concurrentPerform(iterations: chunks) { index in
      let part = (index * chunk..<min(count, (index + 1) * chunk)).map(body)
      parts.withLock { $0[index] = part }
    }
    return parts.withLock { parts in (0..<chunks).flatMap { parts[$0] ?? [] } }
  }
}
