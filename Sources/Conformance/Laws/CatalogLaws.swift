import Descriptors
public import Harness
public import Specs

/// The laws of the masks, estimators, accumulators and block formats that a catalogue lists, judged on
/// the reference.
public enum CatalogLaws {
  /// The laws of an entry's masks.
  public static func all(for entry: MaskEntry) -> [Property] {
    entry.judged.flatMap { MaskLaws.all(for: $0) }
  }

  /// The laws of an entry's estimators; those of stochastic rounding are laws of formats.
  public static func all(for entry: EstimatorEntry) -> [Property] {
    switch entry.design {
    case .pruneBelow: StochasticPruningLaws.all
    case .stochasticRounding: []
    case .systematic, .pairTable, .successive, .uniform, .greedy:
      // Longer blocks are too many to be finished, and have no law that shorter ones lack.
      entry.judged.filter { $0.pattern.of <= 8 }.flatMap { pruning in
        EstimatorLaws.all(for: pruning).filter { law in
          // Blocks of 8 of three values are never free of ties.
          !(pruning.pattern.of > 4 && pruning.design == .greedy
            && law.id.hasSuffix("/permutation"))
        }
      }
    }
  }

  /// The laws of masks that belong to no one rule, and those of all entries; each id once.
  public static func all(in catalog: Catalog) -> [Property] {
    var seen: Set<String> = []
    let laws =
      MaskLaws.general + catalog.masks.flatMap { all(for: $0) }
      + catalog.estimators.flatMap { all(for: $0) }
      + AccumulatorLaws.all(catalog.accumulators.map(\.accumulator))
      + BlockFormatLaws.all(for: catalog.blocks.map(\.block))
    return laws.filter { seen.insert($0.id).inserted }
  }
}
