/// Codes of 1 to 7 bits laid one after the other from the low bit of the first byte on.
enum BitPacking {
  /// Takes `count` codes out of packed bytes, the first beginning at bit `offset`.
  ///
  /// The bytes must hold `offset + count * bits` bits.
  static func unpack(_ packed: [UInt8], from offset: Int, count: Int, bits: Int) -> [UInt8] {
    let mask: UInt16 = 1 << UInt16(bits) - 1
    var codes = [UInt8](repeating: 0, count: count)
    for index in codes.indices {
      let position = offset + index * bits
      var pair = UInt16(packed[position / 8])
      if position % 8 + bits > 8 { pair |= UInt16(packed[position / 8 + 1]) << 8 }
      codes[index] = UInt8(truncatingIfNeeded: pair >> UInt16(position % 8) & mask)
    }
    return codes
  }

  /// Lays codes one after the other; the last byte is filled up with zero bits.
  ///
  /// Every code must be below `1 << bits`.
  static func pack(_ codes: [UInt8], bits: Int) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: (codes.count * bits + 7) / 8)
    for (index, code) in codes.enumerated() {
      let position = index * bits
      let pair = UInt16(code) << UInt16(position % 8)
      packed[position / 8] |= UInt8(truncatingIfNeeded: pair)
      if position % 8 + bits > 8 { packed[position / 8 + 1] |= UInt8(pair >> 8) }
    }
    return packed
  }
}
