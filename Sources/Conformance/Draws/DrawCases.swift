import ExactArithmetic

/// The cases of a run: what is asked again and again.
struct DrawCases: Sendable {
  /// A case with its laws.
  struct Item: Sendable {
    var codes: [UInt64]
    /// The parts of the results that are drawn independently.
    var parts: [DrawSubject.Part]
    /// The parts whose outcomes fall into two halves, those that are thrown as coins.
    var coins: [Int] = []

    /// Whether one outcome always comes.
    var isCertain: Bool { parts.allSatisfy(\.law.isCertain) }
  }

  /// A part of a case.
  struct Slot: Sendable {
    /// The case.
    var item: Int
    var codes: [UInt64]
    /// The places of the part among the results.
    var places: [Int]
    var law: OutcomeLaw
  }

  /// The cases whose outcomes are counted; those with one outcome come last.
  let items: [Item]
  /// The parts of all cases, case by case.
  let slots: [Slot]
  /// For each case, its first slot.
  let firstSlots: [Int]
  /// Cases whose outcomes fall into two halves: even coins, where there are any, or else uneven ones;
  /// as many coins of each case.
  let coins: [Item]

  /// The number of cases with more than one outcome.
  var randomCount: Int { items.count { !$0.isCertain } }

  /// Chooses cases of a subject by a seed: of every size of the rarest outcome alike.
  init(_ subject: DrawSubject, count: Int, seed: UInt64) {
    var classes: [Int: [Item]] = [:]
    var (certain, random): ([Item], [Item]) = ([], [])
    var seen: Set<[UInt64]> = []
    for codes in subject.candidates(seed) where seen.insert(codes).inserted {
      // What is certain is known soon enough, and cheaper not to look at again.
      guard let parts = subject.parts(codes) else { continue }
      let item = Item(codes: codes, parts: parts)
      if item.isCertain {
        certain.append(item)
        continue
      }
      random.append(item)
      classes[Self.rarity(parts), default: []].append(item)
    }
    let wanted = max(1, count - min(certain.count, count / 8))
    var chosen: [Item] = []
    // Outcomes rarer than 2^-24 are not seen in any run; there is no use in many of them.
    let order = classes.keys.sorted()
    var round = 0
    while chosen.count < wanted, classes.values.contains(where: { $0.count > round }) {
      for key in order where chosen.count < wanted && (key <= 24 || round == 0) {
        if let own = classes[key], own.count > round { chosen.append(own[round]) }
      }
      round += 1
      if round > seen.count { break }
    }
    let step = max(1, certain.count / max(1, count / 8))
    let kept = stride(from: 0, to: certain.count, by: step).prefix(count - min(count, wanted))
    self.init(
      items: chosen + kept.map { certain[$0] }, coins: Self.coins(random))
  }

  /// One case alone, to be asked again.
  init?(_ subject: DrawSubject, only codes: [UInt64]) {
    guard let parts = subject.parts(codes) else { return nil }
    let item = Item(codes: codes, parts: parts)
    self.init(items: [item], coins: Self.coins([item]))
  }

  private init(items: [Item], coins: [Item]) {
    (self.items, self.coins) = (items, coins)
    var (slots, first): ([Slot], [Int]) = ([], [])
    for (index, item) in items.enumerated() {
      first.append(slots.count)
      slots += item.parts.map {
        Slot(item: index, codes: item.codes, places: $0.places, law: $0.law)
      }
    }
    (self.slots, firstSlots) = (slots, first)
  }

  private static let mostCoins = 61

  /// Cases with as many coins each, so that most are thrown at once; even ones before others.
  private static func coins(_ items: [Item]) -> [Item] {
    func sorted(_ isWanted: (OutcomeLaw.Halves) -> Bool) -> [Item] {
      let found = items.compactMap { item -> Item? in
        var item = item
        item.coins = item.parts.indices.filter { item.parts[$0].law.halves.map(isWanted) ?? false }
        return item.coins.isEmpty ? nil : item
      }
      // One more coin a case is worth having where it leaves enough cases.
      let counts = Set(found.map(\.coins.count))
      let worth = counts.map { each in
        (each: each, all: each * min(8, found.count { $0.coins.count >= each }))
      }
      let best = worth.max { ($0.all, $0.each) < ($1.all, $1.each) }?.each ?? 0
      return found.compactMap { item in
        guard item.coins.count >= best else { return nil }
        var item = item
        item.coins = Array(item.coins.prefix(best))
        return item
      }
    }
    let even = sorted(\.isFair)
    let coins = even.isEmpty ? sorted { _ in true } : even
    let apart = max(1, coins.count / mostCoins)
    return stride(from: 0, to: coins.count, by: apart).prefix(mostCoins).map { coins[$0] }
  }

  /// The size of the rarest outcome: `k` for one between `2^-(k+1)` and `2^-k`; several elements have
  /// all sizes at once.
  private static func rarity(_ parts: [DrawSubject.Part]) -> Int {
    let random = parts.filter { !$0.law.isCertain }
    guard random.count == 1 else { return 0 }
    let least = random[0].law.outcomes.map { $0.high }.min() ?? .one
    return -least.floorLog2 - 1
  }
}
