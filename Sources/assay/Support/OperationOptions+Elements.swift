import Descriptors
import Specs

// Functions on many elements.

extension OperationOptions {
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

  /// The operation with its formats.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names, missing options and options that
  ///   do not fit the operation.
  func resolved(_ name: Function, in catalog: Catalog) throws -> Operation {
    guard from == nil else {
      throw CommandFailure.usage("\(name.rawValue) has no --from", "use --format")
    }
    try refuseOthers(name)
    if name == .decodeBlock { return try decoding(in: catalog) }
    guard let formatName = self.format else {
      throw CommandFailure.usage(
        "\(name.rawValue) lacks --format", "name the format of the elements")
    }
    let format = try catalog.format(named: formatName)
    try format.requireReference()
    if [.mask, .compress, .expand].contains(name) {
      guard to == nil, !dialect.isGiven else {
        throw CommandFailure.usage(
          "\(name.rawValue) has no --to, --rounding, --overflow or --dialect", "leave them out")
      }
      guard name != .mask else { return Operation(try mask(), format: format) }
      let operation = Operation(try compression(name), format: format)
      // Without a zero there is nothing to leave out, whoever is asked.
      _ = try KnownDevices.evaluator(of: operation)
      return operation
    }
    if name == .dot { return try dot(format, in: catalog) }
    if name == .encodeBlock { return try encoding(format, in: catalog) }
    let result = try catalog.format(named: to ?? formatName)
    try result.requireReference()
    let function =
      name == .mvue ? .prune(try pruning(standard: .systematic)) : try pruneBelow(in: format)
    let (dialect, _) = try dialect.resolved(for: result, in: catalog)
    return Operation(function, format: format, result: result, dialect: dialect)
  }

  /// The compression or expansion that the options spell out.
  private func compression(_ name: Function) throws(CommandFailure) -> Operation.Function {
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
    _ name: Function, rows standard: Int? = nil
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
}
