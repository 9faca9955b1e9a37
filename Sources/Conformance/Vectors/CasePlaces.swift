/// Where a case stands in the vectors, for rows that repeat their case and come in any order.
struct CasePlaces {
  private let vectors: CaseVectors
  private var places: [UInt64: UInt32] = [:]
  private var isListed = false

  init(_ vectors: CaseVectors) { self.vectors = vectors }

  /// The place of a case; `nil` for one that is not asked.
  ///
  /// - Parameter hint: where it is looked for first: rows mostly follow each other.
  mutating func place(of item: Case, hint: UInt64) -> UInt64? {
    if hint < vectors.count, vectors[hint] == item { return hint }
    switch vectors.source {
    case .everyCode: return item.codes[0]
    case .everyCase:
      // Cases are numbered by their bits, the last field lowest.
      var place: UInt64 = 0
      for (run, code) in zip(vectors.task.operands, item.codes) {
        place = place << UInt64(run.bits) | code
      }
      if case .numbers(let operation, _) = vectors.task.kind, let word = item.words.first {
        place = place << UInt64(operation.wordBits) | UInt64(word)
      }
      return place < vectors.count && vectors[place] == item ? place : nil
    case .listed, .blocks:
      if !isListed {
        for place in 0..<vectors.count { places[vectors[place].fingerprint] = UInt32(place) }
        isListed = true
      }
      guard let place = places[item.fingerprint], vectors[UInt64(place)] == item else { return nil }
      return UInt64(place)
    }
  }
}

/// Which places have been answered: a bit each, and only a word for a stretch that is finished.
struct AnsweredPlaces {
  private static let page: UInt64 = 1 << 16
  private var pages: [UInt64: [UInt64]] = [:]
  private var full: Set<UInt64> = []
  private let count: UInt64
  private var held: [UInt64: Int] = [:]

  init(count: UInt64) { self.count = count }

  /// Notes an answer; `false` where the place had one before.
  mutating func insert(_ place: UInt64) -> Bool {
    let number = place / Self.page
    if full.contains(number) { return false }
    let (word, bit) = (Int(place % Self.page / 64), UInt64(1) << (place % 64))
    let size = min(Self.page, count - number * Self.page)
    var isNew = false
    pages[number, default: Array(repeating: 0, count: Int((size + 63) / 64))]
      .withUnsafeMutableBufferPointer {
        isNew = $0[word] & bit == 0
        $0[word] |= bit
      }
    guard isNew else { return false }
    let now = held[number, default: 0] + 1
    held[number] = now
    if UInt64(now) == size {
      full.insert(number)
      pages[number] = nil
      held[number] = nil
    }
    return true
  }
}
