import ExactArithmetic

/// The cases of a run: what is asked again and again.
struct DrawCases: Sendable {
  /// A case with its law.
  struct Item: Sendable {
    var codes: [UInt64]
    var law: OutcomeLaw
  }

  /// The cases whose outcomes are counted; those with one outcome come last.
  let items: [Item]
  /// Cases of which some outcomes together have a probability of exactly one half: fair coins.
  let coins: [Item]

  /// The number of cases with more than one outcome.
  var randomCount: Int { items.count { !$0.law.isCertain } }

  /// Chooses cases of a subject by a seed: of every size of the rarest outcome alike.
  init(_ subject: DrawSubject, count: Int, seed: UInt64) {
    var classes: [Int: [Item]] = [:]
    var certain: [Item] = []
    var coins: [Item] = []
    var seen: Set<[UInt64]> = []
    for codes in subject.candidates(seed) where seen.insert(codes).inserted {
      // What is certain is known soon enough, and cheaper not to look at again.
      guard let law = subject.law(codes) else { continue }
      let item = Item(codes: codes, law: law)
      if law.isCertain {
        certain.append(item)
        continue
      }
      if law.fairCount != nil { coins.append(item) }
      classes[Self.rarity(law), default: []].append(item)
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
    items = chosen + kept.map { certain[$0] }
    let apart = max(1, coins.count / Self.mostCoins)
    self.coins = stride(from: 0, to: coins.count, by: apart).prefix(Self.mostCoins)
      .map { coins[$0] }
  }

  /// One case alone, to be asked again.
  init?(_ subject: DrawSubject, only codes: [UInt64]) {
    guard let law = subject.law(codes) else { return nil }
    let item = Item(codes: codes, law: law)
    items = [item]
    coins = law.fairCount == nil ? [] : [item]
  }

  private static let mostCoins = 61

  /// The size of the rarest outcome: `k` for one between `2^-(k+1)` and `2^-k`.
  private static func rarity(_ law: OutcomeLaw) -> Int {
    let least = law.outcomes.map { $0.high }.min() ?? .one
    return -least.floorLog2 - 1
  }
}
