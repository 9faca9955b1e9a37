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
    var sums = lanes(0)
    let last = lanes(32)
    let whole = bytes.count / 64
    stripeKeys.withUnsafeBufferPointer { stripeKeys in
      var stripe = 0
      while stripe < whole {
        let round = min(stripe + stripesPerRound, whole)
        var key = 0
        while stripe < round {
          let words = bytes.loadUnaligned(fromByteOffset: 64 * stripe, as: Lanes.self)
          take(words, stripeKeys[key], &sums)
          stripe += 1
          key += 1
        }
        if key == stripesPerRound { sums = (sums ^ (sums &>> 47) ^ last) &* 0x9E37_79B1 }
      }
      guard bytes.count > 64 * whole else { return }
      var words = Lanes()
      withUnsafeMutableBytes(of: &words) {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[(64 * whole)...]))
      }
      take(words, stripeKeys[whole % stripesPerRound] ^ last, &sums)
    }
    return sums
  }

  @inline(__always)
  private static func take(_ given: Lanes, _ key: Lanes, _ sums: inout Lanes) {
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
    sums &+= beside &+ (keyed & 0xFFFF_FFFF) &* (keyed &>> 32)
  }
}
