import Descriptors
import Devices

/// Sums of products from a device, one case for each row of one and row of the other matrix.
struct DeviceProducts: CodeProducts {
  let device: any Device
  /// Binary32.
  let result: FormatDescriptor

  private func operation(_ configuration: NetworkConfiguration, depth: Int) -> Operation {
    Operation(
      .dot(configuration.accumulator, length: depth), format: configuration.format, result: result)
  }

  /// Whether the device computes such sums.
  func support(for configuration: NetworkConfiguration) -> DeviceSupport {
    device.support(for: operation(configuration, depth: 64))
  }

  func callAsFunction(
    _ configuration: NetworkConfiguration, x: [UInt8], w: [UInt8], rows: Int, columns: Int,
    depth: Int
  ) async throws -> [Float] {
    let operation = operation(configuration, depth: depth)
    let width = configuration.format.streamBytes
    func codes(_ stream: [UInt8]) -> [UInt64] {
      (0..<stream.count / width).map { index in
        (0..<width).reduce(0) { $0 | UInt64(stream[index * width + $1]) << UInt64(8 * $1) }
      }
    }
    let (left, right) = (codes(x), codes(w))
    var batch = Batch(operation, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let start = (row * columns + column) * 2 * depth
        for place in 0..<depth {
          batch.operands[start + place] = left[row * depth + place]
          batch.operands[start + depth + place] = right[column * depth + place]
        }
      }
    }
    let answered = try await device.prepare(operation).run(&batch)
    guard answered == batch.count else {
      throw DeviceError.failed("\(answered) of \(batch.count) sums were answered")
    }
    return (0..<batch.count).map {
      Float(bitPattern: UInt32(truncatingIfNeeded: batch.results[$0]))
    }
  }
}
