import Conformance
import Descriptors
import Harness
import Reference
import Specs
import Testing

@Suite("laws about formats")
struct FormatLawTests {
  static let effort = Effort.exhaustiveUpTo(1 << 11, orSampled: 400, seed: 1)

  /// The listed formats, and P3109 formats of every kind.
  static let formats: [FormatDescriptor] = {
    guard let catalog = try? Catalog.builtIn() else { return [] }
    let named = [
      "Binary16p1ue", "Binary16p11se", "m7e4b12", "posit3", "posit5", "int5", "uint16",
    ]
    return catalog.formats + named.compactMap { try? catalog.format(named: $0) }
      + ParametricFormats.p3109(bits: 3) + ParametricFormats.p3109(bits: 5)
  }()

  @Test("hold for every format of the catalogue", arguments: formats.map(\.name))
  func hold(_ name: String) async throws {
    let format = try #require(Self.formats.first { $0.name == name })
    for law in FormatLaws.all(for: format) {
      let result = await Search(Self.effort).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
      #expect(result.warnings == [], "\(law.id)")
    }
  }
}
