import Descriptors
import Measuring
import Production

/// The optimal transposable mask of a whole weight matrix, every tile's certificate checked.
struct WholeMatrix {
  /// The side of the matrix.
  static let side = 8192
  /// How many tiles of 8 x 8 it has.
  static let tiles = side / 8 * (side / 8)

  private let mask: PreparedMask
  private let weights: Memory
  private let output: Memory

  /// Memory that one run at a time reads or writes.
  private final class Memory: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
      bytes = .allocate(byteCount: byteCount, alignment: 64)
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { bytes.deallocate() }
  }

  /// Prepares normal weights.
  init(float32: FormatDescriptor) throws {
    guard let rule = MaskRule(named: "transposable-4:8") else {
      preconditionFailure("the rule has a name")
    }
    mask = try PreparedMask(rule, format: float32, rows: Self.side, columns: Self.side)
    weights = Memory(byteCount: 4 * Self.side * Self.side)
    output = Memory(byteCount: Self.side * Self.side)
    let values = Law.normal.values(Self.side * Self.side, seed: 9)
    values.withUnsafeBytes { weights.bytes.copyMemory(from: $0) }
  }

  /// The seconds of one run with two tasks; more than that no tile is refuted.
  func seconds() async throws -> Double {
    let (mask, weights, output) = (mask, weights, output)
    let clock = ContinuousClock()
    let begin = clock.now
    let summary = await mask.run(
      UnsafeRawBufferPointer(weights.bytes), mask: output.bytes, tasks: 2,
      checkingCertificates: true)
    let seconds = (clock.now - begin) / .seconds(1)
    guard summary.checkedTiles == Self.tiles, summary.refutedTiles == 0 else {
      throw Refuted(checked: summary.checkedTiles, refuted: summary.refutedTiles)
    }
    return seconds
  }

  /// A tile whose certificate does not hold, or one without.
  struct Refuted: Error {
    let checked: Int
    let refuted: Int
  }
}
