import ArgumentParser
import Descriptors
import ExactArithmetic
import Reference
import Specs

/// What an operation on blocks needs to be told beyond formats and rules.
struct BlockOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "mvue: N:M. mask: N:M, N:M/columns, sequential-N:M, transposable-N:M, prune-greedy-N:M, "
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

  /// The operations on blocks by name.
  enum Name: String, CaseIterable {
    case mask, mvue
    case pruneBelow = "prune-below"
    case dot
    case encodeBlock = "encode-block"
    case decodeBlock = "decode-block"
  }

  /// Whether any of the options was given.
  var isGiven: Bool {
    pattern != nil || rows != nil || columns != nil || ragged || design != nil || quantised != nil
      || isInteger || threshold != nil || isSum || blockFormat != nil
  }

  /// Whether an option of sums was given.
  private var isSum: Bool { accumulator != nil || chunk != nil || length != nil }

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
    if name == .decodeBlock { return try decoding(options, in: catalog) }
    guard let formatName = options.format else {
      throw CommandFailure.usage(
        "\(name.rawValue) lacks --format", "name the format of the elements")
    }
    let format = try catalog.format(named: formatName)
    try format.requireReference()
    if name == .mask {
      guard options.to == nil, !options.dialect.isGiven else {
        throw CommandFailure.usage(
          "a mask has no --to, --rounding, --overflow or --dialect", "leave them out")
      }
      return Operation(try mask(), format: format)
    }
    if name == .dot { return try dot(format, options, in: catalog) }
    if name == .encodeBlock { return try encoding(format, options, in: catalog) }
    try refuseSums(name)
    let result = try catalog.format(named: options.to ?? formatName)
    try result.requireReference()
    let function =
      name == .mvue ? .prune(try pruning(standard: .systematic)) : try pruneBelow(in: format)
    let (dialect, _) = try options.dialect.resolved(for: result, in: catalog)
    return Operation(function, format: format, result: result, dialect: dialect)
  }

  private func mask() throws -> Operation.Function {
    try refuseSums(.mask)
    try refuse(
      [
        ("--design", design != nil), ("--quantised", quantised != nil), ("--integer", isInteger),
        ("--threshold", threshold != nil),
      ], for: .mask)
    guard let pattern else {
      throw CommandFailure.usage("mask lacks --pattern", "write for example --pattern 2:4")
    }
    guard let rule = MaskRule(named: pattern) else {
      throw CommandFailure.usage(
        "'\(pattern.excerpt)' is no mask rule",
        "write N:M with N at most M and M at most 64, or as in sequential-2:4, transposable-4:8 "
          + "(M at most 32), prune-greedy-4:8, keep-greedy-4:8, 2:4/columns, top-10, "
          + "threshold-0x3F")
    }
    let (rows, columns) = try matrix(.mask)
    return .mask(rule, rows: rows, columns: columns, ragged: ragged ? .atMost : .refuse)
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
    guard rows <= 1 << 24, columns <= 1 << 24, rows * columns <= 1 << 30 else {
      throw .usage(
        "\(rows) x \(columns) is beyond 2^30 elements", "cut the matrix along whole tiles")
    }
    return (rows, columns)
  }

  /// The block pruning; `standard` is the design where none is named.
  func pruning(standard: BlockPruning.Design) throws -> BlockPruning {
    try refuse(
      [
        ("--rows", rows != nil), ("--columns", columns != nil), ("--ragged", ragged),
        ("--threshold", threshold != nil),
      ],
      for: .mvue)
    guard let name = pattern else {
      throw CommandFailure.usage("mvue lacks --pattern", "write for example --pattern 2:4")
    }
    guard let pattern = BlockPattern(named: name) else {
      throw CommandFailure.usage(
        "'\(name.excerpt)' is no pattern N:M",
        "N elements are kept of every M, with N from 1 to M and M at most 64")
    }
    if quantised != nil && isInteger {
      throw CommandFailure.usage("--quantised and --integer are two draws", "choose one")
    }
    let draw: BlockPruning.Draw =
      isInteger ? .integer : quantised.map { .quantised(bits: $0) } ?? .fraction
    return BlockPruning(pattern, design: try chosenDesign() ?? standard, draw: draw)
  }

  private func chosenDesign() throws(CommandFailure) -> BlockPruning.Design? {
    guard let design else { return nil }
    guard let found = BlockPruning.Design.allCases.first(where: { $0.spelling == design }) else {
      throw .unknown("design", design, among: BlockPruning.Design.allCases.map(\.spelling))
    }
    return found
  }

  private func pruneBelow(in format: FormatDescriptor) throws -> Operation.Function {
    try refuse(
      [
        ("--pattern", pattern != nil), ("--rows", rows != nil), ("--columns", columns != nil),
        ("--ragged", ragged), ("--design", design != nil), ("--quantised", quantised != nil),
        ("--integer", isInteger),
      ], for: .pruneBelow)
    guard let threshold, let value = try InputValue.list(threshold).first else {
      throw CommandFailure.usage(
        "prune-below lacks --threshold", "write a value or a code, as in --threshold 0.5")
    }
    return .pruneBelow(threshold: try value.code(in: NumberFormat(format)))
  }

  /// Refuses the options of sums and blocks.
  private func refuseSums(_ name: Name) throws(CommandFailure) {
    try refuse(
      [
        ("--accumulator", accumulator != nil), ("--chunk", chunk != nil),
        ("--length", length != nil), ("--block", blockFormat != nil),
      ], for: name)
  }

  /// Refuses options that an operation has not.
  func refuse(
    _ given: [(option: String, isGiven: Bool)], for name: Name
  ) throws(CommandFailure) {
    guard let wrong = given.first(where: \.isGiven) else { return }
    throw .usage("\(name.rawValue) has no \(wrong.option)", "leave it out")
  }
}

extension BlockPruning.Design {
  /// The name on the command line.
  var spelling: String { self == .pairTable ? "pair-table" : rawValue }
}
