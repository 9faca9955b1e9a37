import Tensors
import Testing

/// Every way in which a safetensors file is refused, with the line that says so.
@Suite struct SafetensorsRefusalTests {
  static let library = "write the file again with a safetensors library"

  /// A header with one tensor `a` described by `fields`.
  static func one(_ fields: String, data: Int = 4) -> [UInt8] {
    Golden.safetensors(#"{"a":{\#(fields)}}"#, data: [UInt8](repeating: 0, count: data))
  }

  static func two(_ first: String, _ second: String, data: Int) -> [UInt8] {
    Golden.safetensors(
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[\#(first)]},"#
        + #""b":{"dtype":"U8","shape":[2],"data_offsets":[\#(second)]}}"#,
      data: [UInt8](repeating: 0, count: data))
  }

  @Test func lengthOfTheHeader() {
    #expect(
      Golden.refusal(Golden.littleEndian(100_000_001, 8) + Array("{}".utf8))
        == "t: byte 0: the header length is 100000001 bytes, at most 100000000 are read; "
        + "check that this is a safetensors file")
    #expect(
      Golden.refusal([UInt8](repeating: 0xFF, count: 8) + Array("{}".utf8))
        == "t: byte 0: the header length is 18446744073709551615 bytes, "
        + "at most 100000000 are read; check that this is a safetensors file")
    #expect(
      Golden.refusal(Golden.littleEndian(3, 8) + Array("{}".utf8))
        == "t: byte 0: the header length is 3 bytes, only 2 follow; "
        + "the file is cut short: fetch or write it again")
    #expect(
      Golden.refusal(Golden.littleEndian(0, 8) + Array("{}".utf8))
        == "t: byte 0: the header length is 0 bytes, an empty header has 2; \(Self.library)")
  }

  @Test(arguments: [
    ("{ ", 10, "a key in quotation marks expected, found the end of the header"),
    ("{]", 9, "a key in quotation marks expected, found ']'"),
    (#"{"a"}"#, 12, "':' expected, found '}'"),
    (#"{"__metadata__":{},}"#, 27, "a key in quotation marks expected, found '}'"),
    (#"{"__metadata__":{} ""#, 27, "',' or '}' expected, found a string"),
    ("{}x", 10, "nothing after the header object expected, found 'x'"),
    ("{}\u{0}", 10, "nothing after the header object expected, found byte 00"),
    (#"{"a"#, 11, "a string is not closed"), (#"{"a\"#, 12, "a string is not closed"),
    ("{\"\n\"", 10, "control character 0A in a string"),
    (#"{"\x"#, 10, "unknown escape in a string"),
    (#"{"\u12g4"#, 10, "four hexadecimal digits must follow \\u"),
    (#"{"\ud800x"#, 10, "half of a surrogate pair in a string"),
    (#"{"\ud800\u0041""#, 10, "half of a surrogate pair in a string"),
    (#"{"\udc00\ud800""#, 10, "half of a surrogate pair in a string"),
    (#"{"\udc00\udc00""#, 10, "half of a surrogate pair in a string"),
    (#"{"a":{"shape":[1 2]}}"#, 25, "',' or ']' expected, found a number"),
  ])
  func grammar(_ header: String, _ offset: Int, _ problem: String) {
    let tensor = header.contains("shape") ? "tensor \"a\": " : ""
    #expect(
      Golden.refusal(Golden.safetensors(header))
        == "t: \(tensor)byte \(offset): invalid JSON: \(problem); \(Self.library)")
  }

  @Test func textThatIsNotUTF8() {
    for (bytes, index) in [([0xFF], 0), ([0x41, 0xC3, 0x28], 1), ([0xED, 0xA0, 0x80], 0)] {
      let header = Array("{\"".utf8) + bytes.map { UInt8($0) } + Array("\":{}}".utf8)
      #expect(
        Golden.refusal(Golden.safetensors(header))
          == "t: byte \(10 + index): the header is not valid UTF-8 here; \(Self.library)")
    }
  }

  @Test func keysThatOccurTwice() {
    let tail = "occurs twice; give every tensor and field one entry"
    let tensor = #"{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
    #expect(
      Golden.refusal(Golden.safetensors(#"{"a":\#(tensor),"\u0061":\#(tensor)}"#))
        == "t: byte 61: the key \"a\" \(tail)")
    #expect(
      Golden.refusal(Golden.safetensors(#"{"__metadata__":{},"__metadata__":{}}"#))
        == "t: byte 27: the key \"__metadata__\" \(tail)")
    #expect(
      Golden.refusal(Golden.safetensors(#"{"__metadata__":{"k":"","k":""}}"#))
        == "t: byte 32: the key \"k\" \(tail)")
    #expect(
      Golden.refusal(Self.one(#""dtype":"U8","dtype":"U8""#))
        == "t: tensor \"a\": byte 27: the key \"dtype\" \(tail)")
  }

  @Test(arguments: [
    ("1", "a number"), ("-1", "a negative number"), ("null", "'n'"), ("[]", "an array"),
    ("{}", "an object"),
  ])
  func notesThatAreNotText(_ value: String, _ found: String) {
    #expect(
      Golden.refusal(Golden.safetensors(#"{"__metadata__":{"k":\#(value)}}"#))
        == "t: byte 29: the __metadata__ value of \"k\" is \(found), a string is needed; "
        + Self.library)
  }

  @Test(arguments: [
    (#""dtype":1"#, 22, "dtype is a number, a string is needed"),
    (#""shape":{}"#, 22, "shape is an object, an array is needed"),
    (#""shape":[-1]"#, 23, "a dimension is a negative number, a non-negative integer is needed"),
    (#""shape":["1"]"#, 23, "a dimension is a string, a non-negative integer is needed"),
    (#""shape":[1.5]"#, 23, "a dimension is not an integer"),
    (#""shape":[1e2]"#, 23, "a dimension is not an integer"),
    (#""shape":[01]"#, 23, "a dimension has a leading zero"),
    (#""shape":[9223372036854775808]"#, 23, "a dimension exceeds 2^63 - 1"),
    (#""shape":[[[[1]]]]"#, 23, "a dimension is an array, a non-negative integer is needed"),
    (
      #""data_offsets":[0,99999999999999999999]"#, 32, "an offset exceeds 2^63 - 1"
    ),
    (#""shape":[1],"data_offsets":[0,1]"#, 9, "dtype is missing"),
    (#""dtype":"U8","data_offsets":[0,1]"#, 9, "shape is missing"),
    (#""dtype":"U8","shape":[1]"#, 9, "data_offsets is missing"),
    (
      #""dtype":"U8","shape":[1],"data_offsets":[0]"#, 54,
      "data_offsets has 1 numbers, begin and end are needed"
    ),
    (
      #""dtype":"U8","shape":[4],"data_offsets":[4,0]"#, 54,
      "data_offsets begin at 4, end at 0"
    ),
    (
      #""dtype":"U16","shape":[3],"data_offsets":[0,4]"#, 55,
      "data_offsets hold 4 bytes, shape and dtype need 6"
    ),
    (
      #""dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,4]"#, 9,
      "the shape holds more than 2^63 - 1 bits"
    ),
    (
      #""dtype":"F64","shape":[0,4294967296,4294967296],"data_offsets":[0,0]"#, 9,
      "the shape holds more than 2^63 - 1 bits"
    ),
    (
      #""dtype":"U8","shape":[2305843009213693952],"data_offsets":[0,0]"#, 9,
      "the shape holds more than 2^63 - 1 bits"
    ),
  ])
  func descriptions(_ fields: String, _ offset: Int, _ problem: String) {
    #expect(
      Golden.refusal(Self.one(fields))
        == "t: tensor \"a\": byte \(offset): \(problem); \(Self.library)")
  }

  @Test func descriptionsWithTheirOwnRemedy() {
    #expect(
      Golden.refusal(Self.one(#""dtype":"F8""#))
        == "t: tensor \"a\": byte 22: unknown dtype \"F8\"; use one of BOOL, U8, I8, U16, I16, "
        + "U32, I32, U64, I64, F4, F6_E2M3, F6_E3M2, F8_E4M3, F8_E5M2, F8_E8M0, F8_E4M3FNUZ, "
        + "F8_E5M2FNUZ, F16, BF16, F32, F64, C64")
    #expect(
      Golden.refusal(Self.one(#""stride":[1]"#))
        == "t: tensor \"a\": byte 14: unknown field \"stride\"; "
        + "keep only dtype, shape and data_offsets")
    #expect(
      Golden.refusal(Self.one(#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#))
        == "t: tensor \"a\": byte 55: data_offsets end at 8, only 4 bytes follow the header; "
        + "the file is cut short or was written wrongly: fetch or write it again")
    #expect(
      Golden.refusal(Self.one(#""dtype":"F4","shape":[3],"data_offsets":[0,2]"#, data: 2))
        == "t: tensor \"a\": byte 9: 3 elements of 4 bits do not fill whole bytes; "
        + "pad the shape to a multiple of 2 elements")
    #expect(
      Golden.refusal(Self.one(#""dtype":"F6_E3M2","shape":[2],"data_offsets":[0,2]"#, data: 2))
        == "t: tensor \"a\": byte 9: 2 elements of 6 bits do not fill whole bytes; "
        + "pad the shape to a multiple of 4 elements")
    #expect(
      Golden.refusal(Golden.safetensors(#"{"a":[]}"#))
        == "t: tensor \"a\": byte 13: the description is an array, an object is needed; "
        + Self.library)
  }

  @Test func holesOverlapsAndTrailingBytes() {
    // The header of two tensors has 105 bytes, so their data begins at byte 113.
    #expect(
      Golden.refusal(Self.two("0,2", "3,5", data: 5))
        == "t: tensor \"b\": byte 115: a hole of 1 bytes before the tensor; \(Self.library)")
    #expect(
      Golden.refusal(Self.two("2,4", "4,6", data: 6))
        == "t: tensor \"a\": byte 113: a hole of 2 bytes before the tensor; \(Self.library)")
    #expect(
      Golden.refusal(Self.two("1,3", "0,2", data: 3))
        == "t: tensor \"a\": byte 114: the tensor begins inside \"b\", which ends at byte 115; "
        + Self.library)
    #expect(
      Golden.refusal(Self.two("0,2", "0,2", data: 2))
        == "t: tensor \"b\": byte 113: the tensor begins inside \"a\", which ends at byte 115; "
        + Self.library)
    #expect(
      Golden.refusal(Self.two("0,2", "2,4", data: 5))
        == "t: byte 117: 1 bytes belong to no tensor; \(Self.library)")
    #expect(
      Golden.refusal(Golden.safetensors("{}", data: [0]))
        == "t: byte 10: 1 bytes belong to no tensor; \(Self.library)")
    #expect(Golden.refusal(Self.two("0,2", "2,4", data: 4)) == nil)
  }

  /// No name in a file can break the line or make it endless.
  @Test func namesAreShownOnOneLine() {
    let name = "x\\n\\u2028" + String(repeating: "y", count: 200)
    let shown = "x\\u{A}\\u{2028}" + String(repeating: "y", count: 117) + "..."
    #expect(
      Golden.refusal(Golden.safetensors(#"{"\#(name)":1}"#), path: "a\nb")
        == "a\\u{A}b: tensor \"\(shown)\": byte 221: the description is a number, "
        + "an object is needed; \(Self.library)")
  }
}
