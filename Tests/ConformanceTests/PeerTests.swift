import Descriptors
import Devices
import Harness
import Specs
import Testing

@testable import Conformance

@Suite struct PeerTests {
  private static func found(
    _ pattern: String, of library: String = "ml_dtypes"
  ) async throws -> [PeerFinding] {
    try await PeerMatrix.run(
      PeerDevice.all.filter { $0.name == library }, catalog: Catalog.builtIn(), effort: .quick,
      patterns: [pattern]
    ).findings
  }

  private static var isThere: Bool { isInstalled("ml_dtypes") }

  private static func isInstalled(_ library: String) -> Bool {
    PeerDevice.all.contains { $0.name == library && $0.description != nil }
  }

  @Test(.enabled(if: isThere, "ml_dtypes is not installed"))
  func aCastFromBinary32FollowsItsOwnDialectAndNoSaturatingOne() async throws {
    let findings = try await Self.found("ml_dtypes/cast/float32/float8_e4m3fn")
    let finding = try #require(findings.first)
    #expect(findings.count == 1 && finding.failure == nil)
    #expect(finding.cases > 2000 && finding.differing == 0)
    let saturating = try #require(finding.others.first { $0.dialect == "ocp-saturating" })
    #expect(saturating.differing > 0)
    #expect(saturating.smallest?.expected.hasPrefix("0x7E (448)") == true)
    #expect(saturating.smallest?.got.contains("nan") == true)
    // NaN itself is no difference: it is counted apart.
    #expect(finding.others.first { $0.dialect == "standard" }?.differing == 0)
  }

  @Test(.enabled(if: isThere, "ml_dtypes is not installed"))
  func aCastFromBinary64IsSeenToRoundTwice() async throws {
    let finding = try #require(try await Self.found("ml_dtypes/cast/float64/float8_e4m3fn").first)
    #expect(finding.differing > 0)
    #expect(finding.smallest?.operands.hasPrefix("0x3FF1000000000002") == true)
    #expect(finding.smallest?.expected == "0x39 (9/8)")
    #expect(finding.smallest?.got == "0x38 (1)")
  }

  @Test(.enabled(if: isThere, "ml_dtypes is not installed"))
  func aLibraryIsADeviceLikeAnyOther() async throws {
    let catalog = try Catalog.builtIn()
    let peer = try #require(PeerDevice.all.first { $0.name == "ml_dtypes" })
    let format = try catalog.format(named: "float4_e2m1fn")
    let dialect = try catalog.dialect(named: "ml_dtypes-0.6").dialect(for: format.name)
    let operation = Descriptors.Operation(
      .add, operands: [format, format], result: format, dialect: dialect)
    let result = await DeviceCheck(operation, on: peer, effort: .quick).run()
    #expect(result.verdict.word == "proved" && result.cases == 256)
    var truncating = operation
    truncating.dialect.rounding = .towardZero
    #expect(peer.support(for: truncating) == .unsupported("it does not round toward-zero"))
  }

  @Test(.enabled(if: isInstalled("pychop"), "pychop is not installed"))
  func whatOverflowsBecomesZeroInPychop() async throws {
    let finding = try #require(
      try await Self.found("pychop/cast/float64/float8_e4m3", of: "pychop").first)
    #expect(finding.operation.contains("/nearest-even/") && finding.failure == nil)
    let kind = try #require(finding.kinds.first { $0.outcome == "0 for infinity" })
    #expect(kind.operand == "beyond the largest value")
    #expect(kind.smallest.operands == "0x4070000000000000 (256)")
    #expect(kind.smallest.expected == "0x78 (inf)" && kind.smallest.got == "0x00 (0)")
  }

  @Test(.enabled(if: isInstalled("onnx"), "onnx is not installed"))
  func theEvaluatorOfONNXPartsFromItsDocument() async throws {
    let findings = try await Self.found("cast/float32/float8_e8m0fnu", of: "onnx")
    let saturating = try #require(
      findings.first { $0.operation.hasSuffix("up/sat-finite/onnx-document-saturate") })
    #expect(
      saturating.kinds.contains {
        $0.operand == "infinity" && $0.outcome == "NaN for the largest value"
      })
    let nearest = try #require(
      findings.first { $0.operation.hasSuffix("nearest-away/sat-none/onnx-document-nonsaturate") })
    for operand in ["0", "nearer to 0 than every value"] {
      #expect(
        nearest.kinds.contains {
          $0.operand == operand && $0.outcome == "the smallest value for NaN"
        })
    }
  }

  @Test func aLibraryThatIsNotThereIsNamed() async throws {
    let matrix = PeerMatrix(findings: [], absent: ["torch"])
    #expect(matrix.headline.contains("not installed: torch"))
    #expect(matrix.conforms)
  }

  @Test func anOperationThatDiffersIsShownWithItsSmallestCase() {
    let difference = PeerDifference(operands: "0x00 (0)", expected: "0x20 (-0)", got: "0x00 (0)")
    let finding = PeerFinding(
      library: "lib", version: "1", operation: "cast/a/b/nearest-even/sat-none", dialect: "d",
      cases: 5, isEverything: true, differing: 2, otherNaNs: 0, smallest: difference,
      kinds: [
        PeerKind(
          operand: "NaN", outcome: "the other zero", asIf: [], cases: 2, smallest: difference,
          rank: [])
      ],
      others: [.init(dialect: "e", differing: 0)])
    let matrix = PeerMatrix(findings: [finding], absent: [])
    #expect(!matrix.conforms)
    let row =
      "| lib 1 | `cast/a/b/nearest-even/sat-none` | all 5 | 2 | NaN | 0x00 (0) | 0x20 (-0) |"
    #expect(matrix.markdown.contains(row))
    #expect(matrix.markdown.contains("| d | 0 / 1 |") && matrix.markdown.contains("| e | 1 / 1 |"))
    #expect(matrix.text().contains("cast a b") && matrix.jsonLines.contains("\"differing\":2"))
  }
}
