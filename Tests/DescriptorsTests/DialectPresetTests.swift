import Descriptors
import Testing

@Suite("presets of dialects")
struct DialectPresetTests {
  static let base = Dialect(rounding: .towardZero, overflow: .satFinite, nan: .signed)

  static let preset = DialectPreset(
    name: "made-up", source: "none", base: base,
    overrides: [
      .init(formats: "float8_*", changes: [.overflow(.satNone), .withoutInfinity(.bound)]),
      .init(formats: "*fnuz", changes: [.overflow(.satPropagate)]),
      .init(formats: "float8_e8m0fnu", changes: [.tieParity(.significand), .wraps(true)]),
    ])

  @Test("what no override matches is the base")
  func untouched() {
    #expect(Self.preset.dialect(for: "bfloat16") == Self.base)
    #expect(Self.preset.dialect(for: "") == Self.base)
  }

  @Test("an override changes its fields and no others")
  func override() {
    var expected = Self.base
    expected.overflow = .satNone
    expected.withoutInfinity = .bound
    #expect(Self.preset.dialect(for: "float8_e4m3fn") == expected)
  }

  @Test("later overrides win, field by field")
  func order() {
    var expected = Self.base
    expected.overflow = .satPropagate
    expected.withoutInfinity = .bound
    #expect(Self.preset.dialect(for: "float8_e4m3fnuz") == expected)
    expected.overflow = .satNone
    expected.tieParity = .significand
    expected.wraps = true
    #expect(Self.preset.dialect(for: "float8_e8m0fnu") == expected)
  }

  @Test("each change sets its own field")
  func changes() {
    func check<Value: Equatable>(
      _ change: DialectChange, _ field: WritableKeyPath<Dialect, Value>, _ value: Value
    ) {
      var expected = Dialect()
      #expect(expected[keyPath: field] != value)
      expected[keyPath: field] = value
      var changed = Dialect()
      change.apply(to: &changed)
      #expect(changed == expected)
    }
    check(.rounding(.up), \.rounding, .up)
    check(.overflow(.satFinite), \.overflow, .satFinite)
    check(.tieParity(.significand), \.tieParity, .significand)
    check(.rangeTest(.beforeRounding), \.rangeTest, .beforeRounding)
    check(.withoutInfinity(.bound), \.withoutInfinity, .bound)
    check(.oddOverflow(.infinity), \.oddOverflow, .infinity)
    check(.infinity(.nan), \.infinity, .nan)
    check(.nan(.payload), \.nan, .payload)
    check(.withoutNaN(.largest), \.withoutNaN, .largest)
    check(.negative(.magnitude), \.negative, .magnitude)
    check(.withoutZero(.smallest), \.withoutZero, .smallest)
    check(.divisionByZero(.nan), \.divisionByZero, .nan)
    check(.zeroSign(.dropped), \.zeroSign, .dropped)
    check(.flushOperands(true), \.flushOperands, true)
    check(.flushResults(true), \.flushResults, true)
    check(.wraps(true), \.wraps, true)
  }

  @Test("widths of raw streams")
  func streamBytes() {
    for (bits, bytes) in [(1, 1), (8, 1), (9, 2), (16, 2), (17, 4), (32, 4), (33, 8), (64, 8)] {
      let format = FormatDescriptor(
        name: "x", bits: bits, encoding: .fixedPoint(FixedPointLayout(signed: true)))
      #expect(format.streamBytes == bytes)
      #expect(format.container == bits)
    }
  }
}
