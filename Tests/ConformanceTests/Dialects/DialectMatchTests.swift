import Descriptors
import Devices
import ExactArithmetic
import Harness
import Reference
import Results
import Specs
import Testing

@testable import Conformance

/// A device that computes an operation in a dialect of its own, whatever it is asked.
private struct StubbornDevice: Device {
  let dialect: Dialect
  /// Codes that are answered with the next code, to no system.
  var slips: Set<UInt64> = []
  let name = "stubborn"
  let summary = "answers in a dialect of its own"

  func support(for operation: Operation) -> DeviceSupport { .supported }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    var own = operation
    own.dialect = dialect
    return StubbornUnit(unit: try ProductionDevice().prepare(own), slips: slips)
  }
}

private struct StubbornUnit: Unit {
  let unit: any Unit
  let slips: Set<UInt64>

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = try await unit.run(&batch)
    for index in 0..<count where slips.contains(batch.operands[0][index]) {
      batch.results[0][index] ^= 1
    }
    return count
  }
}

@Suite("which dialect a device follows")
struct DialectMatchTests {
  private let catalog: Catalog
  private let target: FormatDescriptor
  private let cast: Operation

  init() throws {
    catalog = try Catalog.builtIn()
    target = try catalog.format(named: "float8_e4m3fn")
    cast = Operation.cast(
      from: try catalog.format(named: "float32"), to: target,
      dialect: catalog.standard.dialect(for: target.name))
  }

  private func judge(
    _ device: StubbornDevice, effort: CheckEffort = .quick
  ) async -> CheckResult {
    let context = CheckContext(coverage: .full, candidates: DialectCandidates(catalog))
    return await DeviceCheck(cast, on: device, effort: effort).run(context)
  }

  @Test("a device of a preset is told by its name")
  func preset() async throws {
    let torch = try catalog.dialect(named: "torch-2.13").dialect(for: target.name)
    let report = try #require(await judge(StubbornDevice(dialect: torch)).dialects)
    #expect(report.follows.contains("torch-2.13"))
    #expect(report.nearest == nil)
    #expect(report.answers > 3_000)
    #expect(report.differing > 0)
    #expect(report.lines[0].contains("instead: all \(report.answers) answers agree"))
  }

  @Test("choices that no preset makes are found one after the other")
  func several() async throws {
    var dialect = cast.dialect
    (dialect.rounding, dialect.overflow, dialect.flushResults) = (.towardZero, .satFinite, true)
    let report = try #require(await judge(StubbornDevice(dialect: dialect)).dialects)
    let name = try #require(report.follows.first)
    #expect(name.contains("rounding toward-zero"))
    #expect(name.contains("flush-results true"))
  }

  @Test("one slip in a dialect gives the nearest, and the case where they part")
  func nearest() async throws {
    var dialect = cast.dialect
    dialect.rounding = .towardZero
    // Half way between 1 and the next value, which every sample has.
    let device = StubbornDevice(dialect: dialect, slips: [0x3F88_0000])
    let result = await judge(device)
    let report = try #require(result.dialects)
    #expect(report.follows == [])
    let nearest = try #require(report.nearest)
    #expect(nearest.dialect == "standard with rounding toward-zero")
    #expect(nearest.differing >= 1 && nearest.differing <= 2)
    #expect(nearest.text == "0x3F880000 (17/16)")
    #expect(nearest.expected == "0x38 (1)")
    #expect(nearest.got == "0x39 (9/8)")
  }

  @Test("a device of the dialect that was asked for has no other")
  func asked() async throws {
    let result = await judge(StubbornDevice(dialect: cast.dialect))
    #expect(result.verdict.conforms)
    #expect(result.dialects == nil)
    #expect(result.steps == nil)
  }

  @Test("what a sweep has seen to be right is not asked again")
  func known() async throws {
    var dialect = cast.dialect
    dialect.rounding = .towardZero
    let narrow = Operation.cast(
      from: try catalog.format(named: "float16"), to: target, dialect: cast.dialect)
    let context = CheckContext(coverage: .full, candidates: DialectCandidates(catalog))
    let result = await DeviceCheck(narrow, on: StubbornDevice(dialect: dialect), effort: .quick)
      .run(context)
    #expect(result.dialects?.follows == ["standard with rounding toward-zero"])
    #expect(result.steps?.maxSteps == 1)
  }
}

@Suite("how far off a device is")
struct ValueStepsTests {
  private func format(_ name: String) throws -> NumberFormat {
    NumberFormat(try Catalog.builtIn().format(named: name))
  }

  @Test("steps count values, with both zeros as one")
  func steps() throws {
    let float = ValueSteps(try format("float8_e4m3fn"))
    #expect(float.steps(0x38, 0x39) == 1)
    #expect(float.steps(0x01, 0x81) == 2)
    #expect(float.steps(0x00, 0x80) == 0)
    #expect(float.steps(0x7F, 0x00) == nil)
    let integer = ValueSteps(try format("int8"))
    #expect(integer.steps(0x80, 0x7F) == 255)
    let wide = ValueSteps(try format("float64"))
    #expect(wide.steps(0x7FEF_FFFF_FFFF_FFFF, 0xFFEF_FFFF_FFFF_FFFF) == 0xFFDF_FFFF_FFFF_FFFE)
  }

  @Test("steps of every format are those of its values in order")
  func order() throws {
    for descriptor in try Catalog.builtIn().formats where descriptor.bits <= 8 {
      let format = NumberFormat(descriptor)
      let values = Set((0...format.lastCode).compactMap { format.decode($0).number }).sorted()
      let measure = ValueSteps(format)
      for code in 0...format.lastCode {
        guard let value = format.decode(code).number, let place = values.firstIndex(of: value),
          let zero = values.firstIndex(of: values[0])
        else { continue }
        let first = (0...format.lastCode).first { format.decode($0).number == values[0] }
        #expect(measure.steps(code, try #require(first)) == UInt64(place - zero))
      }
    }
  }

  @Test("the unit of the last place is that of the demanded value")
  func ulp() throws {
    let measure = ValueSteps(try format("float8_e4m3fn"))
    #expect(measure.ulp(0x39, demanded: 0x38) == 1)
    // From 2 down to 15/8 is half a unit of 2, and one unit of 15/8.
    #expect(measure.ulp(0x3F, demanded: 0x40)?.description == "1/2")
    #expect(measure.ulp(0x40, demanded: 0x3F) == 1)
    #expect(measure.ulp(0x02, demanded: 0x00) == 2)
    #expect(ValueSteps(try format("float8_e8m0fnu")).ulp(0x80, demanded: 0x7F) == nil)
  }

  @Test("a sample of answers keeps both kinds, spread evenly, in bounded memory")
  func sample() {
    let most = 4_096
    var sample = AnswerSample(most: most)
    for code in 0..<100_000 as Range<UInt64> {
      sample.add(AnsweredCase(codes: [code], got: 0), isRight: code % 1_000 != 7)
    }
    let kept = sample.answers.map { $0.input.codes[0] }
    #expect(kept.filter { $0 % 1_000 == 7 }.count == 100)
    #expect(kept.count <= most + 100)
    #expect(kept.count >= most / 2)
    #expect(kept.max() ?? 0 > 99_000)
  }
}
