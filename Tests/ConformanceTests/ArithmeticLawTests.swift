import Conformance
import Descriptors
import Harness
import Reference
import Specs
import Testing

@Suite("laws about arithmetic")
struct ArithmeticLawTests {
  static let effort = Effort.exhaustiveUpTo(1 << 10, orSampled: 200, seed: 1)

  @Test("hold for every format of the catalogue", arguments: FormatLawTests.formats.map(\.name))
  func hold(_ name: String) async throws {
    let format = try #require(FormatLawTests.formats.first { $0.name == name })
    for law in ArithmeticLaws.all(for: format) {
      let result = await Search(Self.effort).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
      #expect(result.warnings == [], "\(law.id)")
    }
  }
}
