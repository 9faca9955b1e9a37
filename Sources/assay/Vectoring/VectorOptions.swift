import ArgumentParser
import Conformance
import Descriptors
import Reference
import Specs

/// Which vectors of an operation are meant; the same options give the same vectors.
struct VectorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "1: edges, ties and samples; 2: many more; exhaustive: all there are (default: 1).",
      valueName: "level"))
  var level: String?

  @Option(help: ArgumentHelp("The seed of samples (default: 1).", valueName: "n"))
  var seed: UInt64?

  /// The level where none is given.
  static let standardLevel = "1"
  /// The seed where none is given.
  static let standardSeed: UInt64 = 1

  /// The seed that holds.
  var resolvedSeed: UInt64 { seed ?? Self.standardSeed }

  /// The effort that a level stands for.
  func effort() throws(CommandFailure) -> CheckEffort {
    let level = level ?? Self.standardLevel
    switch level {
    case "1": return .quick
    case "2": return .standard
    case "exhaustive": return .exhaustive
    default: throw .unknown("level", level, among: ["1", "2", "exhaustive"])
    }
  }
}

/// All options that say what is asked: those that `vectors` and `judge` share.
struct QuestionOptions: ParsableArguments {
  @OptionGroup var operation: OperationOptions
  @OptionGroup var vectors: VectorOptions

  /// The operation made ready.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names and options that do not fit.
  func task(_ name: String, in catalog: Catalog) throws -> VectorTask {
    let resolved = try operation.resolved(name, in: catalog)
    try resolved.operation.requireReference()
    try OperationOptions.requireJudgeable(resolved.operation)
    do throws(OperationError) {
      return try VectorTask(resolved.operation, preset: resolved.preset)
    } catch {
      throw CommandFailure.reason(error.text)
    }
  }

  /// The vectors of an operation.
  func cases(of task: VectorTask) throws(CommandFailure) -> CaseVectors {
    CaseVectors(task, effort: try vectors.effort(), seed: vectors.resolvedSeed)
  }

  /// The options that were given, as one word each: `--from=float32`, `--ragged`.
  var words: [String] {
    operation.words + (vectors.level.map { ["--level=\($0)"] } ?? [])
      + (vectors.seed.map { ["--seed=\($0)"] } ?? [])
  }
}
