import ArgumentParser
import Conformance
import Descriptors
import Specs

/// Which vectors of an operation are meant; the same options give the same vectors.
struct VectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "1: edges, ties and samples; 2: many more; exhaustive: all there are.", valueName: "level"))
  var level = "1"

  @Option(help: ArgumentHelp("The seed of samples.", valueName: "n"))
  var seed: UInt64 = 1

  /// The effort that a level stands for.
  func effort() throws(CommandFailure) -> CheckEffort {
    switch level {
    case "1": return .quick
    case "2": return .standard
    case "exhaustive": return .exhaustive
    default: throw .unknown("level", level, among: ["1", "2", "exhaustive"])
    }
  }

  /// The vectors of an operation on numbers.
  func vectors(
    _ name: String, _ options: OperationOptions, in catalog: Catalog
  ) throws -> (CaseVectors, preset: String) {
    let effort = try effort()
    let resolved = try options.resolved(try OperationOptions.kind(named: name), in: catalog)
    return (
      CaseVectors(resolved.operation, effort: effort, seed: seed), resolved.preset
    )
  }
}
