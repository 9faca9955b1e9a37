import Descriptors
import Specs

extension FaultProbe {
  /// The operations on blocks in which the mistakes of the catalogue show.
  static func blocks(_ catalog: Catalog) throws(SpecError) -> [Evaluator] {
    try BlockSelection(catalog: catalog).probes().compactMap { try? Evaluator($0) }
  }
}
