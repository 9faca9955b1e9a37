import Tensors
import Testing

@Suite struct NpyTests {
  static let numPy = "write the file again with NumPy"

  @Test(arguments: [1, 2, 3] as [UInt8])
  func versions(_ version: UInt8) throws {
    let bytes = Golden.npy(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }   ",
      data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], version: version)
    let file = try TensorFile.open(bytes: bytes, path: "some/where/w.npy")
    let entry = try #require(file.tensors.first)
    #expect(file.kind == .npy(version: Int(version)))
    #expect(file.tensors.count == 1 && file.metadata.isEmpty)
    #expect(entry.name == "w" && entry.element == .float32 && entry.shape == [1, 2])
    #expect(entry.count == 2 && !entry.isColumnMajor && !entry.isBigEndian)
    #expect(try file.codes(of: entry, elements: 0..<2) == [0x3F80_0000, 0xC000_0000])
  }

  @Test(arguments: [
    ("|b1", ElementType.bool), ("|u1", .uint8), ("|i1", .int8), ("<i1", .int8), ("<u2", .uint16),
    ("<i2", .int16), ("<u4", .uint32), ("<i4", .int32), ("<u8", .uint64), ("<i8", .int64),
    ("<f2", .float16), ("<f4", .float32), ("<f8", .float64), ("|V1", .raw8), ("<V1", .raw8),
    ("<f1", .raw8), ("|V2", .raw16), ("<V2", .raw16), ("|V4", .raw32), ("|V8", .raw64),
  ])
  func littleEndianTypes(_ descr: String, _ element: ElementType) throws {
    let width = element.streamBytes
    let data = (0..<2 * width).map { UInt8($0 + 1) }
    let header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (2,), }"
    let file = try TensorFile.open(bytes: Golden.npy(header, data: data))
    #expect(file.tensors[0].element == element)
    #expect(!file.tensors[0].isBigEndian)
    var bytes: [UInt8] = []
    try file.read(file.tensors[0], elements: 0..<2, into: &bytes)
    #expect(bytes == data)
    let code = data[width...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(try file.codes(of: file.tensors[0], elements: 1..<2) == [code])
  }

  @Test(arguments: [
    (">u2", ElementType.uint16), (">i2", .int16), (">u4", .uint32), (">i4", .int32),
    (">u8", .uint64), (">i8", .int64), (">f2", .float16), (">f4", .float32), (">f8", .float64),
  ])
  func bigEndianTypesAreSwapped(_ descr: String, _ element: ElementType) throws {
    let width = element.streamBytes
    let data = (0..<2 * width).map { UInt8($0 + 1) }
    let header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (2,), }"
    let file = try TensorFile.open(bytes: Golden.npy(header, data: data))
    let entry = file.tensors[0]
    #expect(entry.element == element && entry.isBigEndian)
    let code = data[width...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(try file.codes(of: entry, elements: 1..<2) == [code])
  }

  /// Keys in any order, either quotation mark, no trailing comma, scalars, empty arrays.
  @Test func otherSpellings() throws {
    let other = "{\"shape\":(),'fortran_order':True,\"descr\":\"|u1\"}"
    let scalar = try TensorFile.open(bytes: Golden.npy(other, data: [5])).tensors[0]
    #expect(scalar.shape == [] && scalar.count == 1 && scalar.isColumnMajor)
    let none = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }"
    #expect(try TensorFile.open(bytes: Golden.npy(none)).tensors[0].count == 0)
    let bare = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1)}"
    #expect(try TensorFile.open(bytes: Golden.npy(bare, data: [5])).tensors[0].shape == [1, 1])
  }

  @Test(arguments: [
    ("", 11, "invalid Python literal: '{' expected, found the end of the header"),
    ("[]", 10, "invalid Python literal: '{' expected, found an array"),
    ("{}", 10, "descr is missing"),
    ("{'descr': '|u1', 'shape': (1,)}", 10, "fortran_order is missing"),
    ("{'descr': '|u1', 'fortran_order': True}", 10, "shape is missing"),
    ("{'descr': '|u1', 'descr': '|u1'}", 27, "the key \"descr\" occurs twice"),
    ("{descr: 1}", 11, "invalid Python literal: a key in quotation marks expected, found 'd'"),
    ("{'descr' '|u1'}", 19, "invalid Python literal: ':' expected, found a string"),
    (
      "{'descr': 1}", 20,
      "invalid Python literal: descr in quotation marks expected, found a number"
    ),
    ("{'de\\x73cr': 1}", 14, "invalid Python literal: byte 5C in a key"),
    ("{'descr", 17, "invalid Python literal: byte 0A in a key"),
    (
      "{'fortran_order': 1}", 28,
      "invalid Python literal: True or False for fortran_order expected, found a number"
    ),
    ("{'shape': 3}", 20, "shape is a number, a tuple is needed"),
    ("{'shape': (-3,)}", 21, "a dimension is a negative number, a non-negative integer is needed"),
    ("{'shape': (9223372036854775808,)}", 21, "a dimension exceeds 2^63 - 1"),
    ("{'shape': (3L,)}", 22, "invalid Python literal: ',' or ')' expected, found 'L'"),
    ("{'shape': (,)}", 21, "a dimension is ',', a non-negative integer is needed"),
    (
      "{'descr': '|u1', 'fortran_order': True, 'shape': (1,)", 64,
      "invalid Python literal: '}' expected, found the end of the header"
    ),
    (
      "{'descr': '|u1', 'fortran_order': True, 'shape': (1,)}{", 64,
      "invalid Python literal: nothing after the dictionary expected, found an object"
    ),
    (
      "{'descr': '<f8', 'fortran_order': True, 'shape': (4294967296, 4294967296)}", 10,
      "the shape holds more than 2^63 - 1 bits"
    ),
  ])
  func malformedHeaders(_ header: String, _ offset: Int, _ problem: String) {
    #expect(
      Golden.refusal(Golden.npy(header, data: [0]))
        == "t: byte \(offset): \(problem); \(Self.numPy)")
  }

  @Test(arguments: [
    (
      "{'descr': '|O'}", 20, "the elements are pickled Python objects",
      "save an array of plain numbers"
    ),
    (
      "{'descr': [('a', '<f4')]}", 20, "descr is a record", "save each field as an array of its own"
    ),
    (
      "{'descr': '>V2'}", 20, "descr \">V2\" gives raw bytes a byte order",
      "save the array little-endian"
    ),
    (
      "{'descr': '|f4'}", 20, "descr \"|f4\" leaves the byte order open",
      "write < or > in its place"
    ),
    (
      "{'descr': '=i2'}", 20, "descr \"=i2\" leaves the byte order open",
      "write < or > in its place"
    ),
    ("{'order': 'C'}", 11, "unknown key \"order\"", "keep only descr, fortran_order and shape"),
    (
      "{'shape': (3)}", 23, "shape is a number in parentheses",
      "write a one-dimensional shape as (n,)"
    ),
  ])
  func unsupportedHeaders(_ header: String, _ offset: Int, _ problem: String, _ remedy: String) {
    #expect(Golden.refusal(Golden.npy(header)) == "t: byte \(offset): \(problem); \(remedy)")
  }

  @Test(arguments: ["<c8", "<U4", "|S1", "<f3", "f4", "<M8[ns]", "", "<<f4", "<f16", "|V3"])
  func unknownTypes(_ descr: String) {
    #expect(
      Golden.refusal(Golden.npy("{'descr': '\(descr)'}"))
        == "t: byte 20: unknown descr \"\(descr)\"; use one of |b1, |u1, |i1, <u2, <i2, <u4, <i4, "
        + "<u8, <i8, <f2, <f4, <f8, |V1, |V2, |V4, |V8")
  }

  @Test func framesThatDoNotHold() {
    let header = "{'descr': '<u2', 'fortran_order': False, 'shape': (2,), }"
    let cut = "the file is cut short: fetch or write it again"
    let whole = Golden.npy(header, data: [1, 0, 2, 0])
    #expect(Golden.refusal(whole) == nil)
    #expect(
      Golden.refusal(whole.dropLast())
        == "t: byte 71: the array needs 4 bytes, only 3 follow the header; \(cut)")
    #expect(
      Golden.refusal(whole + [0]) == "t: byte 72: 1 bytes follow the array; keep one array per file"
    )
    #expect(
      Golden.refusal(Array(whole.prefix(20)))
        == "t: byte 8: the header length is 58 bytes, only 10 follow; \(cut)")
    for length in 6...9 {
      #expect(
        Golden.refusal(Array(whole.prefix(length)))
          == "t: byte \(length): the npy header ends here; \(cut)")
    }
    var other = whole
    other[6] = 4
    #expect(
      Golden.refusal(other)
        == "t: byte 6: npy version 4.0; write the file as version 1.0, 2.0 or 3.0")
    other[6] = 1
    other[7] = 9
    #expect(
      Golden.refusal(other)
        == "t: byte 6: npy version 1.9; write the file as version 1.0, 2.0 or 3.0")
    var open = whole
    open[67] = 0x20
    #expect(
      Golden.refusal(open) == "t: byte 67: the header does not end with a line feed; \(Self.numPy)")
    #expect(
      Golden.refusal(Array(Golden.npy("", version: 2).prefix(8)) + [0x41, 0x42, 0x0F, 0])
        == "t: byte 8: the header length is 1000001 bytes, at most 1000000 are read; "
        + "check that this is an array of plain numbers")
  }
}
