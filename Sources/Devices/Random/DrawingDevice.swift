public import Descriptors
import Synchronization

/// A device that is given no random words: it draws its own, well or badly.
///
/// The arithmetic is that of a device which is given words. Each unit that is prepared begins
/// another stream of the seed, unless the source is one that does not.
public struct DrawingDevice: Device {
  /// Where the words come from.
  public let source: WordSource
  /// The seed; two devices of one seed draw alike.
  public let seed: UInt64
  /// The device that does the arithmetic.
  public let healthy: any Device
  private let starts = Starts()

  /// Creates a device that has not been started.
  public init(
    _ source: WordSource = .philox, seed: UInt64 = 1, in healthy: any Device = ProductionDevice()
  ) {
    self.source = source
    self.seed = seed
    self.healthy = healthy
  }

  /// The device of a name as `name` makes it; `nil` for other names.
  public init?(named name: String) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.first == "inside", (2...3).contains(parts.count),
      let source = WordSource.named(parts[1]), let seed = UInt64(parts.count > 2 ? parts[2] : "1")
    else { return nil }
    self.init(source, seed: seed)
  }

  /// `inside:`, the source and the seed.
  public var name: String { "inside:\(source.id):\(seed)" }

  /// What is right or wrong with it.
  public var summary: String { source.title }

  public var drawingInside: (any Device)? { self }

  public func support(for operation: Operation) -> DeviceSupport {
    healthy.support(for: operation)
  }

  public func support(for operation: BlockOperation) -> DeviceSupport {
    healthy.support(for: operation)
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    DrawingUnit(
      unit: try healthy.prepare(operation), drawn: drawn(operation.takesRandomWord ? 1 : 0),
      bits: operation.dialect.rounding.wordBits)
  }

  public func prepare(_ operation: BlockOperation) throws(DeviceError) -> any BlockUnit {
    var bits = 32
    if case .prune(let pruning) = operation.function, case .quantised(let own) = pruning.draw {
      bits = own
    } else if operation.wordCount == 1, operation.dialect.rounding.takesRandomWord {
      bits = operation.dialect.rounding.wordBits
    }
    return DrawingBlockUnit(
      unit: try healthy.prepare(operation), drawn: drawn(operation.wordCount), bits: bits)
  }

  private func drawn(_ perCase: Int) -> DrawnWords {
    DrawnWords(
      source: source, seed: seed, start: source.repeatsAtStart ? 0 : starts.next(),
      perCase: perCase)
  }
}

extension RoundingRule {
  /// The bits of a random word that count; 32 where there is none.
  fileprivate var wordBits: Int {
    if case .stochastic(let bits, _) = self { bits } else { 32 }
  }
}

/// How often a device was started.
private final class Starts: Sendable {
  private let count = Mutex(UInt64(0))

  func next() -> UInt64 {
    count.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}

/// The words of one unit, one after the other.
private final class DrawnWords: Sendable {
  private let source: WordSource
  private let seed: UInt64
  private let start: UInt64
  private let perCase: Int
  private let position = Mutex(UInt64(0))

  init(source: WordSource, seed: UInt64, start: UInt64, perCase: Int) {
    (self.source, self.seed, self.start, self.perCase) = (source, seed, start, perCase)
  }

  func next(cases: Int, bits: Int) -> [UInt32] {
    let count = cases * perCase
    let first = position.withLock { position in
      defer { position += UInt64(count) }
      return position
    }
    return source.words(
      .init(
        seed: seed, start: start, position: first, count: count, perCase: perCase, bits: bits))
  }
}

private struct DrawingUnit: Unit {
  let unit: any Unit
  let drawn: DrawnWords
  let bits: Int

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    batch.words = drawn.next(cases: batch.count, bits: bits)
    return try await unit.run(&batch)
  }
}

private struct DrawingBlockUnit: BlockUnit {
  let unit: any BlockUnit
  let drawn: DrawnWords
  let bits: Int

  func run(_ batch: inout BlockBatch) async throws(DeviceError) -> Int {
    batch.words = drawn.next(cases: batch.count, bits: bits)
    return try await unit.run(&batch)
  }
}
