import CInstructions
public import Descriptors

/// A conversion instruction of this CPU.
///
/// What it computes is fixed in silicon: the dialect of the operation says only which rounding the
/// instruction is told to use, and a dialect that the instruction does not follow is refuted.
public struct InstructionDevice: Device {
  public let name: String
  public let summary: String
  /// The dialect preset that describes the instruction.
  public let dialect: String
  /// The format that the instruction reads.
  public let source: String
  /// The format that the instruction writes.
  public let target: String
  /// The rounding rules that the instruction can be told to use.
  public let roundings: [RoundingRule]

  private let feature: (name: String, isPresent: @Sendable () -> Bool)
  private let convert: Convert

  fileprivate typealias Convert =
    @Sendable (UnsafeRawPointer, UnsafeMutableRawPointer, Int, Int32) -> Void

  /// Whether this CPU has the instruction.
  public var isPresent: Bool { feature.isPresent() }

  /// Whether the instruction computes the operation: this conversion, this rounding, this CPU.
  public func support(for operation: Operation) -> DeviceSupport {
    guard operation.kind == .cast, operation.operands[0].name == source,
      operation.result.name == target
    else { return .unsupported("\(name) converts \(source) to \(target) and does nothing else") }
    guard roundings.contains(operation.dialect.rounding) else {
      let offered = roundings.map(\.name).joined(separator: ", ")
      return .unsupported("\(name) rounds \(offered); not \(operation.dialect.rounding.name)")
    }
    guard isPresent else { return .absent("not on this CPU: \(feature.name)") }
    return .supported
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    try require(operation)
    let immediate: Int32 =
      switch operation.dialect.rounding {
      case .down: Int32(assay_down.rawValue)
      case .up: Int32(assay_up.rawValue)
      case .towardZero: Int32(assay_toward_zero.rawValue)
      default: Int32(assay_nearest_even.rawValue)
      }
    return InstructionUnit(convert: convert, rounding: immediate)
  }

  private struct InstructionUnit: Unit {
    let convert: Convert
    let rounding: Int32

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      let count = batch.count
      let input = batch.operands[0]
      input.withBytes { from in
        batch.results[0].withMutableBytes { to in
          // A batch without cases has no addresses, and nothing to do.
          guard let from = from.baseAddress, let to = to.baseAddress else { return }
          convert(from, to, count, rounding)
        }
      }
      return count
    }
  }
}

extension InstructionDevice {
  private static let ieee: [RoundingRule] = [.toNearestOrEven, .down, .up, .towardZero]

  /// Every conversion instruction that Assay knows, present on this CPU or not.
  public static let all: [InstructionDevice] = [
    InstructionDevice(
      name: "x86-vcvtps2ph", summary: "F16C, binary32 to binary16", dialect: "x86-f16c",
      source: "float32", target: "float16", roundings: ieee,
      feature: ("f16c", { assay_has_f16c() != 0 }),
      convert: { from, to, count, rounding in
        assay_vcvtps2ph(from.codes(), to.codes(), count, rounding)
      }),
    InstructionDevice(
      name: "x86-vcvtph2ps", summary: "F16C, binary16 to binary32", dialect: "x86-f16c",
      source: "float16", target: "float32", roundings: [.toNearestOrEven],
      feature: ("f16c", { assay_has_f16c() != 0 }),
      convert: { from, to, count, _ in assay_vcvtph2ps(from.codes(), to.codes(), count) }),
    InstructionDevice(
      name: "x86-vcvtneps2bf16", summary: "AVX512-BF16, binary32 to bfloat16",
      dialect: "x86-avx512-bf16", source: "float32", target: "bfloat16",
      roundings: [.toNearestOrEven],
      feature: ("avx512_bf16", { assay_has_avx512_bf16() != 0 }),
      convert: { from, to, count, _ in assay_vcvtneps2bf16(from.codes(), to.codes(), count) }),
    InstructionDevice(
      name: "x86-vcvtpd2ps", summary: "AVX, binary64 to binary32", dialect: "x86-f16c",
      source: "float64", target: "float32", roundings: ieee,
      feature: ("avx", { assay_has_avx() != 0 }),
      convert: { from, to, count, rounding in
        assay_vcvtpd2ps(from.codes(), to.codes(), count, rounding)
      }),
    InstructionDevice(
      name: "x86-vcvtps2pd", summary: "AVX, binary32 to binary64", dialect: "x86-f16c",
      source: "float32", target: "float64", roundings: [.toNearestOrEven],
      feature: ("avx", { assay_has_avx() != 0 }),
      convert: { from, to, count, _ in assay_vcvtps2pd(from.codes(), to.codes(), count) }),
  ]
}

extension UnsafeRawPointer {
  func codes<Code>() -> UnsafePointer<Code> { assumingMemoryBound(to: Code.self) }
}

extension UnsafeMutableRawPointer {
  func codes<Code>() -> UnsafeMutablePointer<Code> {
    assumingMemoryBound(to: Code.self)
  }
}
