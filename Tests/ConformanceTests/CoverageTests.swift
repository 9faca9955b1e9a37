import Conformance
import Descriptors
import Devices
import Harness
import Specs
import Testing

@Suite("coverage of samples")
struct CoverageTests {
  static func check(sample: UInt64) async throws -> CheckResult {
    let format = try Catalog.builtIn().format(named: "bfloat16")
    let add = Operation(.add, operands: [format, format], result: format, dialect: Dialect())
    return await DeviceCheck(add, on: ProductionDevice(), effort: .standard, sample: sample).run()
  }

  @Test("a class of operand that was never met is a warning")
  func tooSmall() async throws {
    let result = try await Self.check(sample: 1)
    #expect(result.verdict.conforms)
    #expect(result.warnings.count >= 4)
    #expect(result.warnings.allSatisfy { $0.hasPrefix("never met: operand ") })
  }

  @Test("a sample of ordinary size meets all of them")
  func ordinary() async throws {
    let result = try await Self.check(sample: 5_000)
    #expect(result.warnings == [])
    #expect(result.classes.keys.contains("operand subnormal"))
    #expect(result.classes.keys.contains("result infinity"))
  }
}
