import Tensors
import Testing

@Suite struct SafetensorsTests {
  @Test func twoTensorsAndNotes() throws {
    let header =
      #"{"__metadata__":{"format":"pt","é":"\u00e9\ud83d\ude00\n"},"#
      + #""a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"#
      + #" "b" : {"shape":[],"data_offsets":[8,10],"dtype":"BF16"}}  "#
    let data: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0x80, 0x3F]
    let file = try TensorFile.open(bytes: Golden.safetensors(header, data: data))
    #expect(file.kind == .safetensors)
    #expect(
      file.metadata == [.init(key: "format", value: "pt"), .init(key: "é", value: "é😀\n")])
    #expect(file.tensors.map(\.name) == ["a", "b"])
    let a = try #require(file.tensor(named: "a"))
    let b = try #require(file.tensor(named: "b"))
    let start = 8 + header.utf8.count
    #expect(a.element == .float32 && a.shape == [1, 2] && a.count == 2)
    #expect(a.byteRange == start..<start + 8)
    #expect(b.element == .bfloat16 && b.shape == [] && b.count == 1)
    #expect(try file.codes(of: a, elements: 0..<2) == [0x3F80_0000, 0xC000_0000])
    #expect(try file.codes(of: a, elements: 1..<2) == [0xC000_0000])
    #expect(try file.codes(of: b, elements: 0..<1) == [0x3F80])
    #expect(file.tensor(named: "c") == nil)
  }

  /// Names are bytes: a composed and a decomposed letter are two names.
  @Test func namesAreComparedByteByByte() throws {
    let header =
      #"{"\u00e9":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
      + #""e\u0301":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#
    let file = try TensorFile.open(bytes: Golden.safetensors(header, data: [7, 9]))
    let entry = try #require(file.tensor(named: "e\u{301}"))
    #expect(try file.codes(of: entry, elements: 0..<1) == [9])
  }

  /// The order in the header need not be that of the data; empty tensors take no room.
  @Test func anyOrderAndEmptyTensors() throws {
    let header =
      #"{"late":{"dtype":"I16","shape":[1],"data_offsets":[1,3]},"#
      + #""none":{"dtype":"F64","shape":[3,0,7],"data_offsets":[1,1]},"#
      + #""early":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}"#
    let file = try TensorFile.open(bytes: Golden.safetensors(header, data: [0xFF, 0x34, 0x12]))
    #expect(file.tensors.map(\.name) == ["late", "none", "early"])
    #expect(file.tensors.map(\.count) == [1, 0, 1])
    #expect(try file.codes(of: file.tensors[0], elements: 0..<1) == [0x1234])
    #expect(try file.codes(of: file.tensors[1], elements: 0..<0) == [])
    #expect(Array(file.tensors[1].runs(ofAtMost: 4)).isEmpty)
    #expect(try TensorFile.open(bytes: Golden.safetensors("{}")).tensors.isEmpty)
  }

  @Test func subByteElementsAreUnpacked() throws {
    let header =
      #"{"four":{"dtype":"F4","shape":[6],"data_offsets":[0,3]},"#
      + #""six":{"dtype":"F6_E2M3","shape":[2,4],"data_offsets":[3,9]}}"#
    // Six bits each from the low end: 1, 2, 3, 4, then 63, 0, 33, 30.
    let six: [UInt8] = [0x81, 0x30, 0x10, 0x3F, 0x10, 0x7A]
    let bytes = Golden.safetensors(header, data: [0x21, 0x43, 0xF5] + six)
    let file = try TensorFile.open(bytes: bytes)
    let four = file.tensors[0]
    let all: [UInt64] = [1, 2, 3, 4, 5, 15]
    let sixes: [UInt64] = [1, 2, 3, 4, 63, 0, 33, 30]
    var mismatches = 0
    for (entry, codes) in [(four, all), (file.tensors[1], sixes)] {
      for begin in 0...codes.count {
        for end in begin...codes.count {
          let read = try file.codes(of: entry, elements: begin..<end)
          if read != Array(codes[begin..<end]) { mismatches += 1 }
        }
      }
    }
    #expect(mismatches == 0)
    var stream: [UInt8] = []
    try file.read(four, elements: 1..<4, into: &stream)
    #expect(stream == [2, 3, 4])
  }

  @Test func runsCoverATensorInOrder() throws {
    let header = #"{"a":{"dtype":"U16","shape":[7],"data_offsets":[0,14]}}"#
    let data = (0..<14).map { UInt8($0) }
    let file = try TensorFile.open(bytes: Golden.safetensors(header, data: data))
    let runs = Array(file.tensors[0].runs(ofAtMost: 3))
    #expect(runs == [0..<3, 3..<6, 6..<7])
    var joined: [UInt8] = []
    var buffer: [UInt8] = []
    for run in runs {
      try file.read(file.tensors[0], elements: run, into: &buffer)
      joined += buffer
    }
    #expect(joined == data)
  }

  @Test func elementsThatDoNotExistAreRefused() throws {
    let header = #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#
    let file = try TensorFile.open(bytes: Golden.safetensors(header, data: [1, 2]), path: "f")
    for range in [0..<3, -1..<1, 3..<3, Int.min..<Int.max] {
      let error = #expect(throws: TensorFileError.self) {
        try file.codes(of: file.tensors[0], elements: range)
      }
      #expect(
        error?.description == "f: tensor \"a\": elements \(range.lowerBound)..<\(range.upperBound) "
          + "asked for, it has 2; ask for elements of 0..<2")
      #expect(error?.reason == .outOfRange)
    }
  }

  /// Each type has a header name that reads back as itself, and the format it should have.
  @Test func typesAndTheirNames() throws {
    let expected: [(String, Int, String?)] = [
      ("BOOL", 8, nil), ("U8", 8, "uint8"), ("I8", 8, "int8"), ("F8_E4M3", 8, "float8_e4m3fn"),
      ("F8_E5M2", 8, "float8_e5m2"), ("F8_E8M0", 8, "float8_e8m0fnu"),
      ("F8_E4M3FNUZ", 8, "float8_e4m3fnuz"), ("F8_E5M2FNUZ", 8, "float8_e5m2fnuz"),
      ("F4", 4, "float4_e2m1fn"), ("F6_E2M3", 6, "float6_e2m3fn"),
      ("F6_E3M2", 6, "float6_e3m2fn"), ("I16", 16, "int16"), ("U16", 16, "uint16"),
      ("F16", 16, "float16"), ("BF16", 16, "bfloat16"), ("I32", 32, "int32"),
      ("U32", 32, "uint32"), ("F32", 32, "float32"), ("I64", 64, "int64"), ("U64", 64, "uint64"),
      ("F64", 64, "float64"), ("C64", 64, nil),
    ]
    for (name, bits, format) in expected {
      let header = #"{"t":{"dtype":"\#(name)","shape":[4],"data_offsets":[0,\#(bits / 2)]}}"#
      let data = [UInt8](repeating: 0, count: bits / 2)
      let entry = try TensorFile.open(bytes: Golden.safetensors(header, data: data)).tensors[0]
      #expect(entry.element.safetensorsName == name)
      #expect(entry.element.bits == bits)
      #expect(entry.element.formatName == format)
    }
    #expect(ElementType.allCases.count { $0.safetensorsName != nil } == expected.count)
  }
}
