extension Choices {
  /// Begins the next case with whatever prefix is set; keeps all buffers.
  mutating func begin() {
    count = 0
    hasRun = false
    clampedAt = nil
    isOversized = false
    noted.removeAll(keepingCapacity: true)
    if isNarrated { texts.removeAll(keepingCapacity: true) }
  }

  /// Sets the prefix to a given list, to be followed by zeros.
  mutating func rewind(to prefix: [UInt64]) {
    slots.removeAll(keepingCapacity: true)
    for value in prefix { slots.append(Slot(value: value, bound: 0)) }
    prefixCount = prefix.count
    tail = .zeros
  }

  /// Sets an empty prefix, to be followed by the random numbers of one sampled case.
  mutating func rewind(seed: UInt64, index: UInt64) {
    prefixCount = 0
    tail = .random(SampleStream(seed: seed, index: index))
  }

  /// Sets the prefix to the successor of the sequence just drawn, in lexicographic order.
  ///
  /// The choices before `depth` stay, the one at `depth` does not pass `last`, and the very first
  /// one stays within the shard. False when no sequence is left.
  mutating func advance(depth: Int, last: UInt64, shard: Shard) -> Bool {
    var index = count - 1
    while index >= depth {
      let isRun = hasRun && index == count - 1
      let limit = index == depth ? min(last, slots[index].bound) : slots[index].bound
      let top = isRun ? runEnd : slots[index].value
      if let next = Self.successor(
        of: top, length: isRun ? runLength : 1, shard: index == 0 ? shard : .whole),
        next <= limit
      {
        slots[index].value = next
        prefixCount = index + 1
        return true
      }
      index -= 1
    }
    return false
  }

  /// The next value of a choice whose values go to shards in blocks of `length`; `top` is the last
  /// value already taken.
  ///
  /// `nil` past 2^64.
  static func successor(of top: UInt64, length: UInt64, shard: Shard) -> UInt64? {
    if shard.count == 1 { return top == .max ? nil : top + 1 }
    let (block, tooFar) = (top / length).addingReportingOverflow(UInt64(shard.count))
    let (next, tooLarge) = block.multipliedReportingOverflow(by: length)
    return tooFar || tooLarge ? nil : next
  }
}
