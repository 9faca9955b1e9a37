public import Descriptors
public import Production
import Synchronization

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
    if let absence { return .absent(absence) }
    do {
      if operation.kind == nil {
        _ = try prepare(operation)
      } else {
        try PreparedOperation.requireSupport(for: operation)
      }
      return .supported
    } catch {
      return .unsupported("\(error)")
    }
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    if let absence { throw .unsupported(absence) }
    let level = level ?? .best
    do {
      switch operation.function {
      case .scalar:
        return ScalarUnit(prepared: try Self.prepared(operation).at(level))
      case .mask(let rule, let rows, let columns, let ragged):
        return MaskUnit(
          prepared: try PreparedMask(
            rule, format: operation.format, rows: rows, columns: columns, ragged: ragged,
            level: level))
      case .encodeBlock, .decodeBlock:
        return BlockCodecUnit(prepared: try PreparedBlockCodec(operation, level: level))
      case .dot:
        return DotUnit(prepared: try PreparedDot(operation, level: level))
      case .compress(let compression):
        return CompressionUnit(
          prepared: try PreparedCompression(compression, format: operation.format),
          isExpanding: false)
      case .expand(let compression):
        return CompressionUnit(
          prepared: try PreparedCompression(compression, format: operation.format),
          isExpanding: true)
      case .prune, .pruneBelow:
        return PruningUnit(prepared: try PreparedPruning(operation, level: level))
      }
    } catch {
      throw .unsupported("\(error)")
    }
  }

  /// The operations that were prepared last: all levels are mostly asked the same, one after the other,
  /// and have the same tables.
  private static let recent = Mutex<[PreparedOperation]>([])

  private static func prepared(
    _ operation: Operation
  ) throws(ProductionError) -> PreparedOperation {
    if let known = recent.withLock({ $0.first { $0.operation == operation } }) { return known }
    let made = try PreparedOperation(operation)
    recent.withLock { recent in
      recent.insert(made, at: 0)
      if recent.count > 4 { recent.removeLast() }
    }
    return made
  }

  /// What this CPU lacks.
  private var absence: String? {
    guard let level, !InstructionLevel.available.contains(level) else { return nil }
    return "not on this CPU: \(level.rawValue)"
  }
}

private struct ScalarUnit: Unit {
  let prepared: PreparedOperation

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let operands = batch.operands
    let words = batch.words
    words.withUnsafeBufferPointer { words in
      batch.results[0].withMutableBytes { results in
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

private struct CompressionUnit: Unit {
  let prepared: PreparedCompression
  let isExpanding: Bool

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    var flags = Array(repeating: AnswerFlags(), count: count)
    // The dense column stands alone on one side, codes and places on the other; taken out of the batch,
    // the two of a side can be written together.
    var (first, rest) = (batch.results[0], batch.results.dropFirst())
    batch.results = []
    if isExpanding {
      batch.operands[0].withBytes { values in
        batch.operands[1].withBytes { places in
          first.withMutableBytes {
            prepared.expand(values, places: places, codes: $0, cases: count) {
              flags[$0] = .refused
            }
          }
        }
      }
    } else if var last = rest.popLast() {
      batch.operands[0].withBytes { codes in
        first.withMutableBytes { values in
          last.withMutableBytes {
            prepared.compress(codes, values: values, places: $0, cases: count) {
              flags[$0] = .refused
            }
          }
        }
      }
      rest = [last]
    }
    batch.results = [first] + rest
    batch.flags = flags
    return count
  }
}
