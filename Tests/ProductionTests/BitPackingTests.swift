import Production
import Testing

@Suite struct BitPackingTests {
  static let cases = InstructionLevel.available.flatMap { level in
    [4, 6].map { (level, $0) }
  }

  /// The stream read bit by bit.
  static func code(_ stream: [UInt8], _ index: Int, bits: Int) -> UInt8 {
    (0..<bits).reduce(0) { code, bit in
      let place = index * bits + bit
      return code | (stream[place / 8] >> UInt8(place % 8) & 1) << UInt8(bit)
    }
  }

  @Test(arguments: cases)
  func streamIsLittleEndian(_ level: InstructionLevel, _ bits: Int) throws {
    let packing = try #require(BitPacking(bits: bits, level: level))
    for count in [0, 1, 2, 3, 4, 5, 7, 31, 64, 127, 128, 129, 1000, 1001, 1002, 1003] {
      let codes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 ^ $0 >> 3) }
      let clean = codes.map { $0 & (1 << UInt8(bits) - 1) }
      let stream = packing.pack(codes)
      #expect(stream.count == (count * bits + 7) / 8)
      #expect(clean == clean.indices.map { Self.code(stream, $0, bits: bits) })
      #expect(try packing.unpack(stream, count: count) == clean)
      #expect(try packing.unpackChecked(stream, count: count) == clean)
      #expect(try packing.packChecked(clean) == stream)
    }
  }

  @Test func firstCodeIsTheLowNibble() throws {
    let packing = try #require(BitPacking(bits: 4))
    #expect(packing.pack([1, 2, 3]) == [0x21, 0x03])
    #expect(packing.pack([0xF1]) == [0x01])
    let six = try #require(BitPacking(bits: 6))
    #expect(six.pack([0x3F, 0, 0x3F, 0]) == [0x3F, 0xF0, 0x03])
    #expect(BitPacking(bits: 5) == nil)
  }

  @Test func dirtyStreamsAreErrors() throws {
    let packing = try #require(BitPacking(bits: 6))
    #expect(throws: PackingError.dirtyCode(index: 1, code: 64, bits: 6)) {
      try packing.packChecked([63, 64, 65])
    }
    #expect(throws: PackingError.dirtyPadding(lastByte: 0x40)) {
      try packing.unpackChecked([0x40], count: 1)
    }
    #expect(throws: PackingError.wrongLength(bytes: 1, needed: 2)) {
      try packing.unpack([0], count: 2)
    }
    #expect(try packing.unpack([0x40], count: 1) == [0])
  }
}
