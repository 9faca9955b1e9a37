/// The hash of one block of results: 64 bytes at a time in eight lanes, each multiplying the two
/// halves of a keyed word, as the long loop of XXH3 does (Yann Collet, xxHash, 2019).
///
/// The end is our own: the lanes, the number of the block and the number of its results are folded
/// into 128 bits. The keys are the first outputs of SplitMix64 from 0.
public enum BlockHash {
  typealias Lanes = SIMD8<UInt64>

  /// The keys of all stages.
  static let keys: [UInt64] = {
    var state: UInt64 = 0
    return (0..<64).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      return mixed(state)
    }
  }()

  /// How many stripes of 64 bytes lie between two stirrings of the lanes.
  static let stripesPerRound = 16

  private static let stripeKeys: [Lanes] = (0..<stripesPerRound).map { lanes(8 + $0) }

  private static func lanes(_ first: Int) -> Lanes {
    var lanes = Lanes()
    for index in 0..<8 { lanes[index] = keys[first + index] }
    return lanes
  }

  /// The last step of SplitMix64, a bijection in which every bit depends on every other.
  static func mixed(_ word: UInt64) -> UInt64 {
    var word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// The digest of a block.
  ///
  /// - Parameters:
  ///   - bytes: the results, little-endian, one behind the other.
  ///   - block: the number of the block in the stream.
  ///   - count: how many results there are.
  public static func digest(
    _ bytes: UnsafeRawBufferPointer, block: UInt64, count: UInt64
  ) -> ResultDigest {
    let lanes = lanes(of: bytes)
    func folded(_ first: Int, _ start: UInt64) -> UInt64 {
      var sum = start
      for pair in 0..<4 {
        let left = lanes[2 * pair] ^ keys[first + 2 * pair]
        let right = lanes[2 * pair + 1] ^ keys[first + 2 * pair + 1]
        let product = left.multipliedFullWidth(by: right)
        sum &+= product.high ^ product.low
      }
      return mixed(sum)
    }
    let size = UInt64(bytes.count)
    let high = folded(40, mixed(block ^ keys[56]) &+ count &* keys[57] &+ size)
    let low = folded(48, mixed(block &+ keys[58]) &+ size &* keys[59] ^ count)
    // Once more together, so that neither half stands for itself.
    return ResultDigest(
      sum: UInt128(mixed(high ^ (low >> 32) &* keys[60])) << 64
        | UInt128(mixed(low &+ (high >> 32) &* keys[61])))
  }

  /// The digest of a block of results that are given as words.
  public static func digest(of words: [UInt64], block: UInt64, count: UInt64) -> ResultDigest {
    words.map(\.littleEndian).withUnsafeBytes { digest($0, block: block, count: count) }
  }

  private static func lanes(of bytes: UnsafeRawBufferPointer) -> Lanes {
    let whole = bytes.count / 64
    let last = lanes(32)
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return lanes(0) }
    // A copy in a variable of its own stays in registers.
    var sums = stripeKeys.withUnsafeBufferPointer { keys -> Lanes in
      var sums = lanes(0)
      for round in 0..<whole / stripesPerRound {
        let start = base + 64 * stripesPerRound * round
        for stripe in 0..<stripesPerRound {
          let words = start.loadUnaligned(fromByteOffset: 64 &* stripe, as: Lanes.self)
          sums = taking(words, keys[stripe], sums)
        }
        sums = (sums ^ (sums &>> 47) ^ last) &* 0x9E37_79B1
      }
      return sums
    }
    for stripe in (whole / stripesPerRound * stripesPerRound)..<whole {
      let words = base.loadUnaligned(fromByteOffset: 64 * stripe, as: Lanes.self)
      sums = taking(words, stripeKeys[stripe % stripesPerRound], sums)
    }
    guard bytes.count > 64 * whole else { return sums }
    var words = Lanes()
    withUnsafeMutableBytes(of: &words) {
      $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[(64 * whole)...]))
    }
    return taking(words, stripeKeys[whole % stripesPerRound] ^ last, sums)
  }

  @inline(__always)
  private static func taking(_ given: Lanes, _ key: Lanes, _ sums: Lanes) -> Lanes {
    // Bytes are little-endian wherever the hash is computed.
    #if _endian(big)
      var words = given
      for index in 0..<8 { words[index] = UInt64(littleEndian: given[index]) }
    #else
      let words = given
    #endif
    let keyed = words ^ key
    // The words themselves too, in the lane beside: a product can lose one factor where the other
    // is zero.
    var beside = Lanes()
    beside.evenHalf = words.oddHalf
    beside.oddHalf = words.evenHalf
    return sums &+ beside &+ (keyed & 0xFFFF_FFFF) &* (keyed &>> 32)
  }
}
