import Descriptors
public import Harness
public import Specs

/// The laws of the masks and estimators that an entry of a catalogue has judged on the reference.
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
}
