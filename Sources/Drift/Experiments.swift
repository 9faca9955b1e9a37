public import Specs

/// The experiments that `assay drift` knows.
public enum Experiments {
  /// All of them, in the order in which they run.
  public static func all(_ catalog: Catalog) -> [any Experiment] {
    [
      LBAExperiment(), AccumulatorExperiment(.accumulators), AccumulatorExperiment(.orders),
      FormatExperiment(), DigitsExperiment(), SymmetryExperiment(),
    ]
  }
}
