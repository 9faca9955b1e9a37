public import Descriptors
public import Devices
import Dispatch
import Reference
import Synchronization

/// The reference where a device is asked for: what every device is compared with.
public struct ReferenceDevice: Device {
  public let name = "reference"
  public let summary = "the reference, on exact rationals"

  /// Creates the device.
  public init() {}

  /// Whether the operation has a meaning.
  public func support(for operation: Operation) -> DeviceSupport {
    do {
      _ = try Evaluator(operation)
      return .supported
    } catch {
      return .unsupported(error.text)
    }
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    do {
      return ReferenceUnit(evaluator: try Evaluator(operation))
    } catch {
      throw .unsupported(error.text)
    }
  }
}

/// The reference, case by case on all cores; results of short cases are kept.
private final class ReferenceUnit: Unit {
  private let evaluator: Evaluator
  /// The results of all cases, where these are few enough; computed at the first batch.
  private let table = Mutex<[UInt64]>([])
  /// The bits of a case that is looked up; `nil` where none is.
  private let caseBits: Int?

  init(evaluator: Evaluator) {
    self.evaluator = evaluator
    let bits = evaluator.operands.reduce(0) { $0 + $1.format.bits }
    caseBits =
      evaluator.scalar != nil && !evaluator.operation.takesRandomWord && bits <= 16 ? bits : nil
  }

  func run(_ batch: inout Batch) async -> Int {
    let count = batch.count
    let cases = batch
    if let caseBits, count >= 1 << caseBits || !table.withLock({ $0.isEmpty }) {
      let table = filledTable(caseBits)
      for index in 0..<count { batch.results[0][index] = table[Int(number(of: cases, at: index))] }
      return count
    }
    let answers = Self.onAllCores(count) { [evaluator] index in
      evaluator.answer(cases.item(at: index))
    }
    for (index, answer) in answers.enumerated() { batch.setResults(index, answer.results) }
    // Functions of a few numbers have no flags of their own here.
    if evaluator.scalar == nil { batch.flags = answers.map { $0.flags ?? [] } }
    return count
  }

  private func filledTable(_ caseBits: Int) -> [UInt64] {
    table.withLock { table in
      guard table.isEmpty else { return table }
      let widths = evaluator.operands.map { UInt64($0.format.bits) }
      table = Self.onAllCores(1 << caseBits) { [evaluator] number in
        var rest = UInt64(number)
        let codes = widths.reversed().map { width in
          defer { rest >>= width }
          return rest & ((1 << width) - 1)
        }
        return evaluator(codes.reversed()).results[0]
      }
      return table
    }
  }

  /// The operand codes of a case as one number, the last operand lowest.
  private func number(of batch: Batch, at index: Int) -> UInt64 {
    var number: UInt64 = 0
    for (operand, run) in evaluator.operands.enumerated() {
      number = number << UInt64(run.format.bits) | batch.operands[operand][index]
    }
    return number
  }

  private static func onAllCores<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let chunk = min(max(1, (count + 15) / 16), max(256, (count + 63) / 64))
    let chunks = (count + chunk - 1) / chunk
    let parts = Mutex<[Int: [Value]]>([:])
    DispatchQueue.concurrentPerform(iterations: chunks) { index in
      let part = (index * chunk..<min(count, (index + 1) * chunk)).map(body)
      parts.withLock { $0[index] = part }
    }
    return parts.withLock { parts in (0..<chunks).flatMap { parts[$0] ?? [] } }
  }
}

extension Batch {
  /// A case.
  func item(at index: Int) -> Case { Case(codes: codes(at: index), words: words(at: index)) }
}
