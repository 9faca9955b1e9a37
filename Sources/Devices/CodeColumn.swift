/// A column of codes of equal width, little-endian, as in a raw stream.
public struct CodeColumn: Sendable, Hashable {
  /// The bytes of one code: 1, 2, 4 or 8.
  public let width: Int
  /// The codes, one behind the other.
  public private(set) var storage: [UInt8]

  /// Makes a column of zeros.
  public init(bytes width: Int, count: Int) {
    precondition([1, 2, 4, 8].contains(width), "a code takes 1, 2, 4 or 8 bytes")
    self.width = width
    storage = Array(repeating: 0, count: width * count)
  }

  /// The number of codes.
  public var count: Int { storage.count / width }

  /// One code.
  public subscript(index: Int) -> UInt64 {
    get {
      storage.withUnsafeBytes { bytes in
        switch width {
        case 1: UInt64(bytes[index])
        case 2: UInt64(bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self).littleEndian)
        case 4: UInt64(bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self).littleEndian)
        default: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self).littleEndian
        }
      }
    }
    set {
      storage.withUnsafeMutableBytes { bytes in
        for byte in 0..<width {
          bytes[width * index + byte] = UInt8(truncatingIfNeeded: newValue >> UInt64(8 * byte))
        }
      }
    }
  }

  /// Changes the number of codes; new ones are 0.
  public mutating func resize(to count: Int) {
    let bytes = count * width
    if bytes < storage.count {
      storage.removeLast(storage.count - bytes)
    } else {
      storage.append(contentsOf: repeatElement(0, count: bytes - storage.count))
    }
  }

  /// Writes consecutive codes, beginning with `first`, into the whole column.
  public mutating func fill(from first: UInt64) {
    let count = self.count
    storage.withUnsafeMutableBytes { bytes in
      func write<Code: FixedWidthInteger & UnsignedInteger>(_: Code.Type) {
        let codes = bytes.bindMemory(to: Code.self)
        for index in 0..<count {
          codes[index] =
            (Code(truncatingIfNeeded: first) &+ Code(truncatingIfNeeded: index))
            .littleEndian
        }
      }
      switch width {
      case 1: write(UInt8.self)
      case 2: write(UInt16.self)
      case 4: write(UInt32.self)
      default: write(UInt64.self)
      }
    }
  }

  /// Reads the column's bytes in place.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try storage.withUnsafeBytes(body)
  }

  /// Writes the column's bytes in place.
  public mutating func withMutableBytes<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeMutableBytes(body)
  }
}
