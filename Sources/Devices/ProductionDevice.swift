public import Descriptors
public import Production

/// The production module at one instruction-set level.
public struct ProductionDevice: Device {
  /// The level; `nil` stands for the one that the library chooses by itself.
  public let level: InstructionLevel?

  /// Creates the device.
  public init(level: InstructionLevel? = nil) {
    self.level = level
  }

  /// `production`, or `production:avx2` for a level.
  public var name: String { level.map { "production:\($0.rawValue)" } ?? "production" }

  /// One line for the reader.
  public var summary: String {
    level.map { "the production module, \($0.rawValue) loops" }
      ?? "the production module as it runs here (\(InstructionLevel.best.rawValue))"
  }

  /// The module as it runs by default, then every level.
  public static let all: [ProductionDevice] =
    [ProductionDevice()] + InstructionLevel.allCases.map { ProductionDevice(level: $0) }

  /// Whether the module computes the operation and this CPU has the level.
  public func support(for operation: Operation) -> DeviceSupport {
    if let level, !InstructionLevel.available.contains(level) {
      return .absent("not on this CPU: \(level.rawValue)")
    }
    do {
      try PreparedOperation.requireSupport(for: operation)
      return .supported
    } catch {
      return .unsupported("\(error)")
    }
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    if let level, !InstructionLevel.available.contains(level) {
      throw .unsupported("not on this CPU: \(level.rawValue)")
    }
    do {
      return ProductionUnit(prepared: try PreparedOperation(operation, level: level ?? .best))
    } catch {
      throw .unsupported("\(error)")
    }
  }
}

private struct ProductionUnit: Unit {
  let prepared: PreparedOperation

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let operands = batch.operands
    let words = batch.words
    words.withUnsafeBufferPointer { words in
      batch.results.withMutableBytes { results in
        func run(_ columns: [UnsafeRawBufferPointer]) {
          if columns.count < operands.count {
            operands[columns.count].withBytes { run(columns + [$0]) }
          } else {
            prepared.run(
              operands: columns, words: words.isEmpty ? .none : .given(words),
              results: results, count: count)
          }
        }
        run([])
      }
    }
    return count
  }
}
