import Conformance
import Descriptors
import Devices
import Harness
import Specs
import Testing

@Suite("Units found out from outside")
struct FingerprintTests {
  /// A unit whose inside is known, and what its entry must say.
  struct KnownUnit: CustomTestStringConvertible, Sendable {
    var name: String
    var format: String
    var parts: [String]

    var testDescription: String { "\(name) of \(format)" }
  }

  static let known = [
    KnownUnit(
      name: "fmaq-m7e4-12-10", format: "float8_e4m3fn",
      parts: [
        "product: {significand: 7, exponent: 4, bias: 12}",
        "sum: {significand: 7, exponent: 4, bias: 10}", "chunk: 16",
      ]),
    KnownUnit(
      name: "fmaq-m7e4-12-10-nearest-even-chunk-5", format: "float8_e4m3fn",
      parts: ["bias: 10, rounding: nearest-even}", "chunk: 5"]),
    KnownUnit(
      name: "fmaq-m7e4-12-10-no-underflow", format: "float8_e4m3fn",
      parts: ["sum: {significand: 7", "flushes: false", "chunk: 16"]),
    KnownUnit(name: "float16", format: "float16", parts: ["sum: float16"]),
    KnownUnit(
      name: "float16-unfused", format: "float16", parts: ["product: float16", "sum: float16"]),
    KnownUnit(
      name: "float32-lanes-8", format: "float16",
      parts: ["sum: float32", "order: {lanes: 8, combination: halves}"]),
    KnownUnit(name: "float32-pairwise", format: "bfloat16", parts: ["order: pairwise"]),
    KnownUnit(name: "bfloat16-kahan", format: "bfloat16", parts: ["adder: compensated"]),
    KnownUnit(
      name: "x86-vdpbf16ps", format: "bfloat16",
      parts: ["flush-results: true", "order: odd-first", "flushes-operands: true", "nan: x86"]),
    KnownUnit(
      name: "hopper-fp8", format: "float8_e4m3fn",
      parts: ["sum: {significand: 13", "terms: 32, bits: 13, rounding: toward-zero"]),
    KnownUnit(name: "int32-saturate", format: "int16", parts: ["format: int32"]),
  ]

  private func fingerprint(
    _ device: any Device, _ format: String, to result: FormatDescriptor, _ catalog: Catalog
  ) async throws -> Fingerprint {
    try await FingerprintRun(
      device, format: catalog.format(named: format), result: result, catalog: catalog,
      effort: .quick, longest: 200)()
  }

  @Test("A planted unit is identified, and answers as its entry does", arguments: known)
  func planted(_ unit: KnownUnit) async throws {
    let catalog = try Catalog.builtIn()
    let accumulator = try catalog.accumulator(named: unit.name)
    let found = try await fingerprint(
      SummingDevice(accumulator), unit.format, to: accumulator.result, catalog)
    let entry = AccumulatorText(catalog).entry(try #require(found.accumulator))
    for part in unit.parts { #expect(entry.contains(part), "\(part) in \(entry)") }
    #expect(found.outside == nil)
    #expect(found.verification.count >= 7)
    for check in found.verification {
      if case .sampled = check.verdict { continue }
      Issue.record("\(check.id): \(check.verdict)")
    }
  }

  @Test("An order that is none of the model's is outside, and is told")
  func permuted() async throws {
    let catalog = try Catalog.builtIn()
    let accumulator = try catalog.accumulator(named: "float32-permuted-1")
    let found = try await fingerprint(
      SummingDevice(accumulator), "float16", to: accumulator.result, catalog)
    #expect(found.accumulator == nil)
    let order = Permutation(seed: 1, count: 40).indices
    // Which of the first two comes first cannot be seen.
    let told = order.prefix(2).sorted() + order.dropFirst(2)
    let text = told.map(String.init).joined(separator: " ")
    #expect(found.findings.contains { $0.answer.hasSuffix("of 40 places: \(text)") })
    #expect(found.outside?.contains("the small one is") == true)
  }

  @Test("A unit with one odd length is outside, with the sum that shows it")
  func odd() async throws {
    let catalog = try Catalog.builtIn()
    let accumulator = try catalog.accumulator(named: "float32")
    let found = try await fingerprint(
      OddDevice(underlying: SummingDevice(accumulator)), "float16", to: accumulator.result, catalog)
    #expect(found.accumulator == nil)
    #expect(found.outside?.contains("the unit gives") == true, "\(found.outside ?? "nothing")")
  }
}

/// Sums like another device, but for five products, where the result's last bit is turned.
private struct OddDevice: Device {
  let underlying: any Device
  let name = "odd"
  let summary = "odd at five products"

  func support(for operation: Operation) -> DeviceSupport { underlying.support(for: operation) }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    try underlying.prepare(operation)
  }
  func support(for operation: Operation) -> DeviceSupport {
    underlying.support(for: operation)
  }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    let unit = try underlying.prepare(operation)
    guard case .dot(_, 5) = operation.function else { return unit }
    return OddUnit(underlying: unit)
  }
}

private struct OddUnit: Unit {
  let underlying: any Unit

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = try await underlying.run(&batch)
    for place in 0..<count { batch.setResults(place, [batch.results(at: place)[0] ^ 1]) }
    return count
  }
}
