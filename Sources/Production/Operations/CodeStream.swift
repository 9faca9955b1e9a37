/// A raw stream of codes, each 1, 2, 4 or 8 bytes, little-endian.
struct CodeStream {
  let base: UnsafeRawPointer
  let bytes: Int

  @inline(__always)
  subscript(index: Int) -> UInt64 {
    let address = base + index &* bytes
    switch bytes {
    case 1: return UInt64(address.load(as: UInt8.self))
    case 2: return UInt64(UInt16(littleEndian: address.loadUnaligned(as: UInt16.self)))
    case 4: return UInt64(UInt32(littleEndian: address.loadUnaligned(as: UInt32.self)))
    default: return UInt64(littleEndian: address.loadUnaligned(as: UInt64.self))
    }
  }

  /// Writes one code.
  @inline(__always)
  static func store(
    _ code: UInt64, to base: UnsafeMutableRawPointer, at index: Int, bytes: Int
  ) {
    let address = base + index &* bytes
    switch bytes {
    case 1: address.storeBytes(of: UInt8(truncatingIfNeeded: code), as: UInt8.self)
    case 2:
      address.storeBytes(of: UInt16(truncatingIfNeeded: code).littleEndian, as: UInt16.self)
    case 4:
      address.storeBytes(of: UInt32(truncatingIfNeeded: code).littleEndian, as: UInt32.self)
    default: address.storeBytes(of: code.littleEndian, as: UInt64.self)
    }
  }
}
