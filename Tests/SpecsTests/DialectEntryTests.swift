import Descriptors
import Specs
import Testing

/// The dialect of a preset for a format, from the compiled-in catalogue.
private func dialect(_ preset: String, _ format: String) throws -> Dialect {
  try Catalog.builtIn().dialect(named: preset).dialect(for: format)
}

@Suite struct DialectEntryTests {
  @Test func presets() throws {
    let names = try Catalog.builtIn().dialects.map(\.name)
    #expect(
      names == [
        "standard", "ocp-saturating", "ocp-nonsaturating", "onnx-saturate", "onnx-nonsaturate",
        "onnx-document-saturate", "onnx-document-nonsaturate", "ml_dtypes-0.6", "torch-2.11",
        "torch-2.13", "ptx-satfinite", "p3109-4.0",
        "p3109-iml-2026-07", "x86-f16c", "x86-avx512-bf16",
      ])
    for preset in try Catalog.builtIn().dialects { #expect(!preset.source.isEmpty) }
  }

  @Test func standardIsTheDefaultDialect() throws {
    #expect(try dialect("standard", "float8_e4m3fn") == Dialect())
    #expect(try dialect("standard", "float32") == Dialect())
    #expect(
      try dialect("standard", "Binary8p4sf")
        == Dialect(withoutInfinity: .bound, divisionByZero: .nan))
  }

  @Test func openComputeProject() throws {
    #expect(try dialect("ocp-saturating", "float8_e5m2") == Dialect(overflow: .satFinite))
    #expect(try dialect("ocp-nonsaturating", "float8_e5m2") == Dialect())
    #expect(try dialect("ocp-nonsaturating", "float6_e2m3fn") == Dialect(overflow: .satFinite))
    #expect(try dialect("ocp-nonsaturating", "float4_e2m1fn") == Dialect(overflow: .satFinite))
  }

  @Test func onnx() throws {
    for (preset, overflow) in [
      ("onnx-saturate", OverflowRule.satFinite), ("onnx-nonsaturate", OverflowRule.satNone),
    ] {
      #expect(
        try dialect(preset, "float8_e4m3fn") == Dialect(overflow: overflow, nan: .signed))
      #expect(
        try dialect(preset, "float8_e8m0fnu")
          == Dialect(
            rounding: .up, overflow: overflow, tieParity: .significand, infinity: .nan,
            nan: .signed, negative: .magnitude, withoutZero: .smallest))
      #expect(
        try dialect(preset, "float4_e2m1fn")
          == Dialect(overflow: .satFinite, nan: .signed, withoutNaN: .oppositeZero))
      #expect(try dialect(preset, "bfloat16") == Dialect(nan: .signed))
    }
  }

  @Test func onnxDocument() throws {
    // The operator's tables for E8M0; elsewhere the evaluator does what they say.
    #expect(
      try dialect("onnx-document-saturate", "float8_e8m0fnu")
        == Dialect(
          rounding: .up, overflow: .satFinite, tieParity: .significand, nan: .signed,
          negative: .magnitude, withoutZero: .smallest))
    #expect(
      try dialect("onnx-document-nonsaturate", "float8_e8m0fnu")
        == Dialect(
          rounding: .up, tieParity: .significand, rangeTest: .beforeRounding, nan: .signed,
          negative: .magnitude))
    for format in ["float8_e4m3fn", "float8_e5m2fnuz", "float4_e2m1fn", "float16", "int8"] {
      for ending in ["saturate", "nonsaturate"] {
        #expect(try dialect("onnx-document-\(ending)", format) == dialect("onnx-\(ending)", format))
      }
    }
  }

  @Test func mlDtypes() throws {
    #expect(try dialect("ml_dtypes-0.6", "float8_e4m3fn") == Dialect(nan: .signed))
    #expect(try dialect("ml_dtypes-0.6", "float16") == Dialect(nan: .payload))
    #expect(
      try dialect("ml_dtypes-0.6", "float6_e3m2fn")
        == Dialect(withoutInfinity: .bound, nan: .signed, withoutNaN: .oppositeZero))
    #expect(
      try dialect("ml_dtypes-0.6", "float8_e8m0fnu")
        == Dialect(
          tieParity: .significand, infinity: .nan, nan: .signed, negative: .nan,
          withoutZero: .nan))
    let integers = Dialect(
      rounding: .towardZero, nan: .signed, withoutNaN: .zero, wraps: true)
    for name in ["int1", "int4", "uint2", "uint4"] {
      #expect(try dialect("ml_dtypes-0.6", name) == integers)
    }
  }

  @Test func torch() throws {
    #expect(
      try dialect("torch-2.13", "float8_e4m3fn") == Dialect(overflow: .satFinite, nan: .signed))
    #expect(try dialect("torch-2.11", "float8_e4m3fn") == Dialect(nan: .signed))
    for preset in ["torch-2.11", "torch-2.13"] {
      #expect(try dialect(preset, "float8_e5m2") == Dialect(nan: .signed))
      #expect(try dialect(preset, "float8_e4m3fnuz") == Dialect(nan: .signed))
      #expect(
        try dialect(preset, "float8_e8m0fnu")
          == Dialect(
            tieParity: .significand, infinity: .nan, nan: .signed, negative: .magnitude,
            withoutZero: .smallest))
    }
  }

  @Test func standardForSmallFormats() throws {
    #expect(
      try dialect("p3109-4.0", "Binary8p4sf")
        == Dialect(withoutInfinity: .bound, divisionByZero: .nan, zeroSign: .dropped))
    #expect(
      try dialect("p3109-iml-2026-07", "Binary8p4sf")
        == Dialect(
          withoutInfinity: .nan, oddOverflow: .infinity, divisionByZero: .nan,
          zeroSign: .dropped))
  }

  @Test func hardware() throws {
    #expect(
      try dialect("ptx-satfinite", "float4_e2m1fn")
        == Dialect(overflow: .satFinite, withoutNaN: .largest))
    #expect(try dialect("x86-f16c", "float16") == Dialect(nan: .payload))
    #expect(
      try dialect("x86-avx512-bf16", "bfloat16") == Dialect(nan: .payload, flushOperands: true))
    let catalog = try Catalog.builtIn()
    #expect(
      try catalog.dialect(named: "x86-f16c").roundings
        == [.toNearestOrEven, .down, .up, .towardZero])
    #expect(try catalog.dialect(named: "x86-avx512-bf16").roundings == [.toNearestOrEven])
    #expect(try catalog.dialect(named: "p3109-4.0").roundings.isEmpty)
  }

  /// A glob that matches nothing would be a misspelt one.
  @Test func everyGlobMatchesAFormat() throws {
    let catalog = try Catalog.builtIn()
    let names = catalog.formats.map(\.name) + ParametricFormats.p3109(bits: 8).map(\.name)
    for preset in catalog.dialects {
      for override in preset.overrides {
        #expect(
          names.contains { Glob(override.formats).matches($0) },
          "\(preset.name): \(override.formats)")
      }
    }
  }
}
