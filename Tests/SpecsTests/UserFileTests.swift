import Descriptors
import Foundation
import Specs
import Testing

/// A text with everything that a user's file may hold.
let sampleSpecification = """
  # A format by parameters, one by its values, and a dialect.
  formats:
    - name: float8_e3m4fn
      aliases: [e3m4fn]
      exponent: 3
      significand: 4
      infinity: none
      nan: all-ones
      spellings: {acme: [E34, e34n], onnx: FLOAT8E3M4FN}
      source: the data sheet, section 2
      note: >-
        Folded
        text.
    - name: sf4
      family: table
      bits: 2
      values: [-1, "1/3", 0.5, 0x1p3]
    - {name: q3.4, family: fixed-point, bits: 8, fraction: 4, container: 16}
    - {name: posit10_1, family: posit, bits: 10, exponent: 1}
    - {name: hif8b, family: hifloat8}
    - {name: tiny, signed: false, exponent: 3, significand: 1, infinity: top, nan: all-ones}
  dialects:
    - name: acme-1
      source: the data sheet, section 5
      rounding: nearest-away
      overflow: sat-propagate
      tie-parity: significand
      range-test: before-rounding
      without-infinity: bound
      odd-overflow: infinity
      infinity: nan
      nan: payload
      without-nan: negative-zero
      negative: magnitude
      without-zero: smallest
      flush-operands: true
      flush-results: true
      wraps: true
      for:
        - formats: [float8_*, "?f4"]
          nan: signed
        - formats: float8_e3*
          overflow: sat-none
          rounding: stochastic-8b
      roundings: [nearest-away, stochastic-8b]

  """

@Suite struct UserFileTests {
  @Test func formatsAndDialectsAreAdded() throws {
    var catalog = try Catalog.builtIn()
    let before = catalog
    try catalog.add(specification: sampleSpecification, file: "my.yaml")
    #expect(
      catalog.formats.map(\.name) == before.formats.map(\.name) + [
        "float8_e3m4fn", "sf4", "q3.4", "posit10_1", "hif8b", "tiny",
      ])
    let format = try catalog.format(named: "acme:E34")
    #expect(format.name == "float8_e3m4fn")
    #expect(format.source == "the data sheet, section 2")
    #expect(format.note == "Folded text.")
    #expect(
      format.spellings == [
        Spelling(system: "alias", name: "e3m4fn"), Spelling(system: "acme", name: "E34"),
        Spelling(system: "acme", name: "e34n"), Spelling(system: "onnx", name: "FLOAT8E3M4FN"),
      ])
    #expect(try catalog.format(named: "E3M4FN") == format)
    #expect(
      try catalog.format(named: "sf4").encoding
        == .table(
          ValueTable(entries: [
            .finite(ExactLiteral(numerator: -1)),
            .finite(ExactLiteral(numerator: 1, denominator: 3)),
            .finite(ExactLiteral(numerator: 1, exponent: -1)),
            .finite(ExactLiteral(numerator: 1, exponent: 3)),
          ])))
    #expect(try catalog.format(named: "q3.4").container == 16)
    #expect(try catalog.format(named: "posit10_1").encoding == .posit(exponentBits: 1))
    #expect(try catalog.format(named: "hif8b").encoding == .hiFloat8)
    let tiny = FloatLayout(
      signed: false, exponentBits: 3, trailingBits: 1, bias: 3, hasNegativeZero: false,
      infinities: .top, nans: .allOnes)
    #expect(try catalog.format(named: "tiny").encoding == .float(tiny))
    #expect(catalog.specificationHash != before.specificationHash)

    let preset = try catalog.dialect(named: "acme-1")
    var expected = Dialect(
      rounding: .toNearestOrAway, overflow: .satPropagate, tieParity: .significand,
      rangeTest: .beforeRounding, withoutInfinity: .bound, oddOverflow: .infinity, infinity: .nan,
      nan: .payload, withoutNaN: .negativeZero, negative: .magnitude, withoutZero: .smallest,
      flushOperands: true, flushResults: true, wraps: true)
    #expect(preset.base == expected)
    expected.nan = .signed
    #expect(preset.dialect(for: "sf4") == expected)
    #expect(preset.dialect(for: "float8_e5m2") == expected)
    expected.overflow = .satNone
    expected.rounding = .stochastic(bits: 8, variant: .b)
    #expect(preset.dialect(for: "float8_e3m4fn") == expected)
  }

  @Test func aFaultyFileAddsNothing() throws {
    var catalog = try Catalog.builtIn()
    let formats = catalog.formats
    let hash = catalog.specificationHash
    #expect(throws: SpecError.self) {
      try catalog.add(specification: sampleSpecification + "    - name: acme-1\n", file: "my.yaml")
    }
    #expect(catalog.formats == formats)
    #expect(catalog.specificationHash == hash)
    #expect(throws: SpecError.self) { try catalog.format(named: "float8_e3m4fn") }
    try catalog.add(specification: sampleSpecification, file: "my.yaml")
  }

  @Test func filesAreRead() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("specs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let good = folder.appendingPathComponent("good.yaml").path
    try Data(sampleSpecification.utf8).write(to: URL(fileURLWithPath: good))
    var catalog = try Catalog.builtIn()
    try catalog.add(formatsFile: good)
    #expect(try catalog.format(named: "sf4").bits == 2)

    let twice = #expect(throws: SpecError.self) { try catalog.add(formatsFile: good) }
    #expect(
      twice?.description
        == "\(good):3:5: the name 'float8_e3m4fn' is taken; choose another name")
    let missing = folder.appendingPathComponent("missing.yaml").path
    let absent = #expect(throws: SpecError.self) { try catalog.add(formatsFile: missing) }
    #expect(
      absent?.description
        == "\(missing): the file cannot be read; check that it exists and is readable")
    let latin = folder.appendingPathComponent("latin.yaml").path
    try Data([0x66, 0xe9, 0x0a]).write(to: URL(fileURLWithPath: latin))
    let encoded = #expect(throws: SpecError.self) { try catalog.add(formatsFile: latin) }
    #expect(encoded?.description == "\(latin): the file is not UTF-8; save it as UTF-8")
    #expect(throws: SpecError.self) { try catalog.add(formatsFile: folder.path) }
  }

  /// One word may mean different formats in two systems; then it has to be said which is meant.
  @Test func ambiguousSpellings() throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: """
        formats:
          - {name: mine, exponent: 4, significand: 3, spellings: {acme: e4m3}}
        """, file: "my.yaml")
    let error = #expect(throws: SpecError.self) { try catalog.format(named: "e4m3") }
    // OCP is the first of the systems that use the word for the listed format.
    #expect(
      error?.description
        == "'e4m3' is float8_e4m3fn in ocp and mine in acme; write 'ocp:e4m3' or 'acme:e4m3'")
    #expect(try catalog.format(named: "acme:e4m3").name == "mine")
    #expect(try catalog.format(named: "ptx:E4M3").name == "float8_e4m3fn")
  }

  /// What is printed can be read back.
  @Test func parametersReadBack() throws {
    let catalog = try Catalog.builtIn()
    let parametric = try ["Binary8p3ue", "Binary16p1sf", "m7e4b12", "posit12", "int5"].map {
      try catalog.format(named: $0)
    }
    for format in catalog.formats + parametric {
      if case .table = format.encoding { continue }
      let lines = format.parameters.map { "    \($0.name): \($0.value)\n" }.joined()
      var again = catalog
      try again.add(specification: "formats:\n  - name: again\n\(lines)", file: "again.yaml")
      let copy = try again.format(named: "again")
      #expect(copy.encoding == format.encoding, "\(format.name)")
      #expect(copy.bits == format.bits && copy.container == format.container, "\(format.name)")
    }
    for preset in catalog.dialects {
      for name in ["float8_e8m0fnu", "int4", "float8_e4m3fn"] {
        let dialect = preset.dialect(for: name)
        let lines = dialect.parameters.map { "    \($0.name): \($0.value)\n" }.joined()
        var again = catalog
        try again.add(
          specification: "dialects:\n  - name: again\n    source: me\n\(lines)", file: "again.yaml")
        #expect(try again.dialect(named: "again").base == dialect)
      }
    }
  }

  @Test func fingerprint() throws {
    let hash = try Catalog.builtIn().specificationHash
    #expect(hash.count == 16)
    #expect(hash.allSatisfy { "0123456789abcdef".contains($0) })
    #expect(try Catalog.builtIn().specificationHash == hash)
  }
}
