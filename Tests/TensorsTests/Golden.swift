import Tensors

/// Files made byte by byte.
enum Golden {
  /// A safetensors file: the length of the header, the header, the data.
  static func safetensors(_ header: String, data: [UInt8] = []) -> [UInt8] {
    safetensors(Array(header.utf8), data: data)
  }

  static func safetensors(_ header: [UInt8], data: [UInt8] = []) -> [UInt8] {
    littleEndian(header.count, 8) + header + data
  }

  /// An npy file: magic, version, length of the header, the header with a line feed, the data.
  static func npy(_ header: String, data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let text = Array(header.utf8) + [0x0A]
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0]
      + littleEndian(text.count, version == 1 ? 2 : 4) + text + data
  }

  static func littleEndian(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// The one line with which a file is refused, or nil when it is accepted.
  static func refusal(_ bytes: [UInt8], path: String = "t") -> String? {
    do {
      _ = try TensorFile.open(bytes: bytes, path: path)
      return nil
    } catch {
      return error.description
    }
  }
}

/// SplitMix64, for cases that must be the same in every run.
struct FixedRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
