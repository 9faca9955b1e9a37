/// FNV-1a with 64 bits: a fingerprint that tells one version of a specification from another.
///
/// It guards against mistaking versions, not against an adversary. Offset basis and prime are
/// those of the algorithm's authors (Fowler, Noll, Vo).
struct ContentHash: Hashable, Sendable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Takes in further bytes.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
    }
  }

  /// Sixteen lower-case hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
