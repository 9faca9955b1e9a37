import ArgumentParser
import Conformance
import Descriptors
import Specs

/// All that the command line says of one operation but its name.
struct OperationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("cast: the format of the operand.", valueName: "format"))
  var from: String?

  @Option(help: ArgumentHelp("The format of the result.", valueName: "format"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The format of the operands, and of the result unless --to is given; one for each operand "
        + "between commas; scaled-*: scale and value, as in Binary8p1uf,Binary8p4se.",
      valueName: "format"))
  var format: String?

  @OptionGroup var dialect: DialectOptions

  @Option(
    help: ArgumentHelp(
      "mvue, compress, expand: N:M. mask: N:M, N:M/columns, sequential-N:M, transposable-N:M, prune-greedy-N:M, "
        + "keep-greedy-N:M, top-K or threshold-0xCODE.", valueName: "pattern"))
  var pattern: String?

  @Option(
    help: ArgumentHelp("mask, blocks: the rows of the matrix; 1 for blocks.", valueName: "count"))
  var rows: Int?

  @Option(help: ArgumentHelp("mask, blocks: the columns of the matrix.", valueName: "count"))
  var columns: Int?

  @Flag(help: "mask, blocks: allow blocks and tiles that the matrix cuts off.")
  var ragged = false

  @Option(
    help: ArgumentHelp(
      "mvue: systematic, pair-table, successive, uniform or greedy.", valueName: "name"))
  var design: String?

  @Option(
    help: ArgumentHelp(
      "mvue: probabilities in multiples of 2^-BITS, exactly unbiased.", valueName: "bits"))
  var quantised: Int?

  @Flag(
    name: .customLong("integer"),
    help: "mvue: an exact integer draw from a 64-bit number, for formats of integers in a unit.")
  var isInteger = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("prune-below: the threshold.", valueName: "value"))
  var threshold: String?

  @Option(
    help: ArgumentHelp(
      "dot: how products are summed (see 'assay list accumulators').", valueName: "name"))
  var accumulator: String?

  @Option(help: ArgumentHelp("dot: sum chunks of so many products first.", valueName: "count"))
  var chunk: Int?

  @Option(help: ArgumentHelp("dot: the number of products.", valueName: "count"))
  var length: Int?

  @Option(
    name: .customLong("block"),
    help: ArgumentHelp(
      "encode-block, decode-block: the block format (see 'assay list blocks').", valueName: "name"))
  var blockFormat: String?

  @Option(
    help: ArgumentHelp(
      "compress, expand: how places are written: "
        + PlaceLayout.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "name"))
  var layout: String?

  /// The options of some functions on many elements by name, and what was given.
  private var particular: [(option: String, given: String?)] {
    [
      ("pattern", pattern), ("rows", rows.map(String.init)), ("columns", columns.map(String.init)),
      ("ragged", ragged ? "" : nil), ("design", design),
      ("quantised", quantised.map(String.init)), ("integer", isInteger ? "" : nil),
      ("threshold", threshold), ("accumulator", accumulator), ("chunk", chunk.map(String.init)),
      ("length", length.map(String.init)), ("block", blockFormat), ("layout", layout),
    ]
  }

  /// Whether a format or a rule was given.
  var hasFormats: Bool { from != nil || to != nil || format != nil || dialect.isGiven }

  /// Whether any of the options of some functions was given.
  var isParticular: Bool { particular.contains { $0.given != nil } }

  /// Whether any option was given.
  var isGiven: Bool { hasFormats || isParticular }

  /// The options that were given, as one word each: `--from=float32`, `--ragged`.
  var words: [String] {
    let common = [
      ("from", from), ("to", to), ("format", format), ("rounding", dialect.rounding),
      ("overflow", dialect.overflow), ("dialect", dialect.dialect),
    ]
    return (common + particular).compactMap { option, given in
      given.map { $0.isEmpty ? "--\(option)" : "--\(option)=\($0)" }
    }
  }

  /// Refuses options that a function on many elements has not.
  func refuseOthers(_ function: Function) throws(CommandFailure) {
    let wrong = particular.first { $0.given != nil && !function.options.contains($0.option) }
    guard let wrong else { return }
    throw .usage("\(function.rawValue) has no --\(wrong.option)", "leave it out")
  }

  /// The operation of a name.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names, missing options and options that do
  ///   not fit.
  func resolved(_ name: String, in catalog: Catalog) throws -> NamedOperation {
    if let function = Function(rawValue: name) {
      return NamedOperation(operation: try resolved(function, in: catalog))
    }
    return try resolved(try kind(named: name), in: catalog)
  }

  /// The function of a few numbers of a name, which takes no options of others.
  func kind(named name: String) throws(CommandFailure) -> Operation.Kind {
    guard let kind = Operation.Kind(rawValue: name) else {
      throw .unknown(
        "operation", name,
        among: Operation.Kind.allCases.map(\.rawValue) + Function.allCases.map(\.rawValue))
    }
    guard !isParticular else {
      throw .usage(
        "\(name) takes no options of masks, estimators, sums and blocks",
        "leave them out, or name \(Function.listed)")
    }
    return kind
  }
}
