/// SHA-256 (FIPS 180-4), for files that must be known to be the ones that were written.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// The hash of nothing yet.
  public init() {}

  /// The digest of some bytes, as 64 lower-case hexadecimal digits.
  public static func text(of bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.add(Array(bytes))
    return hash.text
  }

  /// Takes in further bytes.
  public mutating func add(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    bytes.withUnsafeBufferPointer { given in
      var rest = given[...]
      if !pending.isEmpty {
        let missing = min(64 - pending.count, rest.count)
        pending.append(contentsOf: rest.prefix(missing))
        rest = rest.dropFirst(missing)
        guard pending.count == 64 else { return }
        pending.withUnsafeBufferPointer { Self.compress(&state, $0[...]) }
        pending.removeAll(keepingCapacity: true)
      }
      while rest.count >= 64 {
        Self.compress(&state, rest.prefix(64))
        rest = rest.dropFirst(64)
      }
      pending.append(contentsOf: rest)
    }
  }

  /// The digest of what was taken in, as 64 lower-case hexadecimal digits.
  public var text: String {
    var last = self
    let bits = length &* 8
    let zeros = (119 - Int(length % 64)) % 64
    last.add([0x80] + Array(repeating: 0, count: zeros))
    last.add((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    return last.state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func compress(
    _ state: inout [UInt32], _ block: Slice<UnsafeBufferPointer<UInt8>>
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
      let base = block.startIndex
      for i in 0..<16 {
        let at = base + 4 * i
        w[i] =
          UInt32(block[at]) << 24 | UInt32(block[at + 1]) << 16 | UInt32(block[at + 2]) << 8
          | UInt32(block[at + 3])
      }
      for i in 16..<64 {
        let (x, y) = (w[i - 15], w[i - 2])
        let low = right(x, 7) ^ right(x, 18) ^ x >> 3
        let high = right(y, 17) ^ right(y, 19) ^ y >> 10
        w[i] = w[i - 16] &+ low &+ w[i - 7] &+ high
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      for i in 0..<64 {
        let mixed = right(e, 6) ^ right(e, 11) ^ right(e, 25)
        let first = h &+ mixed &+ (e & f ^ ~e & g) &+ constants[i] &+ w[i]
        let second = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) &+ (a & b ^ a & c ^ b & c)
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ second)
      }
      for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] = state[i] &+ word }
    }
  }

  private static func right(_ word: UInt32, _ by: UInt32) -> UInt32 {
    word >> by | word << (32 - by)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
