/// Suggestions for misspelt names.
enum NearestNames {
  /// The names within a small edit distance of `name`, nearest first, at most `limit`.
  ///
  /// Upper and lower case count as the same. A name is near when at most a third of its
  /// characters, and never more than one beyond the best, have to change. Of the names of one
  /// thing, those with equal `position`, only the nearest is given.
  static func of(
    _ name: String, among candidates: [(name: String, position: Int)], limit: Int = 3
  ) -> [String] {
    let wanted = Array(name.lowercased().utf8.prefix(80))
    let reach = max(1, min(4, wanted.count / 3))
    var found: [(distance: Int, order: Int)] = []
    for (order, candidate) in candidates.enumerated() {
      let letters = Array(candidate.name.lowercased().utf8.prefix(80))
      guard abs(letters.count - wanted.count) <= reach else { continue }
      let distance = distance(wanted, letters)
      if distance <= reach { found.append((distance, order)) }
    }
    found.sort { $0 < $1 }
    guard let best = found.first?.distance else { return [] }
    var near: [String] = []
    var positions: Set<Int> = []
    for (distance, order) in found where distance <= best + 1 && near.count < limit {
      let candidate = candidates[order]
      if positions.insert(candidate.position).inserted { near.append(candidate.name) }
    }
    return near
  }

  /// As above, for names of different things.
  static func of(_ name: String, among candidates: [String], limit: Int = 3) -> [String] {
    of(
      name, among: candidates.enumerated().map { (name: $0.element, position: $0.offset) },
      limit: limit)
  }

  /// How many insertions, deletions, replacements and swaps of two neighbours lead from one to
  /// the other (optimal string alignment).
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
