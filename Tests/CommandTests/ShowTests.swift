import Foundation
import Testing

@Suite("assay show")
struct ShowTests {
  @Test("a format as text")
  func format() throws {
    let result = try Command.run("show E4M3")
    #expect(
      result.text == """
        float8_e4m3fn, format
          family             float
          bits               8
          container          8
          signed             true
          exponent           4
          significand        3
          bias               7
          subnormals         gradual
          zero               true
          negative-zero      true
          infinity           none
          nan                all-ones
          codes              254 finite (2 zeros), 0 infinities, 2 NaNs
          largest            448
          smallest           -448
          smallest positive  1/512 (0.001953125)
          smallest normal    1/64 (0.015625)
          order              codes rise with magnitude, symmetric around zero
          code of 0          0x00
          code of -0         0x80
          code of nan        0x7F
          code of -nan       0xFF
          in ocp             E4M3
          in onnx            FLOAT8E4M3FN
          in mlir            f8E4M3FN
          in torch           float8_e4m3fn
          in ptx             e4m3
          in safetensors     F8_E4M3
          in x86             HF8
          source             OCP 8-bit Floating Point Specification 1.0

        """)
    #expect(result.status == 0)
  }

  @Test("every spelling leads to the same sheet")
  func spellings() throws {
    let sheet = try Command.run("show float8_e4m3fn").output
    for name in ["FLOAT8E4M3FN", "f8E4M3FN", "ptx:e4m3", "F8_E4M3", "Float8_E4M3FN"] {
      #expect(try Command.run("show \(name)").output == sheet, "\(name)")
    }
  }

  @Test("the codes as JSON, exactly")
  func codesDocument() throws {
    let result = try Command.run("show float8_e4m3 --codes --json")
    let json = try Command.json(result.output)
    #expect(Set(json.keys) == ["name", "bits", "codes"])
    #expect(json["name"] as? String == "float8_e4m3")
    #expect(json["bits"] as? Int == 8)
    let codes = try #require(json["codes"] as? [[String: String]])
    #expect(codes.count == 256)
    #expect(codes[0x00] == ["code": "0x00", "value": "0"])
    #expect(codes[0x51] == ["code": "0x51", "value": "9"])
    #expect(codes[0x01] == ["code": "0x01", "value": "1/512"])
    #expect(codes[0x80] == ["code": "0x80", "value": "-0"])
    #expect(codes[0x78] == ["code": "0x78", "value": "inf"])
    #expect(codes[0xF8] == ["code": "0xF8", "value": "-inf"])
    #expect(codes[0xFF] == ["code": "0xFF", "value": "nan"])
  }

  @Test("a small format's codes in full, as text and as JSON")
  func smallFormat() throws {
    #expect(
      try Command.run("show int2 --codes").text == """
        int2, 2 bits
          0x0  0
          0x1  1
          0x2  -2
          0x3  -1

        """)
    #expect(
      try Command.run("show uint1 --codes --json").text == """
        {
          "bits" : 1,
          "codes" : [
            {
              "code" : "0x0",
              "value" : "0"
            },
            {
              "code" : "0x1",
              "value" : "1"
            }
          ],
          "name" : "uint1"
        }

        """)
  }

  @Test("facts in JSON are exact strings")
  func facts() throws {
    let json = try Command.json(Command.run("show float64 --json").output)
    let smallest = try #require(json["smallestPositive"] as? String)
    #expect(smallest.hasPrefix("1/20240225330731") && smallest.count == 2 + 324)
    #expect((json["specials"] as? [String: String])?["inf"] == "0x7FF0000000000000")
    #expect((json["counts"] as? [String: UInt64])?["zero"] == 2)
  }

  @Test("a dialect with its overrides, as text and as JSON")
  func dialect() throws {
    let file = try Command.file(
      """
      dialects:
        - name: test-1
          source: This test, which says enough about the source to need a second line in the sheet.
          note: None.
          overflow: sat-finite
          for:
            - formats: [float8_*, float6_*]
              overflow: sat-none
              nan: canonical
            - formats: "int*"
              rounding: toward-zero
              wraps: true
          roundings: [nearest-even, toward-zero]
      """)
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(
      try Command.run(["show", "Test-1", "--formats", file]).text == """
        test-1, dialect
          rounding          nearest-even
          overflow          sat-finite
          tie-parity        code
          range-test        after-rounding
          without-infinity  nan
          odd-overflow      parity
          infinity          by-overflow
          nan               canonical
          without-nan       zero
          negative          by-overflow
          without-zero      nan
          division-by-zero  infinity
          zero-sign         kept
          flush-operands    false
          flush-results     false
          wraps             false
          offers            nearest-even, toward-zero
          for float8_*      overflow sat-none, nan canonical
          for float6_*      overflow sat-none, nan canonical
          for int*          rounding toward-zero, wraps true
          source            This test, which says enough about the source to need a
                            second line in the sheet.
          note              None.

        """)
    let json = try Command.json(
      Command.run(["show", "test-1", "--json", "--formats", file]).output)
    #expect((json["fields"] as? [String: String])?.count == 16)
    #expect(json["roundings"] as? [String] == ["nearest-even", "toward-zero"])
    let overrides = try #require(json["overrides"] as? [[String: Any]])
    #expect(overrides.map { $0["formats"] as? String } == ["float8_*", "float6_*", "int*"])
    #expect(
      overrides.last?["fields"] as? [String: String]
        == ["rounding": "toward-zero", "wraps": "true"])
  }
}
