import Conformance
import Descriptors
import Devices
import Harness
import Specs
import Testing

@Suite("this CPU's conversion instructions")
struct InstructionTests {
  /// The conversion of a device under a dialect preset.
  static func operation(
    _ device: InstructionDevice, preset: String, rounding: RoundingRule
  ) throws -> Operation {
    let catalog = try Catalog.builtIn()
    let target = try catalog.format(named: device.target)
    var dialect = try catalog.dialect(named: preset).dialect(for: target.name)
    dialect.rounding = rounding
    return .cast(from: try catalog.format(named: device.source), to: target, dialect: dialect)
  }

  static func device(_ name: String) throws -> InstructionDevice {
    try #require(InstructionDevice.all.first { $0.name == name })
  }

  @Test("every instruction follows its own dialect", arguments: InstructionDevice.all.map(\.name))
  func ownDialect(_ name: String) async throws {
    let device = try Self.device(name)
    guard device.isPresent else { return }
    for rounding in device.roundings {
      let operation = try Self.operation(device, preset: device.dialect, rounding: rounding)
      let check = DeviceCheck(operation, on: device, preset: device.dialect, effort: .standard)
      let result = await check.run()
      #expect(result.verdict.conforms, "\(result.verdict)")
    }
  }

  @Test("VCVTNEPS2BF16 is found to flush subnormals, and proved to do nothing else")
  func flushing() async throws {
    let device = try Self.device("x86-vcvtneps2bf16")
    guard device.isPresent else { return }
    let plain = try Self.operation(device, preset: "x86-f16c", rounding: .toNearestOrEven)
    let refuted = await DeviceCheck(plain, on: device, effort: .exhaustive).run()
    let counterexample = try #require(refuted.verdict.counterexample)
    // The smallest subnormal that does not round to zero anyway: 2^-134 is a tie, to even.
    #expect(counterexample.choices == [0x0000_8001])
    #expect(counterexample.got.hasPrefix("0x0000"))
    let own = try Self.operation(device, preset: device.dialect, rounding: .toNearestOrEven)
    let proved = await DeviceCheck(own, on: device, effort: .exhaustive).run()
    #expect(proved.verdict == .proved(cases: 1 << 32))
  }

  @Test("a wrong rounding is refuted with the smallest code")
  func wrongRounding() async throws {
    let device = try Self.device("x86-vcvtps2ph")
    guard device.isPresent else { return }
    let operation = try Self.operation(device, preset: device.dialect, rounding: .toNearestOrEven)
    let result = await DeviceCheck(operation, on: Misrounding(device: device), effort: .exhaustive)
      .run()
    // 2^-24 is the smallest binary16 subnormal; above half of it, nearest goes up.
    let counterexample = try #require(result.verdict.counterexample)
    #expect(counterexample.choices == [0x3300_0001])
  }
}

/// An instruction that is told to truncate whatever it was asked.
private struct Misrounding: Device {
  let device: InstructionDevice
  var name: String { "misrounding" }
  var summary: String { "truncates" }

  func support(for operation: Operation) -> DeviceSupport { device.support(for: operation) }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    var truncating = operation
    truncating.dialect.rounding = .towardZero
    return try device.prepare(truncating)
  }
}
