import Tensors
import Testing

@Suite struct WriterTests {
  @Test func safetensorsBytes() throws {
    let bytes = try SafetensorsWriter.bytes(
      [
        Tensor(name: "b\"\n", element: .float4E2M1FN, shape: [2, 2], bytes: [1, 2, 3, 15]),
        Tensor(name: "a", element: .bfloat16, shape: [], bytes: [0x80, 0x3F]),
      ], metadata: [.init(key: "note", value: "\u{1}\\")])
    let header =
      #"{"__metadata__":{"note":"\u0001\\"},"#
      + #""b\"\n":{"dtype":"F4","shape":[2,2],"data_offsets":[0,2]},"#
      + #""a":{"dtype":"BF16","shape":[],"data_offsets":[2,4]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(padded.utf8.count % 8 == 0 && padded != header)
    #expect(bytes == Golden.safetensors(padded, data: [0x21, 0xF3, 0x80, 0x3F]))
    #expect(try SafetensorsWriter.bytes([]) == Golden.safetensors("{}      "))
  }

  /// What is written reads back as it was, for every type that safetensors names.
  @Test func safetensorsRoundTrip() throws {
    var random = FixedRandom(state: 1)
    let tensors = ElementType.allCases.filter { $0.safetensorsName != nil }.map { element in
      let mask: UInt8 = element.bits < 8 ? 1 << UInt8(element.bits) - 1 : 255
      let bytes = (0..<60 * element.streamBytes).map { _ in
        UInt8(truncatingIfNeeded: random.next()) & mask
      }
      return Tensor(name: "\(element) \u{1F4A1}", element: element, shape: [3, 20], bytes: bytes)
    }
    let notes = [TensorFile.Note(key: "", value: "\r\t\u{7F}é"), .init(key: "\u{0}", value: "")]
    let file = try TensorFile.open(bytes: SafetensorsWriter.bytes(tensors, metadata: notes))
    #expect(file.metadata == notes)
    #expect(try file.tensors.map { try self.tensor($0, of: file) } == tensors)
  }

  @Test(arguments: [1, 2, 3, nil])
  func npyRoundTrip(_ version: Int?) throws {
    var random = FixedRandom(state: 2)
    for element in ElementType.allCases where element.npyName != nil {
      for shape in [[], [0], [7], [2, 3, 1]] {
        let count = shape.reduce(1, *) * element.streamBytes
        let tensor = Tensor(
          name: "memory", element: element, shape: shape,
          bytes: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        let bytes = try NpyWriter.bytes(tensor, isColumnMajor: shape.count > 1, version: version)
        let file = try TensorFile.open(bytes: bytes)
        #expect(file.kind == .npy(version: version ?? 1))
        #expect(file.tensors[0].byteRange.lowerBound % 64 == 0)
        #expect(file.tensors[0].isColumnMajor == (shape.count > 1))
        #expect(try self.tensor(file.tensors[0], of: file) == tensor)
      }
    }
  }

  @Test func npyBytes() throws {
    let tensor = Tensor(name: "", element: .int16, shape: [2], bytes: [1, 0, 0xFF, 0xFF])
    let text = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }"
    let padded = text + String(repeating: " ", count: 128 - 10 - 1 - text.utf8.count)
    #expect(try NpyWriter.bytes(tensor) == Golden.npy(padded, data: tensor.bytes))
  }

  /// Headers end at the next multiple of 8 or 64 bytes, not at a later one.
  @Test func paddingIsTheLeast() throws {
    for length in 0..<70 {
      let name = String(repeating: "x", count: length)
      let tensor = Tensor(name: name, element: .uint8, shape: [1], bytes: [0])
      let bytes = try SafetensorsWriter.bytes([tensor])
      let spaces = bytes.dropLast().reversed().prefix { $0 == 0x20 }.count
      #expect(bytes.count % 8 == 1 && spaces < 8)
      let scalar = Tensor(
        name: "", element: .uint8, shape: [Int](repeating: 1, count: length), bytes: [0])
      let array = try NpyWriter.bytes(scalar)
      let gap = array.dropLast(2).reversed().prefix { $0 == 0x20 }.count
      #expect(array.count % 64 == 1 && gap < 64)
    }
  }

  /// A header too long for two bytes of length takes version 2.
  @Test func npyVersionGrowsWithTheHeader() throws {
    let shape = [Int](repeating: 1, count: 30_000)
    let tensor = Tensor(name: "memory", element: .uint8, shape: shape, bytes: [3])
    let file = try TensorFile.open(bytes: NpyWriter.bytes(tensor))
    #expect(file.kind == .npy(version: 2))
    #expect(try self.tensor(file.tensors[0], of: file) == tensor)
    #expect(throws: TensorFileError.self) { try NpyWriter.bytes(tensor, version: 1) }
    #expect(throws: TensorFileError.self) { try NpyWriter.bytes(tensor, version: 4) }
  }

  @Test(
    arguments: [
      (
        ElementType.uint8, [2], [1],
        "1 bytes for 2 elements of 1 bytes; give as many elements as the shape has"
      ),
      (
        .uint16, [2], [1, 2],
        "2 bytes for 2 elements of 2 bytes; give as many elements as the shape has"
      ),
      (
        .uint8, [-1], [],
        "the shape has a negative dimension or more than 2^63 - 1 bits; correct the shape"
      ),
      (
        .uint8, [Int.max], [],
        "the shape has a negative dimension or more than 2^63 - 1 bits; correct the shape"
      ),
      (
        .float4E2M1FN, [1], [1],
        "1 elements of 4 bits do not fill whole bytes; pad the shape to a multiple of 2 elements"
      ),
      (
        .float6E2M3FN, [4], [1, 2, 64, 0],
        "element 2 is 0x40, wider than 6 bits; give one code per byte in its low bits"
      ),
      (.raw16, [1], [1, 2], "raw16 elements have no safetensors dtype; write the codes as uint16"),
    ] as [(ElementType, [Int], [UInt8], String)])
  func unfitTensors(_ element: ElementType, _ shape: [Int], _ bytes: [UInt8], _ line: String) {
    let tensor = Tensor(name: "a", element: element, shape: shape, bytes: bytes)
    let error = #expect(throws: TensorFileError.self) {
      try SafetensorsWriter.bytes([tensor], path: "f")
    }
    #expect(error?.description == "f: tensor \"a\": \(line)")
  }

  @Test func unfitNames() {
    func line(_ names: [String], _ notes: [String] = []) -> String? {
      do {
        let tensors = names.map { Tensor(name: $0, element: .uint8, shape: [1], bytes: [0]) }
        let metadata = notes.map { TensorFile.Note(key: $0, value: "") }
        _ = try SafetensorsWriter.bytes(tensors, metadata: metadata, path: "f")
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      line(["a", "a"]) == "f: two tensors are called \"a\"; give every tensor its own name")
    #expect(line([], ["a", "a"]) == "f: two notes are called \"a\"; give every note its own name")
    #expect(
      line(["__metadata__"])
        == "f: tensor \"__metadata__\": the name is reserved for notes; "
        + "give the tensor another name")
    #expect(line(["\u{E9}", "e\u{301}"]) == nil)
  }

  @Test func npyHasNoNameForNarrowFormats() {
    let tensor = Tensor(name: "a", element: .bfloat16, shape: [1], bytes: [0, 0])
    let error = #expect(throws: TensorFileError.self) { try NpyWriter.bytes(tensor, path: "f") }
    #expect(
      error?.description == "f: tensor \"a\": bfloat16 elements have no npy name; "
        + "write the codes as uint16 and name the format elsewhere")
  }

  private func tensor(_ entry: TensorEntry, of file: TensorFile) throws -> Tensor {
    var bytes: [UInt8] = []
    try file.read(entry, elements: 0..<entry.count, into: &bytes)
    return Tensor(name: entry.name, element: entry.element, shape: entry.shape, bytes: bytes)
  }
}
