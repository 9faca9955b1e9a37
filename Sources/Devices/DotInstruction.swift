import CInstructions
public import Descriptors

/// An instruction of this CPU that adds several products to a sum at once, used again and again for sums
/// of any length.
///
/// What it computes is fixed in silicon: it answers a dot product of its formats whatever accumulator
/// is asked for, and an accumulator that it does not follow is refuted.
public struct DotInstruction: Device {
  public let name: String
  public let summary: String
  /// The accumulator that describes the instruction.
  public let accumulator: String
  /// The format of the operands.
  public let format: String
  /// The format of the sums.
  public let result: String

  private let feature: (name: String, isPresent: @Sendable () -> Bool)
  private let compute: Compute

  /// Operands, sums, how many of them, and the products of each.
  fileprivate typealias Compute =
    @Sendable (UnsafeRawPointer, UnsafeMutableRawPointer, Int, Int) -> Void

  /// Whether this CPU has the instruction.
  public var isPresent: Bool { feature.isPresent() }

  public func support(for operation: Operation) -> DeviceSupport {
    .unsupported("\(name) sums products and does nothing else")
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    throw .unsupported("\(name) sums products and does nothing else")
  }

  /// Whether the instruction sums products of these formats, on this CPU.
  public func support(for operation: Operation) -> DeviceSupport {
    guard case .dot = operation.function, operation.format.name == format,
      operation.result.name == result
    else { return .unsupported("\(name) sums products of \(format) in \(result)") }
    guard isPresent else { return .absent("not on this CPU: \(feature.name)") }
    return .supported
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    switch support(for: operation) {
    case .supported: return DotInstructionUnit(length: operation.operandCount / 2, compute: compute)
    case .unsupported(let reason), .absent(let reason): throw .unsupported(reason)
    }
  }

  private struct DotInstructionUnit: Unit {
    let length: Int
    let compute: Compute

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      let count = batch.count
      let input = batch.operands
      input.withBytes { from in
        batch.results.withMutableBytes { to in
          guard let to = to.baseAddress else { return }
          // Sums of no products have no operands, and are +0.
          guard let from = from.baseAddress else {
            to.initializeMemory(as: UInt8.self, repeating: 0, count: 4 * count)
            return
          }
          compute(from, to, count, length)
        }
      }
      return count
    }
  }
}

extension DotInstruction {
  /// Every dot instruction that Assay knows, present on this CPU or not.
  public static let all: [DotInstruction] = [
    DotInstruction(
      name: "x86-vdpbf16ps", summary: "AVX512-BF16, sums of bfloat16 products in binary32",
      accumulator: "x86-vdpbf16ps", format: "bfloat16", result: "float32",
      feature: ("avx512_bf16", { assay_has_vdpbf16ps() != 0 }),
      compute: { from, to, count, length in
        assay_vdpbf16ps(from.codes(), to.codes(), count, length)
      }),
    DotInstruction(
      name: "x86-vpdpwssd", summary: "AVX512-VNNI, sums of int16 products in int32",
      accumulator: "int32-wrap", format: "int16", result: "int32",
      feature: ("avx512_vnni", { assay_has_avx512_vnni() != 0 }),
      compute: { from, to, count, length in
        assay_vpdpwssd(from.codes(), to.codes(), count, length)
      }),
    DotInstruction(
      name: "x86-vpdpwssds", summary: "AVX512-VNNI, saturating sums of int16 products in int32",
      accumulator: "x86-vpdpwssds", format: "int16", result: "int32",
      feature: ("avx512_vnni", { assay_has_avx512_vnni() != 0 }),
      compute: { from, to, count, length in
        assay_vpdpwssds(from.codes(), to.codes(), count, length)
      }),
  ]
}
