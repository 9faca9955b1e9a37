/// A digest of a stream of results that does not depend on the order in which its parts were done.
///
/// A stream is cut into numbered blocks; each is hashed with its number to 128 bits, and the digest
/// is the sum of the hashes modulo 2^128. However the blocks are shared out among threads, shards
/// and runs, the sum is the same. A missing, repeated or changed block changes it, by accident with
/// a chance of about 2^-128 each. It is no protection against somebody who means to deceive: what
/// is worth trusting can be computed again. `Specs/pages/long-runs.md` has the construction.
public struct ResultDigest: Hashable, Sendable {
  /// The sum.
  public private(set) var sum: UInt128

  /// The digest of nothing.
  public static let empty = ResultDigest(sum: 0)

  init(sum: UInt128) {
    self.sum = sum
  }

  /// Takes in what another part of the stream has.
  public mutating func add(_ other: ResultDigest) { sum &+= other.sum }

  /// What is left of the stream without a part of it.
  public func without(_ part: ResultDigest) -> ResultDigest {
    ResultDigest(sum: sum &- part.sum)
  }

  /// The sum as 32 hexadecimal digits.
  public var text: String {
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  /// Reads what `text` writes; `nil` for anything else.
  public init?(_ text: String) {
    let isHexadecimal = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    guard text.utf8.count == 32, isHexadecimal, let sum = UInt128(text, radix: 16) else {
      return nil
    }
    self.sum = sum
  }
}

extension ResultDigest: Codable {
  /// Reads the digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = ResultDigest(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a digest has 32 hexadecimal digits")
    }
    self = digest
  }

  /// Writes the digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension ResultDigest {
  /// The cases of a law that share all choices but the last, which runs through `values`.
  ///
  /// Each case is A * value + B modulo 2^128, where A and B are hashes of the other choices, so that
  /// a run of values has a sum of its own, however it is cut.
  init(cases values: ClosedRange<UInt64>, after others: some Sequence<UInt64>) {
    var (high, low) = (BlockHash.keys[0], BlockHash.keys[1])
    for choice in others {
      high = BlockHash.mixed(high ^ choice)
      low = BlockHash.mixed(low &+ choice &* BlockHash.keys[2])
    }
    func word(_ key: Int) -> UInt128 {
      UInt128(BlockHash.mixed(high ^ BlockHash.keys[key])) << 64
        | UInt128(BlockHash.mixed(low ^ BlockHash.keys[key + 1]))
    }
    let count = UInt128(values.upperBound - values.lowerBound) + 1
    let ends = UInt128(values.lowerBound) + UInt128(values.upperBound)
    // One of the two is even.
    let total = count % 2 == 0 ? count / 2 &* ends : count &* (ends / 2)
    sum = word(3) &* total &+ word(5) &* count
  }
}
