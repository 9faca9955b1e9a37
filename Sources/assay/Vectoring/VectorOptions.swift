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
  @OptionGroup var block: BlockOptions
  @OptionGroup var vectors: VectorOptions

  /// The operation made ready.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names and options that do not fit.
  func task(_ name: String, in catalog: Catalog) throws -> VectorTask {
    if let name = BlockOptions.Name(rawValue: name) {
      let resolved = try block.resolved(name, operation, in: catalog)
      try BlockOptions.requireJudgeable(resolved)
      do {
        return try VectorTask(resolved)
      } catch {
        throw CommandFailure.reason("\(error)")
      }
    }
    guard Operation.Kind(rawValue: name) != nil else {
      throw CommandFailure.unknown(
        "operation", name,
        among: Operation.Kind.allCases.map(\.rawValue) + BlockOptions.Name.allCases.map(\.rawValue))
    }
    guard !block.isGiven else {
      throw CommandFailure.usage(
        "\(name) takes no options of masks, estimators, sums and blocks",
        "leave them out, or name an operation on blocks")
    }
    let resolved = try operation.resolved(try OperationOptions.kind(named: name), in: catalog)
    try resolved.operation.requireReference()
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
    let (operation, dialect) = (operation, operation.dialect)
    let named: [(String, String?)] = [
      ("from", operation.from), ("to", operation.to), ("format", operation.format),
      ("rounding", dialect.rounding), ("overflow", dialect.overflow), ("dialect", dialect.dialect),
      ("pattern", block.pattern), ("rows", block.rows.map(String.init)),
      ("columns", block.columns.map(String.init)), ("design", block.design),
      ("quantised", block.quantised.map(String.init)), ("threshold", block.threshold),
      ("accumulator", block.accumulator), ("chunk", block.chunk.map(String.init)),
      ("length", block.length.map(String.init)), ("block", block.blockFormat),
      ("level", vectors.level), ("seed", vectors.seed.map { String($0) }),
    ]
    return named.compactMap { name, value in value.map { "--\(name)=\($0)" } }
      + (block.ragged ? ["--ragged"] : []) + (block.isInteger ? ["--integer"] : [])
  }
}
