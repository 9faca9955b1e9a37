import ArgumentParser
import Descriptors
import Specs

/// What an operation on blocks needs to be told beyond formats and rules.
struct BlockOptions: ParsableArguments {
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

  /// The most elements of a case that goes through as a stream.
  static let mostElements = 1 << 24
  /// The most of a case that is made here, and judged or explained: many of them are in memory at once.
  static let mostJudged = 1 << 16

  /// Refuses operations whose cases are too large to be made by the thousand.
  static func requireJudgeable(_ operation: Operation) throws(CommandFailure) {
    let count = operation.operandCount
    guard count <= mostJudged else {
      throw .usage(
        "a case has \(count) operands, and at most \(mostJudged) are judged",
        "give a shorter --length or smaller --rows and --columns; 'assay apply' takes up to 2^24")
    }
  }

  /// Whether any of the options was given.
  var isGiven: Bool { given.contains(where: \.isGiven) }

  /// The options by name, and whether they were given.
  private var given: [(option: String, isGiven: Bool)] {
    [
      ("pattern", pattern != nil), ("rows", rows != nil), ("columns", columns != nil),
      ("ragged", ragged), ("design", design != nil), ("quantised", quantised != nil),
      ("integer", isInteger), ("threshold", threshold != nil),
      ("accumulator", accumulator != nil), ("chunk", chunk != nil), ("length", length != nil),
      ("block", blockFormat != nil), ("layout", layout != nil),
    ]
  }

  /// The operation with its formats.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names, missing options and options that
  ///   do not fit the operation.
  func resolved(
    _ name: Name, _ options: OperationOptions, in catalog: Catalog
  ) throws -> Operation {
    guard options.from == nil else {
      throw CommandFailure.usage("\(name.rawValue) has no --from", "use --format")
    }
    try refuseOthers(name)
    if name == .decodeBlock { return try decoding(options, in: catalog) }
    guard let formatName = options.format else {
      throw CommandFailure.usage(
        "\(name.rawValue) lacks --format", "name the format of the elements")
    }
    let format = try catalog.format(named: formatName)
    try format.requireReference()
    if [.mask, .compress, .expand].contains(name) {
      guard options.to == nil, !options.dialect.isGiven else {
        throw CommandFailure.usage(
          "\(name.rawValue) has no --to, --rounding, --overflow or --dialect", "leave them out")
      }
      guard name != .mask else { return Operation(try mask(), format: format) }
      let operation = Operation(try compression(name), format: format)
      // Without a zero there is nothing to leave out, whoever is asked.
      _ = try KnownDevices.evaluator(of: operation)
      return operation
    }
    if name == .dot { return try dot(format, options, in: catalog) }
    if name == .encodeBlock { return try encoding(format, options, in: catalog) }
    let result = try catalog.format(named: options.to ?? formatName)
    try result.requireReference()
    let function =
      name == .mvue ? .prune(try pruning(standard: .systematic)) : try pruneBelow(in: format)
    let (dialect, _) = try options.dialect.resolved(for: result, in: catalog)
    return Operation(function, format: format, result: result, dialect: dialect)
  }

  /// The compression or expansion that the options spell out.
  private func compression(_ name: Name) throws(CommandFailure) -> Operation.Function {
    guard let text = pattern, let pattern = BlockPattern(named: text) else {
      throw .usage(
        pattern.map { "'\($0.excerpt)' is no pattern N:M" } ?? "\(name.rawValue) lacks --pattern",
        "write for example --pattern 2:4, with N from 1 to M and M at most 64")
    }
    let layouts = PlaceLayout.allCases.map(\.rawValue)
    guard let found = PlaceLayout(rawValue: layout ?? layouts[0]) else {
      throw .unknown("layout", layout ?? "", among: layouts)
    }
    guard let compression = Compression(pattern, layout: found) else {
      throw .usage(
        "--layout \(found.rawValue) is for \(found.pattern ?? "others"), not \(pattern)",
        "choose bytes, which is for every pattern")
    }
    return name == .compress ? .compress(compression) : .expand(compression)
  }

  /// The shape of the matrix.
  ///
  /// - Throws: `CommandFailure` for shapes that are missing, empty or too large.
  func matrix(
    _ name: Name, rows standard: Int? = nil
  ) throws(CommandFailure) -> (rows: Int, columns: Int) {
    guard let rows = rows ?? standard, let columns, rows > 0, columns > 0 else {
      throw .usage(
        standard == nil
          ? "\(name.rawValue) needs --rows and --columns from 1 on"
          : "\(name.rawValue) needs --columns from 1 on", "they are the shape of the matrix")
    }
    guard rows <= 1 << 24, columns <= 1 << 24, rows * columns <= Self.mostElements else {
      throw .usage(
        "\(rows) x \(columns) is beyond 2^24 elements a case", "cut the matrix along whole tiles")
    }
    return (rows, columns)
  }

  /// Refuses options that an operation has not.
  func refuseOthers(_ name: Name) throws(CommandFailure) {
    let wrong = given.first { $0.isGiven && !name.options.contains($0.option) }
    guard let wrong else { return }
    throw .usage("\(name.rawValue) has no --\(wrong.option)", "leave it out")
  }
}
