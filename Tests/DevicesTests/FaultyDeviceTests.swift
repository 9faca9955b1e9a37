import Descriptors
import Devices
import Specs
import Testing

/// What one planted fault makes of one case, beside the correct result; worked out by hand.
struct Planted: Sendable, CustomTestStringConvertible {
  var fault: String
  var source: String
  var target: String
  var operand: UInt64
  var healthy: UInt64
  var faulty: UInt64
  var rounding: RoundingRule = .toNearestOrEven
  var overflow: OverflowRule = .satNone

  var testDescription: String { "\(fault) in \(source) to \(target)" }

  func operation() throws -> Operation {
    let catalog = try Catalog.builtIn()
    let dialect = Dialect(rounding: rounding, overflow: overflow)
    return .cast(
      from: try catalog.format(named: source), to: try catalog.format(named: target),
      dialect: dialect)
  }

  static let all: [Planted] = [
    // 17 lies halfway between 16 and 18.
    Planted(
      fault: "ties-away", source: "float32", target: "float8_e4m3fn", operand: 0x4188_0000,
      healthy: 0x58, faulty: 0x59),
    // 15.9 rounds to 16; without the carry it is 8.
    Planted(
      fault: "carry-lost", source: "float32", target: "float8_e4m3fn", operand: 0x417E_6666,
      healthy: 0x58, faulty: 0x50),
    // 0.25000003 is just above the middle between 0 and 0.5.
    Planted(
      fault: "sticky-lost", source: "float32", target: "float4_e2m1fn", operand: 0x3E80_0001,
      healthy: 0x1, faulty: 0x0),
    // The binary64 above 17 is 17 in binary16.
    Planted(
      fault: "via-float16", source: "float64", target: "float8_e4m3fn",
      operand: 0x4031_0000_0000_0001, healthy: 0x59, faulty: 0x58),
    // The binary32 below 2^100.
    Planted(
      fault: "log2-exponent", source: "float32", target: "float8_e8m0fnu", operand: 0x717F_FFFF,
      healthy: 0xE2, faulty: 0xE3, rounding: .towardZero),
    Planted(
      fault: "top-bits", source: "float32", target: "bfloat16", operand: 0x7F80_0001,
      healthy: 0x7FC0, faulty: 0x7F80),
    Planted(
      fault: "nan-as-number", source: "float8_e4m3fn", target: "float32", operand: 0x7F,
      healthy: 0x7FC0_0000, faulty: 0x43F0_0000),
    Planted(
      fault: "nan-as-zero", source: "float8_e4m3fnuz", target: "float32", operand: 0x80,
      healthy: 0x7FC0_0000, faulty: 0x8000_0000),
    Planted(
      fault: "nan-as-largest", source: "float32", target: "float8_e4m3fn", operand: 0x447A_0000,
      healthy: 0x7E, faulty: 0x7F, overflow: .satFinite),
    Planted(
      fault: "e8m0-shift", source: "float8_e8m0fnu", target: "float32", operand: 0,
      healthy: 0x0040_0000, faulty: 0),
    Planted(
      fault: "e8m0-sentinel", source: "float8_e8m0fnu", target: "float32", operand: 0x86,
      healthy: 0x4300_0000, faulty: 0x7FC0_0000),
    Planted(
      fault: "e8m0-sentinel", source: "float8_e8m0fnu", target: "float32", operand: 0xFF,
      healthy: 0x7FC0_0000, faulty: 0x7F80_0000),
    // -1 saturates to 0; its sign lands on top of the code of 1.
    Planted(
      fault: "sign-into-exponent", source: "float32", target: "float8_ue5m3",
      operand: 0xBF80_0000, healthy: 0x00, faulty: 0xF8, overflow: .satFinite),
    Planted(
      fault: "saturation-nan", source: "float32", target: "float8_e5m2", operand: 0x477A_0000,
      healthy: 0x7B, faulty: 0x7E, overflow: .satFinite),
    Planted(
      fault: "overflow-ignores-rule", source: "float32", target: "float8_e5m2",
      operand: 0x477A_0000, healthy: 0x7B, faulty: 0x7C, rounding: .towardZero),
    // 460 rounds back to 448.
    Planted(
      fault: "range-before-rounding", source: "float32", target: "float8_e4m3fn",
      operand: 0x43E6_0000, healthy: 0x7E, faulty: 0x7F),
    Planted(
      fault: "clamp-off-by-one", source: "float32", target: "int8", operand: 0x4300_0000,
      healthy: 0x7F, faulty: 0x80),
    Planted(
      fault: "hidden-bit", source: "float4_e2m1fn", target: "float32", operand: 0x1,
      healthy: 0x3F00_0000, faulty: 0x3F40_0000),
  ]
}

@Suite("faulty devices")
struct FaultyDeviceTests {
  static func fault(_ id: String) throws -> Fault {
    try #require(Fault.all.first { $0.id == id }, "\(id)")
  }

  @Test("make the mistake that they are named for", arguments: Planted.all)
  func mistakes(_ planted: Planted) async throws {
    let operation = try planted.operation()
    var batch = Batch(operation, count: 1)
    batch.operands[0][0] = planted.operand
    #expect(try await ProductionDevice().run(operation, &batch) == 1)
    #expect(batch.results[0][0] == planted.healthy)
    let device = FaultyDevice(try Self.fault(planted.fault))
    #expect(try await device.run(operation, &batch) == 1)
    #expect(batch.results[0][0] == planted.faulty)
  }

  @Test("mix up the elements behind the last full vector")
  func tails() async throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "float8_e4m3fn")
    let operation = Operation.cast(from: format, to: format)
    var batch = Batch(operation, count: 11)
    for index in 0..<11 { batch.operands[0][index] = UInt64(index) }
    _ = try await FaultyDevice(Self.fault("tail-swapped")).run(operation, &batch)
    #expect((0..<11).map { batch.results[0][$0] } == [0, 1, 2, 3, 4, 5, 6, 7, 10, 9, 8])
    _ = try await FaultyDevice(Self.fault("tail-repeated")).run(operation, &batch)
    #expect((0..<11).map { batch.results[0][$0] } == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8])
    _ = try await FaultyDevice(Self.fault("stale")).run(operation, &batch)
    #expect((0..<11).map { batch.results[0][$0] } == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  }

  @Test("share and mishandle random words")
  func words() async throws {
    let catalog = try Catalog.builtIn()
    // 1 + 1/16 lies halfway between 1 and 1.125: words from 80 on round up.
    let operation = Operation.cast(
      from: try catalog.format(named: "float32"), to: try catalog.format(named: "float8_e4m3fn"),
      dialect: Dialect(rounding: .stochastic(bits: 8, variant: .c)))
    func results(_ device: any Device) async throws -> [UInt64] {
      var batch = Batch(operation, count: 4)
      for (index, word) in [0, 0xFF, 0xFF, 0].enumerated() as EnumeratedSequence<[UInt32]> {
        batch.operands[0][index] = 0x3F88_0000
        batch.words[index] = word
      }
      _ = try await device.run(operation, &batch)
      return (0..<4).map { batch.results[0][$0] }
    }
    #expect(try await results(ProductionDevice()) == [0x38, 0x39, 0x39, 0x38])
    #expect(try await results(FaultyDevice(Self.fault("word-shared"))) == [0x38, 0x38, 0x39, 0x39])
    #expect(
      try await results(FaultyDevice(Self.fault("word-mirrored"))) == [0x39, 0x38, 0x38, 0x39])
    #expect(
      try await results(FaultyDevice(Self.fault("word-ignored"))) == [0x38, 0x38, 0x38, 0x38])
    #expect(
      try await results(FaultyDevice(Self.fault("word-misaligned"))) == [0x38, 0x38, 0x38, 0x38])
  }

  @Test("have names of their own, and refuse what the mistake has no bearing on")
  func refusal() async throws {
    #expect(Set(Fault.all.map(\.id)).count == Fault.all.count)
    let float32 = try Catalog.builtIn().format(named: "float32")
    let device = FaultyDevice(try Self.fault("e8m0-shift"))
    #expect(!device.applies(to: .cast(from: float32, to: float32)))
    #expect(throws: DeviceError.self) { try device.prepare(.cast(from: float32, to: float32)) }
  }
}
