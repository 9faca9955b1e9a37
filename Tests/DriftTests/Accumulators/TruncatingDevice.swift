import Descriptors
import Devices

/// FMAq sums in binary64, where every step of the accumulators under test is exact before it is
/// truncated: products have 48 bits, and sums of grid values fewer than 53.
struct TruncatingDevice: Device {
  let name = "truncating"
  let summary = "FMAq in binary64, for tests"

  func support(for operation: Operation) -> DeviceSupport { .unsupported("sums only") }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    throw .unsupported("sums only")
  }
  func support(for operation: Operation) -> DeviceSupport { .supported }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    guard case .dot(let accumulator, let length) = operation.function,
      case .grid(let product) = accumulator.product, case .grid(let sum) = accumulator.sum
    else { throw .unsupported("FMAq only") }
    return TruncatingUnit(product: product, sum: sum, chunk: accumulator.chunk, length: length)
  }
}

private struct TruncatingUnit: Unit {
  let product, sum: FloatGrid
  let chunk: Accumulator.Chunk?
  let length: Int

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    for place in 0..<batch.count {
      let first = place * 2 * length
      var total = 0.0
      var start = 0
      while start < length {
        let end = min(length, start + (chunk?.length ?? length))
        var running = 0.0
        for index in start..<end {
          let x = Double(Float(bitPattern: UInt32(batch.operands[first + index])))
          let w = Double(Float(bitPattern: UInt32(batch.operands[first + length + index])))
          running = Self.truncate(Self.truncate(x * w, product) + running, sum)
        }
        total = chunk == nil ? running : Self.truncate(total + running, sum)
        start = end
      }
      batch.setResults(place, [UInt64(Float(total).bitPattern)])
    }
    return batch.count
  }

  private static func truncate(_ value: Double, _ grid: FloatGrid) -> Double {
    let smallest = Double(sign: .plus, exponent: grid.lowestExponent, significand: 1)
    if value.magnitude < smallest { return 0 }
    let kept = ~UInt64(0) << UInt64(52 - grid.significandBits)
    let cut = Double(bitPattern: value.bitPattern & kept)
    let largest =
      Double(sign: .plus, exponent: grid.highestExponent, significand: 2)
      - Double(sign: .plus, exponent: grid.highestExponent - grid.significandBits, significand: 1)
    return min(max(cut, -largest), largest)
  }
}
