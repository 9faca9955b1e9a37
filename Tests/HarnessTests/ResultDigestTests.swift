import Foundation
import Harness
import Testing

private func digest(_ bytes: [UInt8], block: UInt64 = 0, count: UInt64? = nil) -> ResultDigest {
  bytes.withUnsafeBytes {
    BlockHash.digest($0, block: block, count: count ?? UInt64(bytes.count))
  }
}

/// The construction of the page, byte by byte and word by word.
private func slowly(_ bytes: [UInt8], block: UInt64, count: UInt64) -> ResultDigest? {
  func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
  let keys = (1...64).map { mixed(UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
  var lanes = Array(keys[0..<8])
  for stripe in 0..<(bytes.count + 63) / 64 {
    let isCutOff = 64 * (stripe + 1) > bytes.count
    var words: [UInt64] = []
    for lane in 0..<8 {
      var word: UInt64 = 0
      for place in 0..<8 {
        let index = 64 * stripe + 8 * lane + place
        if index < bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * place) }
      }
      words.append(word)
    }
    for lane in 0..<8 {
      let key = keys[8 + stripe % 16 + lane] ^ (isCutOff ? keys[32 + lane] : 0)
      let keyed = words[lane] ^ key
      lanes[lane] &+= words[lane ^ 1] &+ (keyed & 0xFFFF_FFFF) &* (keyed >> 32)
    }
    if stripe % 16 == 15, !isCutOff {
      for lane in 0..<8 {
        lanes[lane] = (lanes[lane] ^ (lanes[lane] >> 47) ^ keys[32 + lane]) &* 0x9E37_79B1
      }
    }
  }
  func folded(_ first: Int, _ start: UInt64) -> UInt64 {
    var sum = start
    for pair in 0..<4 {
      let product = (lanes[2 * pair] ^ keys[first + 2 * pair])
        .multipliedFullWidth(by: lanes[2 * pair + 1] ^ keys[first + 2 * pair + 1])
      sum &+= product.high ^ product.low
    }
    return mixed(sum)
  }
  let size = UInt64(bytes.count)
  let high = folded(40, mixed(block ^ keys[56]) &+ count &* keys[57] &+ size)
  let low = folded(48, (mixed(block &+ keys[58]) &+ size &* keys[59]) ^ count)
  let text = [
    mixed(high ^ ((low >> 32) &* keys[60])), mixed(low &+ (high >> 32) &* keys[61]),
  ].map { String(format: "%016llx", $0) }.joined()
  return ResultDigest(text)
}

private func sample(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  (0..<count).map {
    UInt8(truncatingIfNeeded: (UInt64($0) &+ seed) &* 0x9E37_79B9_7F4A_7C15 >> 40)
  }
}

@Suite struct ResultDigestTests {
  @Test(arguments: [0, 1, 7, 8, 63, 64, 65, 127, 1023, 1024, 1025, 2048, 4097, 32_767])
  func theHashIsWhatThePageSays(_ count: Int) {
    let bytes = sample(count)
    #expect(digest(bytes, block: 17) == slowly(bytes, block: 17, count: UInt64(count)))
    // Where the bytes lie must not matter.
    let shifted = [0] + bytes
    let there = shifted.withUnsafeBytes {
      BlockHash.digest(
        UnsafeRawBufferPointer(rebasing: $0[1...]), block: 17, count: UInt64(count))
    }
    #expect(there == digest(bytes, block: 17))
  }

  @Test func everyBitCounts() {
    for count in [1, 64, 130, 1100] {
      let bytes = sample(count)
      var seen: Set<ResultDigest> = [digest(bytes)]
      for place in bytes.indices {
        for bit in 0..<8 {
          var changed = bytes
          changed[place] ^= 1 << UInt8(bit)
          seen.insert(digest(changed))
        }
      }
      #expect(seen.count == 8 * count + 1)
    }
    let some = sample(100)
    let others = [
      digest(some), digest(some, block: 1), digest(some, count: 50), digest(some + [0]),
      digest(some, block: 1 << 40), digest([]), digest([], block: 1),
    ]
    #expect(Set(others).count == others.count)
  }

  @Test func theOrderDoesNotCount() {
    let blocks = (0..<9).map { digest(sample(70, seed: $0), block: $0) }
    var forward = ResultDigest.empty
    var backward = ResultDigest.empty
    blocks.forEach { forward.add($0) }
    blocks.reversed().forEach { backward.add($0) }
    #expect(forward == backward)
    #expect(forward.without(blocks[4]) != forward)
    var swapped = forward.without(blocks[0]).without(blocks[1])
    swapped.add(digest(sample(70, seed: 0), block: 1))
    swapped.add(digest(sample(70, seed: 1), block: 0))
    #expect(swapped != forward)
  }

  @Test func textsAreReadBack() throws {
    for found in [digest([]), digest([1, 2]), .empty] {
      #expect(found.text.count == 32)
      #expect(ResultDigest(found.text) == found)
      let data = try JSONEncoder().encode([found])
      #expect(try JSONDecoder().decode([ResultDigest].self, from: data) == [found])
    }
    for wrong in [
      "", "12", String(repeating: "g", count: 32), "+" + String(repeating: "0", count: 31),
    ] {
      #expect(ResultDigest(wrong) == nil)
    }
  }

  /// A law's digest tells which cases were judged, however they were cut into units and runs.
  @Test func lawsHaveDigestsOfTheirCases() async {
    let runs = Property(id: "runs", subject: "s") { choices in
      _ = choices.draw(upTo: 3)
      _ = choices.draw(runUpTo: 999, length: 64)
      return .holds
    }
    let single = Property(id: "single", subject: "s") { choices in
      _ = choices.draw(upTo: 3)
      _ = choices.draw(upTo: 999)
      return .holds
    }
    let one = await Search(.exhaustive).run(runs).tally
    let three = await Search(.exhaustive, threads: 3).run(single).tally
    #expect(one.cases == 4_000)
    #expect(one.digest == three.digest)
    var shards = Tally()
    for index in 0..<3 {
      guard let shard = Shard(index: index, count: 3) else { continue }
      shards.add(await Search(.exhaustive, shard: shard).run(runs).tally)
    }
    #expect(shards.digest == one.digest)
    let half = await Search(.exhaustive, caseLimit: 1_000).run(single)
    #expect(half.tally.digest != one.digest)
    let rest = await Search(.exhaustive, start: half.state).run(single)
    #expect(rest.tally.digest == one.digest)
  }
}
