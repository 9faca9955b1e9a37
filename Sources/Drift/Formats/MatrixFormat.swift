import Descriptors
import Devices
import ExactArithmetic
import Reference
import Specs

/// A way to store a matrix of binary32 values in fewer bits, computed by a device.
struct MatrixFormat: Sendable {
  /// How values are stored.
  enum Kind: Sendable {
    /// A format of single numbers; the matrix is divided by one power of two first, which puts its
    /// largest magnitude at the exponent of the format's largest value, though not above 2^15.
    case numbers(FormatDescriptor)
    /// A block format; blocks lie along the rows.
    case blocks(BlockFormat)
  }

  let name: String
  let kind: Kind
  private let binary32: FormatDescriptor

  /// A format of the catalogue, or a block format.
  init(_ name: String, _ catalog: Catalog) throws {
    self.name = name
    binary32 = try catalog.format(named: "float32")
    if let format = try? catalog.format(named: name) {
      kind = .numbers(format)
    } else {
      kind = .blocks(try catalog.block(named: name))
    }
  }

  /// A matrix that was stored and read back.
  struct Stored: Sendable {
    /// What the matrix has become, in binary32.
    var values: [Float]
    /// For formats of single numbers what entered and what it became, in the format.
    var numbers: [(exact: Rational, got: Datum)]
  }

  /// Stores a matrix and reads it back.
  ///
  /// - Parameter measured: how many of its values are handed on as exact numbers.
  /// - Throws: `DeviceError` where the device does not compute it.
  func store(
    _ values: [Float], rows: Int, measured: Int, on device: any Device
  ) async throws -> Stored {
    switch kind {
    case .numbers(let format): return try await numbers(values, format, measured, device)
    case .blocks(let block):
      let shape = (rows: rows, columns: values.count / rows)
      let codes = try await run(
        Operation(
          .encodeBlock(block, rows: shape.rows, columns: shape.columns, ragged: .atMost),
          format: binary32), values.map { UInt64($0.bitPattern) }, device)
      let stored = try await run(
        Operation(
          .decodeBlock(block, rows: shape.rows, columns: shape.columns, ragged: .atMost),
          format: binary32), codes, device
      ).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
      let numbers = (0..<min(measured, values.count)).map { index in
        (
          exact: Rational(binary64: Double(values[index])),
          got: NumberFormat(binary32).decode(UInt64(stored[index].bitPattern))
        )
      }
      return Stored(values: stored, numbers: numbers)
    }
  }

  private func run(
    _ operation: Operation, _ codes: [UInt64], _ device: any Device
  ) async throws -> [UInt64] {
    var batch = Batch(operation, count: 1)
    batch.set(0, codes: codes)
    guard try await device.run(operation, &batch) == 1 else {
      throw DeviceError.failed("no answer for \(name)")
    }
    return batch.results(at: 0)
  }

  private func numbers(
    _ values: [Float], _ format: FormatDescriptor, _ measured: Int, _ device: any Device
  ) async throws -> Stored {
    let number = NumberFormat(format)
    let target = number.positive.largest.isZero ? 0 : number.positive.largest.floorLog2
    let scale = PowerOfTwoScale(of: values, target: min(target, 15))
    let operation = Operation.cast(
      from: binary32, to: format, dialect: Dialect(overflow: .satFinite))
    let scaled = scale.divide(values)
    var batch = Batch(operation, count: values.count)
    for index in scaled.indices { batch.operands[0][index] = UInt64(scaled[index].bitPattern) }
    guard try await device.run(operation, &batch) == values.count else {
      throw DeviceError.failed("not every value was answered in \(name)")
    }
    let decoded = (0..<values.count).map { number.decode(batch.results[$0]) }
    return Stored(
      values: decoded.map { datum in
        let value = Float(datum.number?.approximateDouble ?? .nan)
        return PowerOfTwoScale.product(value, exponent: scale.exponent)
      },
      numbers: (0..<min(measured, values.count)).map {
        (exact: Rational(binary64: Double(scaled[$0])), got: decoded[$0])
      })
  }

  /// The scale for ulp and value steps; nil for block formats, whose steps differ from block to block.
  var scale: ResultScale? {
    if case .numbers(let format) = kind { return ResultScale(format) }
    return nil
  }
}
