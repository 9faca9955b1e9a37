import Descriptors
import Specs

/// Random cases: any operation with any options that it takes.
struct CaseGenerator {
  let seed: UInt64
  let catalog: Catalog

  init(seed: UInt64) throws {
    self.seed = seed
    catalog = try Catalog.builtIn()
  }

  /// The case of an index.
  func callAsFunction(_ index: UInt64) -> SweepCase {
    var random = SweepRandom(seed: seed, index: index)
    var formats = FormatGenerator(catalog)
    var item: SweepCase
    switch random.number(0...99) {
    case 0..<20: item = scalar(.cast, &formats, &random)
    case 20..<44: item = scalar(random.one(of: Operation.Kind.arithmetic), &formats, &random)
    case 44..<60: item = scalar(random.one(of: Operation.Kind.allCases), &formats, &random)
    case 60..<98: item = block(&formats, &random)
    default:
      // The laws of a format of the case's own: its name may follow no rule.
      _ = formats.name(&random)
      while formats.entries.isEmpty { _ = formats.name(&random) }
      item = SweepCase(operation: "format/f0")
    }
    item.formats = formats.entries
    // Counting all classes costs more than the cases, and each costs it now and then.
    if random.chance(88) { item.coverage = "none" }
    return item
  }

  // MARK: - One result

  private func scalar(
    _ kind: Operation.Kind, _ formats: inout FormatGenerator, _ random: inout SweepRandom
  ) -> SweepCase {
    var item = SweepCase(operation: kind.rawValue)
    var target = formats.name(&random)
    if kind == .cast {
      item["from"] = formats.name(&random)
      item["to"] = target
    } else if kind.family == .scaled {
      item["format"] = formats.name(&random) + "," + target
    } else {
      item["format"] = target
      let differs = random.chance(15) && kind.operandCount > 1
      if differs {
        item["format"] = (0..<kind.operandCount).map { _ in formats.name(&random) }
          .joined(separator: ",")
      }
      if kind.rounds, differs || random.chance(25) {
        target = formats.name(&random)
        item["to"] = target
      }
    }
    if kind.rounds {
      rules(&item, &random)
    } else if random.chance(15) {
      item["dialect"] = random.one(of: catalog.dialects).name
    }
    return item
  }

  /// Rounding, overflow and dialect, as far as they are not the usual ones.
  func rules(_ item: inout SweepCase, _ random: inout SweepRandom) {
    var offered: [RoundingRule] = []
    if random.chance(25) {
      let preset = random.one(of: catalog.dialects)
      item["dialect"] = preset.name
      offered = preset.roundings
    }
    if random.chance(60) {
      item["rounding"] =
        offered.isEmpty ? Self.rounding(&random) : random.one(of: offered).name
    }
    if random.chance(45) { item["overflow"] = random.one(of: OverflowRule.allCases).name }
  }

  /// The name of a rounding rule.
  static func rounding(_ random: inout SweepRandom) -> String {
    random.chance(65) ? random.one(of: RoundingRule.deterministic).name : stochastic(&random)
  }

  /// The name of a stochastic rounding.
  static func stochastic(_ random: inout SweepRandom) -> String {
    let bits = random.chance(40) ? random.one(of: [1, 2, 8, 31, 32]) : random.number(1...32)
    return RoundingRule.stochastic(bits: bits, variant: random.one(of: StochasticVariant.allCases))
      .name
  }
}
