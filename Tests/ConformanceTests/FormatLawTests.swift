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
    let judge = try LawJudge(effort: Self.effort)
    for law in FormatLaws.all(for: format) { try await judge(law) }
  }

  /// Every law about a format.
  static func laws(of format: FormatDescriptor) -> [Property] {
    FormatLaws.all(for: format) + ArithmeticLaws.all(for: format)
  }

  @Test("the dialects of P3109 are the two texts that its law transcribes")
  func p3109Dialects() throws {
    let catalog = try Catalog.builtIn()
    for name in ["Binary8p4se", "Binary8p4uf", "Binary3p1ue"] {
      let report = try catalog.dialect(named: "p3109-4.0").dialect(for: name)
      #expect(
        report == Dialect(withoutInfinity: .bound, divisionByZero: .nan, zeroSign: .dropped))
      let formal = try catalog.dialect(named: "p3109-iml-2026-07").dialect(for: name)
      #expect(
        formal
          == Dialect(
            withoutInfinity: .nan, oddOverflow: .infinity, divisionByZero: .nan,
            zeroSign: .dropped))
    }
  }

  @Test("ids are unique and begin with their format's name")
  func ids() {
    var seen: Set<String> = []
    for format in Self.formats {
      let laws = Self.laws(of: format)
      #expect(laws.count >= 25)
      for law in laws {
        #expect(seen.insert(law.id).inserted, "\(law.id)")
        #expect(law.subject == format.name)
        #expect(law.id.split(separator: "/").count == 3)
      }
    }
  }
}
