import Descriptors

/// A library of Python made ready for one operation on blocks.
///
/// As for numbers, each answer is one size wider than the result, so that an error that the library
/// raises has a code of its own; it stands in the place of every result of the block.
public struct PeerUnit: Unit {
  /// What a library made of a block.
  public enum Answer: Hashable, Sendable {
    /// The codes of its results.
    case codes([UInt64])
    /// It raised an error; in words.
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
    shape.resultBytes = PeerRefusal.bytes(shape.resultBytes)
    self.shape = shape
  }

  /// The operation's cases with results of the next size, as the script answers them.
  static func layout(_ operation: Operation) -> CaseLayout {
    var layout = CaseLayout(operation)
    layout.results = layout.results.map { field in
      let bytes = PeerRefusal.bytes(field.bytes)
      return CaseLayout.Field(bits: 8 * bytes, bytes: bytes)
    }
    return layout
  }

  /// What the library makes of each block, from the first on; fewer than asked where it ends early.
  public func answers(_ batch: Batch) async throws(DeviceError) -> [Answer] {
    var copy = Batch(shape, count: batch.count)
    for index in 0..<batch.count { copy.set(index, codes: batch.codes(at: index)) }
    let done = try await asked.run(&copy)
    return (0..<done).map { answer(copy.results(at: $0)) }
  }

  /// Computes a batch; an error that the library raises ends it.
  public func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    for (index, answer) in try await answers(batch).enumerated() {
      switch answer {
      case .codes(let codes): batch.setResults(index, codes)
      case .refused(let what): throw .failed("\(what) at block \(index + 1) of the batch")
      }
    }
    return batch.count
  }

  private func answer(_ codes: [UInt64]) -> Answer {
    let refusals = zip(codes, bytes).compactMap { PeerRefusal($0, of: $1) }
    return refusals.first.map { .refused($0.text) } ?? .codes(codes)
  }
}
