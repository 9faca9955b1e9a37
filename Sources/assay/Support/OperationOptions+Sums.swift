import Descriptors
import Specs

extension OperationOptions {
  /// The longest sum.
  private static let longest = 1 << 24

  /// The sum of products that the options spell out.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names, missing options and options that
  ///   do not fit.
  func dot(_ format: FormatDescriptor, in catalog: Catalog) throws -> Operation {
    guard let name = accumulator else {
      throw CommandFailure.usage(
        "dot lacks --accumulator", "'assay list accumulators' shows them; float32 is a plain one")
    }
    guard let length, length > 0, length <= Self.longest else {
      throw CommandFailure.usage(
        "dot needs --length from 1 to \(Self.longest)", "it is the number of products")
    }
    let rule = try catalog.accumulator(named: chunk.map { "\(name)-chunk-\($0)" } ?? name)
    let result = try to.map { try catalog.format(named: $0) } ?? rule.result
    try result.requireReference()
    let (dialect, _) = try dialect.resolved(for: result, in: catalog)
    return Operation(
      .dot(rule, length: length), format: format, result: result, dialect: dialect)
  }

  /// The encoding of a matrix that the options spell out.
  ///
  /// - Throws: as `dot` does.
  func encoding(_ format: FormatDescriptor, in catalog: Catalog) throws -> Operation {
    let rounding = dialect.rounding
    guard to == nil, !dialect.isGiven || rounding != nil else {
      throw CommandFailure.usage(
        "encode-block has no --to, --overflow or --dialect",
        "the block format says what its elements and scales are")
    }
    var (block, rows, columns) = try matrixOfBlocks(.encodeBlock, in: catalog)
    if rounding != nil {
      let (dialect, _) = try dialect.resolved(for: block.element, in: catalog)
      guard dialect.rounding.takesRandomWord, self.dialect.overflow == nil,
        self.dialect.dialect == nil, block.drawsElements
      else {
        throw CommandFailure.usage(
          block.drawsElements
            ? "encode-block has no --overflow or --dialect, and its --rounding is stochastic"
            : "the elements of \(block.name) are not rounded stochastically",
          block.drawsElements
            ? "write --rounding stochastic-N, or leave it to the block format"
            : "the scale or the zero point hangs on how they are rounded")
      }
      block.elementDialect.rounding = dialect.rounding
    }
    return Operation(
      .encodeBlock(block, rows: rows, columns: columns, ragged: ragged ? .atMost : .refuse),
      format: format)
  }

  /// The decoding of a matrix that the options spell out.
  ///
  /// - Throws: as `dot` does.
  func decoding(in catalog: Catalog) throws -> Operation {
    guard format == nil else {
      throw CommandFailure.usage(
        "decode-block has no --format", "the codes are those of --block; --to names the result")
    }
    guard let to else {
      throw CommandFailure.usage("decode-block lacks --to", "name the format of the values")
    }
    let result = try catalog.format(named: to)
    try result.requireReference()
    let (block, rows, columns) = try matrixOfBlocks(.decodeBlock, in: catalog)
    let (dialect, _) = try dialect.resolved(for: result, in: catalog)
    return Operation(
      .decodeBlock(block, rows: rows, columns: columns, ragged: ragged ? .atMost : .refuse),
      format: result, dialect: dialect)
  }

  private func matrixOfBlocks(
    _ operation: Function, in catalog: Catalog
  ) throws -> (block: BlockFormat, rows: Int, columns: Int) {
    guard let blockFormat else {
      throw CommandFailure.usage(
        "\(operation.rawValue) lacks --block", "'assay list blocks' shows the block formats")
    }
    let block = try catalog.block(named: blockFormat)
    let (rows, columns) = try matrix(operation, rows: 1)
    let (down, across) = (block.shape.rows, block.shape.columns)
    guard ragged || rows % down == 0 && columns % across == 0 else {
      let isRow = rows % down != 0
      throw CommandFailure.usage(
        isRow
          ? "\(rows) rows are no multiple of the \(down) of a block of \(block.name)"
          : "\(columns) columns are no multiple of the \(across) of a block of \(block.name)",
        "choose another shape, or allow shorter blocks with --ragged")
    }
    return (block, rows, columns)
  }
}
