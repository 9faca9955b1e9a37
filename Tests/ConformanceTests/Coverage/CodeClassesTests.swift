import Descriptors
import Reference
import Specs
import Testing

@testable import Conformance

@Suite("classes of codes")
struct CodeClassesTests {
  private func classes(_ name: String) throws -> (NumberFormat, CodeClasses) {
    let format = NumberFormat(try Catalog.builtIn().format(named: name))
    return (format, CodeClasses(format))
  }

  private func name(_ classes: CodeClasses, _ code: UInt64) -> String {
    classes.names[classes.index(of: code)]
  }

  @Test("the codes of float8_e4m3fn are where its definition puts them")
  func e4m3() throws {
    let (_, classes) = try classes("float8_e4m3fn")
    let known: [(UInt64, String)] = [
      (0x00, "+0"), (0x80, "-0"), (0x01, "+smallest subnormal"), (0x02, "+subnormal"),
      (0x07, "+largest subnormal"), (0x08, "+smallest normal"), (0x09, "+normal"),
      (0x38, "+one"), (0xB8, "-one"), (0x7D, "+largest but one"), (0x7E, "+largest"),
      (0xFE, "-largest"), (0x7F, "NaN 0x7F"), (0xFF, "NaN 0xFF"),
    ]
    for (code, expected) in known { #expect(name(classes, code) == expected) }
    #expect(classes.names.count == 2 * 9 + 2)
    #expect(classes.absent.contains { $0.reason == "float8_e4m3fn has no infinity" })
  }

  @Test("a wide format's runs agree with its values, code by code")
  func wide() throws {
    for format in ["bfloat16", "float16", "int16", "uint16", "posit16"] {
      guard let (format, classes) = try? classes(format) else { continue }
      for code in 0...format.lastCode {
        let name = name(classes, code)
        let datum = format.decode(code)
        #expect(name.hasSuffix("NaN") == datum.isNaN || name.hasPrefix("NaN"))
        #expect((name == "+0" || name == "-0") == datum.isZero)
        #expect(name.hasPrefix("-") == datum.isNegative || name.hasPrefix("NaN"))
        #expect(name.hasSuffix("subnormal") == (format.classify(code) == .subnormal))
        #expect(name.hasSuffix("inf") == (format.classify(code) == .infinity))
        #expect(name.dropFirst() == "largest" || format.classify(code) != .largest)
      }
    }
  }

  @Test("formats without NaN, infinity or subnormals say so")
  func absent() throws {
    let reasons = try classes("float4_e2m1fn").1.absent.map(\.reason)
    #expect(reasons.contains("float4_e2m1fn has no NaN"))
    let others = try classes("float8_e8m0fnu").1.absent.map(\.reason)
    #expect(others.contains("float8_e8m0fnu has no zero"))
    #expect(others.contains("float8_e8m0fnu has no subnormals"))
    #expect(others.contains("float8_e8m0fnu has no values below 0"))
  }
}
