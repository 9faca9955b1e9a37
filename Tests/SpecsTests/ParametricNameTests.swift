import Descriptors
import Specs
import Testing

@Suite struct ParametricNameTests {
  /// Bits, exponent width and bias of v4.0 formats, transcribed from its tables.
  @Test(arguments: [
    ("Binary3p2sf", 3, 1, 1), ("Binary4p1sf", 4, 3, 4), ("Binary4p2sf", 4, 2, 2),
    ("Binary4p2se", 4, 2, 2), ("Binary4p3sf", 4, 1, 1), ("Binary6p2sf", 6, 4, 8),
    ("Binary6p3sf", 6, 3, 4), ("Binary6p4sf", 6, 2, 2), ("Binary8p1uf", 8, 8, 128),
    ("Binary8p1se", 8, 7, 64), ("Binary8p2se", 8, 6, 32), ("Binary8p3se", 8, 5, 16),
    ("Binary8p3sf", 8, 5, 16), ("Binary8p4se", 8, 4, 8), ("Binary8p4sf", 8, 4, 8),
    ("Binary8p5se", 8, 3, 4), ("Binary8p5sf", 8, 3, 4), ("Binary8p6se", 8, 2, 2),
    ("Binary8p7se", 8, 1, 1), ("Binary8p7sf", 8, 1, 1), ("Binary8p3ue", 8, 6, 32),
    ("Binary8p4uf", 8, 5, 16), ("Binary8p4ue", 8, 5, 16), ("Binary8p8uf", 8, 1, 1),
    ("Binary16p8se", 16, 8, 128), ("Binary16p11se", 16, 5, 16),
  ])
  func p3109(name: String, bits: Int, w: Int, bias: Int) throws {
    let format = try Catalog.builtIn().format(named: name)
    let precision = bits - w + (name.contains("u") ? 1 : 0)
    let signed = name.contains("s")
    let expected = FloatLayout(
      signed: signed, exponentBits: w, trailingBits: precision - 1, bias: bias,
      subnormals: .gradual, hasZero: true, hasNegativeZero: false,
      infinities: name.hasSuffix("e") ? .top : .none, nans: signed ? .negativeZero : .allOnes)
    #expect(format.name == name)
    #expect(format.bits == bits)
    #expect(format.encoding == .float(expected))
  }

  @Test func everyP3109NameIsFoundAndNoOther() throws {
    let catalog = try Catalog.builtIn()
    var found = 0
    var wrong: [String] = []
    for bits in 0...18 {
      for precision in 0...18 {
        for sign in ["s", "u"] {
          for domain in ["e", "f"] {
            let name = "Binary\(bits)p\(precision)\(sign)\(domain)"
            let exists =
              (2...16).contains(bits) && precision > 0
              && (sign == "s" ? precision < bits : precision <= bits)
            do {
              let format = try catalog.format(named: name)
              let upper = try catalog.format(named: name.uppercased())
              found += 1
              if !exists || format.name != name || upper != format { wrong.append(name) }
            } catch {
              if exists { wrong.append(name) }
            }
          }
        }
      }
    }
    #expect(wrong.isEmpty)
    #expect(found == 510)
    #expect((2...16).map { ParametricFormats.p3109(bits: $0).count }.reduce(0, +) == 510)
    #expect(Set((2...16).flatMap { ParametricFormats.p3109(bits: $0).map(\.name) }).count == 510)
    #expect(ParametricFormats.p3109(bits: 1).isEmpty)
    #expect(ParametricFormats.p3109(bits: 17).isEmpty)
  }

  @Test(arguments: [
    "Binary8p3", "Binary8p3s", "Binary8p3xf", "Binary8p3sg", "Binary8p3sfx", "Binary08p3sf",
    "Binary8p03sf", "Binary-8p3sf", "Binary8 p3sf", "ary8p3sf", "binary", "Binary８p3sf",
    "m7e", "me4b1", "m7e4b", "m7e4b12x", "m7e04b12", "m7e4b--1", "posit", "posit8x", "int",
    "uint", "int08", "uint+4", "",
  ])
  func noName(name: String) throws {
    #expect(throws: SpecError.self) { try Catalog.builtIn().format(named: name) }
  }

  @Test func accumulators() throws {
    let catalog = try Catalog.builtIn()
    let product = try catalog.format(named: "M7E4B12")
    #expect(product.name == "m7e4b12")
    #expect(product.bits == 12)
    let expected = FloatLayout(
      signed: true, exponentBits: 4, trailingBits: 7, bias: 12, subnormals: .none, hasZero: true,
      hasNegativeZero: true, infinities: .none, nans: .none)
    #expect(product.encoding == .float(expected))
    #expect(try catalog.format(named: "m10e5b-3").name == "m10e5b-3")
    #expect(try catalog.format(named: "m23e8b127").bits == 32)
  }

  @Test func positsAndIntegers() throws {
    let catalog = try Catalog.builtIn()
    for bits in 3...16 {
      let format = try catalog.format(named: "posit\(bits)")
      #expect(format.bits == bits)
      #expect(format.encoding == .posit(exponentBits: 2))
    }
    for bits in 1...16 {
      for (prefix, signed) in [("int", true), ("uint", false)] {
        let format = try catalog.format(named: "\(prefix)\(bits)")
        #expect(format.name == "\(prefix)\(bits)")
        #expect(format.bits == bits)
        #expect(format.encoding == .fixedPoint(FixedPointLayout(signed: signed)))
      }
    }
  }

  @Test(arguments: [
    ("m7e4", "'m7e4' lacks the bias of its exponent; write it behind 'b', as in 'm7e4b12'"),
    (
      "m7e12b0",
      "'m7e12b0' is outside the range of such names; "
        + "take 1 to 11 exponent bits, 32 bits in all and a bias up to 4096"
    ),
    ("Binary17p3sf", "'Binary17p3sf' has 17 bits; P3109 formats here have 2 to 16"),
    ("Binary8p8sf", "'Binary8p8sf' has precision 8; a signed format of 8 bits has 1 to 7"),
    ("Binary8p9uf", "'Binary8p9uf' has precision 9; an unsigned format of 8 bits has 1 to 8"),
    ("posit2", "'posit2' has 2 bits; take 3 to 16, or define it under 'family: posit'"),
    ("uint33", "'uint33' has 33 bits; take 1 to 32, or define it under 'family: fixed-point'"),
  ])
  func parametersOutOfRange(name: String, message: String) throws {
    let catalog = try Catalog.builtIn()
    let error = #expect(throws: SpecError.self) { try catalog.format(named: name) }
    #expect(error?.description == message)
  }
}
