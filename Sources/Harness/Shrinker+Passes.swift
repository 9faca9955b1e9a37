extension ShrinkEffort {
  /// Leaves out runs of choices, long ones first, from the end.
  mutating func deleteRuns() {
    var size = max(1, best.count / 2)
    while true {
      var end = best.count
      while end >= size, !isSpent {
        // A success shortens `best`; what then ends here is tried next.
        let candidate = Array(best[..<(end - size)] + best[end...])
        if !propose(candidate, asShorter: true) { end -= 1 }
        end = min(end, best.count)
      }
      if size == 1 { return }
      size /= 2
    }
  }

  /// Lowers a choice, in case it is a length, and leaves out as many groups of 1...4 later choices.
  mutating func shortenLists() {
    for place in 0..<best.count {
      for width in 1...4 {
        guard place < best.count else { return }
        var fewer = min(best[place], UInt64((best.count - place - 1) / width))
        while fewer > 0, !isSpent {
          if !removeGroups(fewer, width: width, countedAt: place) { fewer /= 2 }
          guard place < best.count else { return }
          fewer = min(fewer, best[place], UInt64((best.count - place - 1) / width))
        }
      }
    }
  }

  private mutating func removeGroups(_ groups: UInt64, width: Int, countedAt place: Int) -> Bool {
    let size = Int(groups) * width
    var from = best.count - size
    while from > place, !isSpent {
      var candidate = best
      candidate[place] -= groups
      candidate.removeSubrange(from..<(from + size))
      if propose(candidate, asShorter: true) { return true }
      from -= 1
    }
    return false
  }

  /// Lowers each choice by itself: to zero, by bisection, by powers of two, and to every
  /// small value.
  mutating func lowerEach() {
    var place = 0
    while place < best.count, !isSpent {
      lower(place)
      place += 1
    }
  }

  private mutating func lower(_ place: Int) {
    if best[place] == 0 || replace(place, by: 0) { return }
    bisect(from: 0, to: best[place]) { candidate, value in
      candidate[place] = value
    }
    // Differences that are powers of two keep the lower bits, on which special codes depend.
    for bit in stride(from: 63, through: 0, by: -1) {
      let step: UInt64 = 1 << UInt64(bit)
      while place < best.count, best[place] >= step, !isSpent {
        if !replace(place, by: best[place] - step) { break }
      }
    }
    for distance: UInt64 in 1...4 where place < best.count && best[place] > distance {
      _ = replace(place, by: best[place] - distance)
    }
    for value: UInt64 in 1...64 {
      guard place < best.count, value < best[place] else { return }
      if replace(place, by: value) { return }
    }
  }

  private mutating func replace(_ place: Int, by value: UInt64) -> Bool {
    guard place < best.count else { return false }
    var candidate = best
    candidate[place] = value
    return propose(candidate)
  }

  /// Lowers two choices by the same amount, for cases that depend on their difference.
  mutating func lowerPairs() {
    forEachPair { effort, i, j in
      let most = min(effort.best[i], effort.best[j])
      if most == 0 { return }
      let (atI, atJ) = (effort.best[i], effort.best[j])
      effort.bisect(from: 0, to: most) { candidate, left in
        candidate[i] = atI - (most - left)
        candidate[j] = atJ - (most - left)
      }
    }
  }

  /// Lowers a choice and raises a later one by as much, for cases that depend on their sum.
  mutating func shiftPairs() {
    forEachPair { effort, i, j in
      let (atI, atJ) = (effort.best[i], effort.best[j])
      let most = min(atI, UInt64.max - atJ)
      if most == 0 { return }
      effort.bisect(from: 0, to: most) { candidate, left in
        candidate[i] = atI - (most - left)
        candidate[j] = atJ + (most - left)
      }
    }
  }

  /// Lowers a choice while a later one is as large as it can be, for cases that depend on their
  /// product or order.
  mutating func liftPairs() {
    forEachPair { effort, i, j in
      let value = effort.best[i]
      if value == 0 { return }
      effort.bisect(from: 0, to: value) { candidate, lower in
        candidate[i] = lower
        // Replay lowers it to its bound.
        candidate[j] = .max
      }
    }
  }

  /// Puts a smaller choice before a larger one.
  mutating func swapPairs() {
    forEachPair { effort, i, j in
      guard effort.best[i] > effort.best[j] else { return }
      var candidate = effort.best
      candidate.swapAt(i, j)
      _ = effort.propose(candidate)
    }
  }

  /// Finds a value near the least in `low...high` whose proposal fails; `high` stands for `best`.
  private mutating func bisect(
    from low: UInt64, to high: UInt64, edit: (inout [UInt64], UInt64) -> Void
  ) {
    let base = best
    func edited(_ value: UInt64) -> [UInt64] {
      var candidate = base
      edit(&candidate, value)
      return candidate
    }
    if propose(edited(low)) { return }
    var (holds, fails) = (low, high)
    while fails - holds > 1, !isSpent {
      let middle = holds + (fails - holds) / 2
      if propose(edited(middle)) { fails = middle } else { holds = middle }
      if best.count != base.count { return }
    }
  }

  /// Visits pairs of places, only near ones in long cases.
  private mutating func forEachPair(_ visit: (inout ShrinkEffort, Int, Int) -> Void) {
    var i = 0
    while i < best.count {
      var j = i + 1
      let reach = best.count <= 48 ? best.count : 6
      while i < best.count, j < best.count, j - i <= reach, !isSpent {
        visit(&self, i, j)
        j += 1
      }
      i += 1
    }
  }
}
