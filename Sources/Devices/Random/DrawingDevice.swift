public import Descriptors
import Synchronization

/// A device that is given no random words: it draws its own, well or badly.
///
/// The arithmetic is that of a device which is given words. Each unit that is prepared begins
/// another stream of the seed, unless the source is one that does not. Each element of a block is
/// rounded by a word of its own, also where one word serves them all when words are given.
public struct DrawingDevice: Device {
  /// Where the words come from.
  public let source: WordSource
  /// The seed; two devices of one seed draw alike.
  public let seed: UInt64
  /// The device that does the arithmetic.
  public let healthy: any Device
  private let starts: Starts

  /// Creates a device that has not been started.
  public init(
    _ source: WordSource = .philox, seed: UInt64 = 1, in healthy: any Device = ProductionDevice()
  ) {
    self.init(source, seed: seed, in: healthy, starts: 0)
  }

  private init(_ source: WordSource, seed: UInt64, in healthy: any Device, starts: UInt64) {
    self.source = source
    self.seed = seed
    self.healthy = healthy
    self.starts = Starts(starts)
  }

  /// The same device after it was started so often, as one that goes on drawing from run to run.
  public func afterStarts(_ count: UInt64) -> DrawingDevice {
    DrawingDevice(source, seed: seed, in: healthy, starts: count)
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

  public func support(for operation: Operation) -> DeviceSupport {
    healthy.support(for: operation)
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    DrawingUnit(
      unit: try healthy.prepare(operation), drawn: drawn(operation.takesRandomWord ? 1 : 0),
      bits: operation.dialect.rounding.wordBits)
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    let rounded = Self.roundings(operation)
    let isShared = operation.wordCount > 0 && rounded > Self.givenRoundings(operation)
    let choices = operation.wordCount - Self.givenRoundings(operation)
    return DrawingBlockUnit(
      unit: try healthy.prepare(operation), operation: operation,
      drawn: drawn(choices + rounded, choices: choices), bits: Self.bits(operation),
      replicas: isShared ? rounded : 1)
  }

  /// The words by which the elements of a case are rounded where each has its own.
  private static func roundings(_ operation: Operation) -> Int {
    operation.drawnRounding.takesRandomWord ? operation.resultElements : 0
  }

  /// The words for that where words are given.
  private static func givenRoundings(_ operation: Operation) -> Int {
    guard operation.drawnRounding.takesRandomWord else { return 0 }
    if case .encodeBlock = operation.function { return operation.wordCount }
    return 1
  }

  /// The bits of a draw that count; 32 where the words of a case differ in that.
  private static func bits(_ operation: Operation) -> Int {
    let isRounded = operation.dialect.rounding.takesRandomWord
    if case .prune(let pruning) = operation.function {
      switch pruning.draw {
      case .quantised(let own): return isRounded ? 32 : own
      case .integer: return 64
      case .fraction: return 32
      }
    }
    if case .pruneBelow = operation.function { return 32 }
    return operation.drawnRounding.wordBits
  }

  /// Whether a mistake of the source shows in an operation within millions of draws.
  public func shows(in operation: Operation) -> Bool {
    operation.takesRandomWord && !source.isWithinBlocks
      && source.visibleBits.contains(operation.dialect.rounding.wordBits)
  }

  /// Whether a mistake of the source shows in an operation on blocks within millions of draws.
  public func shows(in operation: Operation) -> Bool {
    if source.isWithinBlocks {
      guard Self.roundings(operation) > 1 else { return false }
      // What an estimator keeps falls apart into halves by the choice, not by the rounding.
      if case .prune = operation.function, source.isAcrossBlocks { return false }
    }
    return operation.wordCount > 0 && source.visibleBits.contains(Self.bits(operation))
  }

  private func drawn(_ perCase: Int, choices: Int = 0) -> DrawnWords {
    DrawnWords(
      source: source, seed: seed, start: source.repeatsAtStart ? 0 : starts.next(),
      perCase: perCase, choices: choices)
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
  private let count: Mutex<UInt64>

  init(_ first: UInt64) { count = Mutex(first) }

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
  private let choices: Int
  private let position = Mutex(UInt64(0))

  init(source: WordSource, seed: UInt64, start: UInt64, perCase: Int, choices: Int) {
    (self.source, self.seed, self.start, self.perCase) = (source, seed, start, perCase)
    self.choices = choices
  }

  func next(cases: Int, bits: Int) -> [UInt32] {
    let count = cases * perCase
    let first = position.withLock { position in
      defer { position += UInt64(count) }
      return position
    }
    return source.words(
      .init(
        seed: seed, start: start, position: first, count: count, perCase: perCase,
        choices: choices, bits: bits))
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

private struct DrawingBlockUnit: Unit {
  let unit: any Unit
  let operation: Operation
  let drawn: DrawnWords
  let bits: Int
  /// How often a case is computed, each time with the word of another element.
  let replicas: Int

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let words = drawn.next(cases: batch.count, bits: bits)
    guard replicas > 1 else {
      batch.words = words
      return try await unit.run(&batch)
    }
    var all = Batch(operation, count: batch.count * replicas)
    let choices = operation.wordCount - 1
    for row in 0..<batch.count {
      let codes = batch.codes(at: row)
      let own = words[row * (choices + replicas)..<(row + 1) * (choices + replicas)]
      for (place, word) in own.dropFirst(choices).enumerated() {
        all.set(row * replicas + place, codes: codes, words: own.prefix(choices) + [word])
      }
    }
    let done = try await unit.run(&all) / replicas
    for row in 0..<done {
      for place in 0..<replicas {
        batch.results[row * replicas + place] =
          all.results[(row * replicas + place) * replicas + place]
      }
    }
    return done
  }
}

extension Operation {
  /// The results that are rounded each by itself: not the scales of encoded blocks.
  fileprivate var resultElements: Int { resultRuns.first?.count ?? 0 }
}
