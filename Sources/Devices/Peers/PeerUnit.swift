import Descriptors

/// A library of Python made ready for one operation.
///
/// The script answers with codes one size wider than the results', so that an error that the library
/// raises has a code of its own; it stands in the place of every result of the case.
public struct PeerUnit: Unit {
  /// What a library made of a case.
  public enum Answer: Hashable, Sendable {
    /// The codes of its results.
    case codes([UInt64])
    /// It raised an error, or gave a value that the format does not have; in words.
    case refused(String)
  }

  private let operation: Operation
  /// The bytes of each result.
  private let bytes: [Int]
  private let shape: Batch.Shape
  private let asked: any Unit

  init(_ operation: Operation, asked: any Unit) {
    self.operation = operation
    self.asked = asked
    bytes = operation.resultRuns.flatMap { Array(repeating: $0.bytes, count: $0.count) }
    var shape = Batch.Shape(operation)
    shape.words = 0
    for run in shape.results.indices {
      shape.results[run].bytes = PeerRefusal.bytes(shape.results[run].bytes)
    }
    self.shape = shape
  }

  /// The operation's cases with results of the next size, as the script answers them.
  static func layout(_ operation: Operation) -> CaseLayout {
    var layout = CaseLayout(operation)
    layout.words = 0
    layout.results = layout.results.map { field in
      let bytes = PeerRefusal.bytes(field.bytes)
      return CaseLayout.Field(bits: 8 * bytes, bytes: bytes)
    }
    return layout
  }

  /// What the library makes of each case, from the first on; fewer than asked where it ends early.
  public func answers(_ batch: Batch) async throws(DeviceError) -> [Answer] {
    var copy = Batch(shape, count: batch.count)
    copy.operands = batch.operands
    let done = try await asked.run(&copy)
    return (0..<done).map { answer(copy.results(at: $0)) }
  }

  /// Computes a batch; an error that the library raises ends it.
  public func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    for (index, answer) in try await answers(batch).enumerated() {
      switch answer {
      case .codes(let codes): batch.setResults(index, codes)
      case .refused(let what):
        guard operation.operandCount <= 4 else {
          throw .failed("\(what) at case \(index + 1) of the batch")
        }
        let codes = batch.codes(at: index).map { String($0, radix: 16, uppercase: true) }
        throw .failed("\(what) at \(codes.joined(separator: " "))")
      }
    }
    return batch.count
  }

  private func answer(_ codes: [UInt64]) -> Answer {
    let refusals = zip(codes, bytes).compactMap { PeerRefusal($0, of: $1) }
    return refusals.first.map { .refused($0.text) } ?? .codes(codes)
  }
}

/// A refusal as the script writes it: a code that no result has.
struct PeerRefusal: Hashable {
  /// What the library did, in words.
  let text: String

  private static let kinds = [
    "raises an error", "raises ValueError", "raises OverflowError",
    "gives a value that the format does not have", "raises ZeroDivisionError",
  ]
  /// In 64 bits a refusal is a signalling NaN that no library makes.
  private static let in64: UInt64 = 0x7FF4_0000_0000_0000

  /// Reads an answer; `nil` where it is a result's code.
  init?(_ code: UInt64, of bytes: Int) {
    let bits = UInt64(8 * bytes)
    let kind: UInt64
    if bits < 64 {
      guard code >> bits == 1 else { return nil }
      kind = code & ((1 << bits) - 1)
    } else {
      guard code & ~0xFF == Self.in64 else { return nil }
      kind = code & 0xFF
    }
    text = Self.kinds[kind < UInt64(Self.kinds.count) ? Int(kind) : 0]
  }

  /// The bytes of an answer to a result of so many: one size more, where there is one.
  static func bytes(_ bytes: Int) -> Int { min(8, 2 * bytes) }
}
