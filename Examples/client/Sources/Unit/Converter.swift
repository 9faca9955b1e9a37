public import Assay

/// A converter from float32 to float8_e4m3fn, nearest even, NaN out of range.
public struct Converter: Device {
  public let name = "converter"
  public let summary = "float32 to float8_e4m3fn"
  /// How a quotient becomes an integer.
  let rounding: FloatingPointRoundingRule

  public init(rounding: FloatingPointRoundingRule = .toNearestOrEven) { self.rounding = rounding }

  /// The operation that it computes.
  public static let operation = "cast/float32/float8_e4m3fn/nearest-even/sat-none"

  public func support(for operation: Operation) -> DeviceSupport {
    operation.name == Self.operation ? .supported : .unsupported("it converts float32 only")
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Assay.Unit {
    Lane(rounding: rounding)
  }

  struct Lane: Assay.Unit {
    let rounding: FloatingPointRoundingRule

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      for index in 0..<batch.count {
        let bits = UInt32(truncatingIfNeeded: batch.operands[0][index])
        batch.results[0][index] = convert(Float(bitPattern: bits))
      }
      return batch.count
    }

    private func convert(_ value: Float) -> UInt64 {
      guard value.magnitude < 512 else { return 0x7F }  // NaN is not less either.
      let exponent = max(value.isZero ? -6 : Int(value.exponent), -6)
      let steps = Float(sign: .plus, exponent: 3 - exponent, significand: value.magnitude)
      let code = UInt64(8 * (exponent + 6)) + UInt64(steps.rounded(rounding))
      return code > 0x7E ? 0x7F : code | (value.sign == .minus ? 0x80 : 0)
    }
  }
}
