import Descriptors
import Specs

extension CaseGenerator {
  /// Makes a case of one kind.
  private typealias Making = (inout FormatGenerator, inout SweepRandom) -> SweepCase

  /// The kinds of operations on many elements, and how many of their cases are of each.
  private var kinds: [(share: Int, make: Making)] {
    [
      (8, mask), (9, pruning), (4, threshold), (8, dot), (5, encoding), (4, decoding),
      (3, compression),
    ]
  }

  /// A case of any operation on many elements.
  func block(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase {
    let kinds = kinds
    var place = random.number(1...kinds.reduce(0) { $0 + $1.share })
    let kind = kinds.first { kind in
      place -= kind.share
      return place <= 0
    }
    return (kind?.make ?? mask)(&formats, &random)
  }

  /// `N:M`, small blocks more often than large ones.
  private func pattern(_ most: Int, _ random: inout SweepRandom) -> String {
    let of = random.chance(85) ? random.number(1...min(8, most)) : random.number(1...most)
    return "\(random.chance(20) ? random.one(of: [1, of]) : random.number(1...of)):\(of)"
  }

  private func mask(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase {
    var item = SweepCase(operation: "mask")
    let name: String
    switch random.number(0...9) {
    case 0...2: name = pattern(64, &random) + (random.chance(30) ? "/columns" : "")
    case 3, 4: name = "sequential-" + pattern(64, &random) + (random.chance(30) ? "/columns" : "")
    case 5: name = "transposable-" + pattern(6, &random)
    case 6: name = "prune-greedy-" + pattern(8, &random)
    case 7: name = "keep-greedy-" + pattern(8, &random)
    case 8: name = "top-\(random.small(0...40))"
    default: name = "threshold-0x\(String(random.number(0...255), radix: 16, uppercase: true))"
    }
    item["pattern"] = name
    item["format"] = formats.name(&random)
    if random.chance(50), let side = MaskRule(named: name)?.pattern?.of {
      let isSquare = name.hasPrefix("t") || name.hasPrefix("p") || name.hasPrefix("k")
      let isDown = name.hasSuffix("columns")
      item["rows"] = "\(isSquare || isDown ? side : random.number(1...3))"
      item["columns"] = "\(isDown ? random.number(1...3) : side * random.number(1...2))"
    } else {
      item["rows"] = "\(random.small(1...16))"
      item["columns"] = "\(random.small(1...20))"
      item.set("ragged")
    }
    return item
  }

  private func pruning(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase {
    var item = SweepCase(operation: "mvue")
    item["pattern"] = pattern(64, &random)
    item["format"] = formats.name(&random)
    if random.chance(50) { item["to"] = formats.name(&random) }
    switch random.number(0...9) {
    case 0...2: item["quantised"] = "\(random.small(1...32))"
    case 3, 4: item.set("integer")
    case 5: item["design"] = "greedy"
    default: break
    }
    if random.chance(60) { rules(&item, &random) }
    return item
  }

  private func threshold(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase
  {
    var item = SweepCase(operation: "prune-below")
    item["threshold"] = "code:\(String(random.number(0...127), radix: 16, uppercase: true))"
    item["format"] = formats.name(&random)
    if random.chance(60) { item["to"] = formats.name(&random) }
    if random.chance(60) { rules(&item, &random) }
    return item
  }

  private func dot(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase {
    var item = SweepCase(operation: "dot")
    item["accumulator"] = accumulator(&formats, &random)
    item["format"] = formats.name(&random)
    item["length"] = "\(random.chance(85) ? random.number(1...6) : random.number(7...40))"
    if random.chance(20) { item["chunk"] = "\(random.small(1...16))" }
    if random.chance(40) { item["to"] = formats.name(&random) }
    if random.chance(50) { rules(&item, &random) }
    return item
  }

  private func accumulator(
    _ formats: inout FormatGenerator, _ random: inout SweepRandom
  ) -> String {
    switch random.number(0...9) {
    case 0...2: return random.one(of: catalog.accumulators).name
    case 3: return "exact"
    case 4, 5:
      let (bits, exponent) = (random.small(0...(random.chance(80) ? 12 : 52)), random.small(1...11))
      let most = random.chance(80) ? 20 : 4096
      return "fmaq-m\(bits)e\(exponent)-\(random.number(-most...most))-"
        + "\(random.number(-most...most))" + (random.chance(30) ? "-no-underflow" : "")
        + (random.chance(40) ? "-\(random.one(of: RoundingRule.deterministic).name)" : "")
    case 6:
      return (random.chance(50) ? "u" : "") + "int\(random.small(2...32))"
        + random.one(of: ["-wrap", "-saturate"])
    default:
      let order = random.one(of: [
        "", "", "", "-lanes-4", "-pairwise", "-kahan", "-permuted-3", "-lanes-1",
      ])
      return formats.name(&random) + (random.chance(30) ? "-unfused" : "") + order
    }
  }

  private func block(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> String {
    let rules = BlockFormat.ScaleRule.allCases.map(\.rawValue)
    switch random.number(0...9) {
    case 0, 1: return random.one(of: catalog.blocks).name
    case 2...5:
      let listed = random.one(of: catalog.blocks).name
      let rule = random.chance(50) ? "-\(random.one(of: rules))" : ""
      return "\(listed)\(rule)-\(random.number(1...2))x\(random.number(1...6))"
    case 6, 7:
      return "p3109-\(random.number(1...6))-\(formats.name(&random))-\(formats.name(&random))"
    case 8: return "int\(random.number(2...9))-g\(random.number(1...6))-\(formats.name(&random))"
    default: return "uint\(random.number(1...9))-g\(random.number(1...6))-\(formats.name(&random))"
    }
  }

  /// The shape of a matrix of blocks, which need not fill it.
  private func shape(_ item: inout SweepCase, _ random: inout SweepRandom) {
    item["rows"] = "\(random.number(1...3))"
    item["columns"] = "\(random.chance(10) ? random.number(20...70) : random.number(1...8))"
    item.set("ragged")
  }

  private func encoding(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase
  {
    var item = SweepCase(operation: "encode-block")
    item["block"] = block(&formats, &random)
    item["format"] = formats.name(&random)
    if random.chance(25) { item["rounding"] = Self.stochastic(&random) }
    shape(&item, &random)
    return item
  }

  private func decoding(_ formats: inout FormatGenerator, _ random: inout SweepRandom) -> SweepCase
  {
    var item = SweepCase(operation: "decode-block")
    item["block"] = block(&formats, &random)
    item["to"] = formats.name(&random)
    if random.chance(60) { rules(&item, &random) }
    shape(&item, &random)
    return item
  }

  /// The options in the order of the id's parts.
  private func compression(
    _ formats: inout FormatGenerator, _ random: inout SweepRandom
  ) -> SweepCase {
    var item = SweepCase(operation: random.chance(50) ? "compress" : "expand")
    let layout = random.one(of: PlaceLayout.allCases)
    item["pattern"] = layout.pattern ?? pattern(64, &random)
    if layout != .bytes { item["layout"] = layout.rawValue }
    item["format"] = formats.name(&random)
    return item
  }
}
