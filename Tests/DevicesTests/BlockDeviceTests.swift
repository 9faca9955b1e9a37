import Descriptors
import Devices
import Testing

/// A device that gives one answer to every case of an operation on blocks, and converts as the
/// production module does.
struct SameAnswer: Device {
  let name = "same"
  let summary = "gives one answer"
  var results: [UInt64]
  var flags: AnswerFlags = []

  func support(for operation: Operation) -> DeviceSupport { .supported }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    guard operation.kind == nil else { return try ProductionDevice().prepare(operation) }
    return SameUnit(device: self)
  }
}

private struct SameUnit: Unit {
  let device: SameAnswer

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    for index in 0..<batch.count { batch.setResults(index, device.results) }
    batch.flags = Array(repeating: device.flags, count: batch.count)
    return batch.count
  }
}

/// A device that gives back its operands, with the first random word in front.
struct Echo: Device {
  let name = "echo"
  let summary = "gives back what it is given"

  func support(for operation: Operation) -> DeviceSupport { .supported }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit { EchoUnit() }
}

private struct EchoUnit: Unit {
  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    for index in 0..<batch.count {
      var codes = batch.codes(at: index)
      if let word = batch.words(at: index).first { codes[0] = UInt64(word) }
      batch.setResults(index, codes)
    }
    return batch.count
  }
}

@Suite("devices on blocks")
struct BlockDeviceTests {
  static let float32 = FormatDescriptor(
    name: "float32", bits: 32,
    encoding: .float(
      FloatLayout(
        signed: true, exponentBits: 8, trailingBits: 23, bias: 127, hasNegativeZero: true,
        infinities: .ieee, nans: .ieee)))

  static func pruning(_ name: String, _ design: BlockPruning.Design = .systematic) throws
    -> Operation
  {
    let pattern = try #require(BlockPattern(named: name))
    return Operation(.prune(BlockPruning(pattern, design: design)), format: float32)
  }

  static func codes(_ values: Float...) -> [UInt64] { values.map { UInt64($0.bitPattern) } }

  /// What a fault makes of one block, told the healthy answer.
  static func faulty(
    _ id: String, _ operation: Operation, _ codes: [UInt64], words: [UInt32] = [],
    healthy: [UInt64], flags: AnswerFlags = []
  ) async throws -> (results: [UInt64], flags: AnswerFlags?) {
    let fault = try #require(Fault.ofElements.first { $0.id == id })
    let device = FaultyDevice(fault, in: SameAnswer(results: healthy, flags: flags))
    var batch = Batch(operation, count: 1)
    batch.set(0, codes: codes, words: words)
    let answered = try await device.run(operation, &batch)
    #expect(answered == 1)
    return (batch.results(at: 0), batch.flags?[0])
  }

  @Test("a batch is a stream: case after case, each with its words")
  func batches() throws {
    let pattern = try #require(BlockPattern(keep: 2, of: 4))
    var operation = Operation(
      .prune(BlockPruning(pattern, design: .successive)), format: Self.float32)
    operation.dialect.rounding = .stochastic(bits: 8, variant: .c)
    var batch = Batch(operation, count: 2)
    #expect(batch.shape.words == 3 && batch.words.count == 6)
    batch.set(1, codes: [1, 2, 3, 4], words: [5, 6, 7])
    batch.setResults(1, [8, 9, 10, 11])
    #expect(batch.codes(at: 0) == [0, 0, 0, 0] && batch.codes(at: 1) == [1, 2, 3, 4])
    #expect(batch.words(at: 1) == [5, 6, 7])
    #expect(batch.operands[0][6] == 3 && batch.results[0][7] == 11)
    #expect(batch.results(at: 1) == [8, 9, 10, 11] && batch.flags == nil)
    let mask = Operation(
      .mask(.top(1), rows: 2, columns: 3, ragged: .refuse), format: Self.float32)
    let shape = Batch.Shape(mask)
    #expect(
      shape
        == .init(
          operands: [.init(bytes: 4, count: 6)], results: [.init(bytes: 1, count: 6)], words: 0))
  }

  @Test("a device that knows nothing of blocks says so")
  func unsupported() throws {
    let operation = try Self.pruning("2:4")
    let device = InstructionDevice.all[0]
    guard case .unsupported = device.support(for: operation) else {
      Issue.record("\(device.name) computes \(operation.name)")
      return
    }
    #expect(throws: DeviceError.self) { try device.prepare(operation) as any Unit }
  }

  @Test("faults change what kept elements are worth")
  func values() async throws {
    let operation = try Self.pruning("2:4")
    // 10 is kept for certain; 3 stands for the remaining 6.
    let codes = Self.codes(10, 1, -2, -3)
    let healthy = Self.codes(10, 0, 0, -6)
    func faulty(_ id: String) async throws -> [UInt64] {
      try await Self.faulty(id, operation, codes, words: [0], healthy: healthy).results
    }
    #expect(try await faulty("table-half-scale") == Self.codes(8, 0, 0, -8))
    #expect(try await faulty("wrong-denominator") == Self.codes(10, 0, 0, -3))
    #expect(try await faulty("saturated-scaled") == Self.codes(6, 0, 0, -6))
    #expect(try await faulty("unscaled") == Self.codes(10, 0, 0, -3))
    #expect(try await faulty("sign-lost") == Self.codes(10, 0, 0, 6))
    #expect(
      try await faulty("epsilon")
        == Self.codes(10, 0, 0, -6).enumerated().map { $0 == 3 ? $1 + 1 : $1 })
  }

  @Test("faults in the draw follow the word")
  func draws() async throws {
    let operation = try Self.pruning("1:2")
    let zeroFirst = Self.codes(0, 1, 2, 3)
    let four = try Self.pruning("2:4")
    let healthy = Self.codes(0, 3, 0, 3)
    let chosen = try await Self.faulty("zero-chosen", four, zeroFirst, words: [0], healthy: healthy)
    #expect(chosen.results == Self.codes(3, 0, 0, 3))
    let spared = try await Self.faulty("zero-chosen", four, zeroFirst, words: [1], healthy: healthy)
    #expect(spared.results == healthy)
    let lost = try await Self.faulty(
      "top-word-lost", operation, Self.codes(1, 3), words: [.max], healthy: Self.codes(0, 4))
    #expect(lost.results == [0, 0])
  }

  @Test("faults with special values and flags")
  func specials() async throws {
    let operation = try Self.pruning("1:2")
    let nan = Self.codes(.nan, 1)
    let zeroed = try await Self.faulty(
      "nan-zeroed", operation, nan, words: [0], healthy: Self.codes(.nan, 0))
    #expect(zeroed.results == [0, 0])
    let divided = try await Self.faulty(
      "zero-over-zero", operation, [0, 0], words: [0], healthy: [0, 0])
    #expect(divided.results == [0x7FC0_0000, 0x7FC0_0000])
    let silent = try await Self.faulty(
      "flags-lost", operation, Self.codes(.greatestFiniteMagnitude, .greatestFiniteMagnitude),
      words: [0], healthy: Self.codes(.infinity, 0), flags: .overflowed)
    #expect(silent.flags == [])
  }

  @Test("faults change words and places")
  func streams() async throws {
    let operation = try Self.pruning("1:2")
    func run(_ id: String, count: Int = 3) async throws -> [[UInt64]] {
      let fault = try #require(Fault.ofElements.first { $0.id == id })
      var batch = Batch(operation, count: count)
      for index in 0..<count {
        batch.set(index, codes: [0, UInt64(index)], words: [0x1_0001 * UInt32(index)])
      }
      _ = try await FaultyDevice(fault, in: Echo()).run(operation, &batch)
      return (0..<count).map { batch.results(at: $0) }
    }
    #expect(try await run("words-shared") == [[0, 0], [0, 1], [0x2_0002, 2]])
    #expect(try await run("words-truncated") == [[0, 0], [0x1_0000, 1], [0x2_0000, 2]])
    #expect(try await run("word-off-by-one")[1] == [0x1_0000, 1])
    #expect(try await run("last-skipped") == [[0, 0], [0x1_0001, 1], [0, 0]])
    #expect(try await run("block-stale") == [[0, 0], [0, 0], [0x1_0001, 1]])
    #expect(try await run("blocks-tail-repeated", count: 10)[9] == [0x8_0008, 8])
  }

  @Test("names are distinct")
  func names() {
    let ids = Fault.all.map(\.id)
    #expect(Set(ids).count == ids.count)
  }
}
