import CKernels

/// What is wrong with a packed or unpacked stream.
public enum PackingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A code has bits above its width.
  case dirtyCode(index: Int, code: UInt8, bits: Int)
  /// The bits after the last code are not 0.
  case dirtyPadding(lastByte: UInt8)
  /// A stream has another length than its codes take.
  case wrongLength(bytes: Int, needed: Int)

  /// One line that names the place.
  public var description: String {
    switch self {
    case .dirtyCode(let index, let code, let bits):
      "element \(index): code \(code) does not fit \(bits) bits; mask it or use another format"
    case .dirtyPadding(let lastByte):
      "the last byte, \(lastByte), has bits after the last code; clear them"
    case .wrongLength(let bytes, let needed):
      "the packed stream has \(bytes) bytes; its codes take \(needed)"
    }
  }
}

/// Between one code per byte and a dense stream of 4 or 6 bits per code.
///
/// The stream is little-endian: code `i` lies at bits `bits * i ..< bits * (i + 1)`, so the first
/// of two 4-bit codes is the low nibble. Four 6-bit codes take three bytes. Bits after the last
/// code are 0.
public struct BitPacking: Hashable, Sendable {
  /// The bits of a code in the stream, 4 or 6.
  public let bits: Int
  private let level: InstructionLevel

  /// Creates a packing; nil for widths other than 4 and 6.
  ///
  /// - Precondition: the machine can run `level`.
  public init?(bits: Int, level: InstructionLevel = .best) {
    guard bits == 4 || bits == 6 else { return nil }
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    self.bits = bits
    self.level = level
  }

  /// The bytes that `count` codes take.
  public func byteCount(_ count: Int) -> Int { (count * bits + 7) / 8 }

  /// Packs codes; bits above the width are dropped.
  public func pack(_ codes: [UInt8]) -> [UInt8] {
    let bytes = byteCount(codes.count)
    return [UInt8](unsafeUninitializedCapacity: bytes) { output, initialized in
      codes.withUnsafeBytes { input in
        if let source = input.baseAddress, let target = output.baseAddress {
          assay_pack(level.index, Int32(bits), source, target, codes.count)
        }
      }
      initialized = bytes
    }
  }

  /// Packs codes; a code with bits above the width is an error.
  ///
  /// - Throws: `PackingError.dirtyCode` for the first such code.
  public func packChecked(_ codes: [UInt8]) throws(PackingError) -> [UInt8] {
    let limit = UInt8(1) << UInt8(bits)
    if let index = codes.firstIndex(where: { $0 >= limit }) {
      throw .dirtyCode(index: index, code: codes[index], bits: bits)
    }
    return pack(codes)
  }

  /// Unpacks `count` codes; what follows them in the last byte is ignored.
  ///
  /// - Throws: `PackingError.wrongLength` where the stream is shorter than that.
  public func unpack(_ stream: [UInt8], count: Int) throws(PackingError) -> [UInt8] {
    guard count >= 0, stream.count >= byteCount(count) else {
      throw .wrongLength(bytes: stream.count, needed: byteCount(max(count, 0)))
    }
    return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      stream.withUnsafeBytes { input in
        if let source = input.baseAddress, let target = output.baseAddress {
          assay_unpack(level.index, Int32(bits), source, target, count)
        }
      }
      initialized = count
    }
  }

  /// Unpacks `count` codes from a stream of exactly their length with zero bits after them.
  ///
  /// - Throws: `PackingError.wrongLength` or `PackingError.dirtyPadding`.
  public func unpackChecked(_ stream: [UInt8], count: Int) throws(PackingError) -> [UInt8] {
    let needed = byteCount(max(count, 0))
    guard count >= 0, stream.count == needed else {
      throw .wrongLength(bytes: stream.count, needed: needed)
    }
    let used = count * bits % 8
    if used != 0, let last = stream.last, last >> UInt8(used) != 0 {
      throw .dirtyPadding(lastByte: last)
    }
    return try unpack(stream, count: count)
  }
}
