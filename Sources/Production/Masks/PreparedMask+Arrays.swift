public import Descriptors

extension PreparedMask {
  /// Prepares a rule whose blocks lie along one axis of a tensor; `run` then takes
  /// `view.matrices` matrices.
  ///
  /// - Parameters:
  ///   - pattern: how many elements of each block are kept.
  ///   - isSequential: whether the pruned ones of a block must be adjacent.
  ///   - view: the tensor, seen along the axis.
  ///   - format: the format of the elements.
  ///   - ragged: what becomes of cut-off blocks.
  ///   - level: the instruction set.
  /// - Throws: as the other initialiser.
  public init(
    _ pattern: BlockPattern, isSequential: Bool = false, along view: AxisView,
    format: FormatDescriptor, ragged: MaskRule.RaggedRule = .refuse,
    level: InstructionLevel = .best
  ) throws(ProductionError) {
    try self.init(
      isSequential ? .sequential(pattern, view.axis) : .magnitude(pattern, view.axis),
      format: format, rows: view.rows, columns: view.columns, ragged: ragged, level: level)
  }

  /// The masks of binary32 matrices, a byte 0 or 1 per element.
  ///
  /// - Throws: `ProductionError.unsupported` where the rule was prepared for another format or the
  ///   values are not a whole number of matrices.
  public func mask(of values: [Float]) throws(ProductionError) -> [UInt8] {
    try mask(of: values.span)
  }

  /// The masks of binary32 matrices, a byte 0 or 1 per element.
  ///
  /// - Throws: as for an array.
  public func mask(of values: Span<Float>) throws(ProductionError) -> [UInt8] {
    guard order.isBinary32 else {
      throw .unsupported("\(format.name): values of type Float are binary32; pass codes instead")
    }
    let size = rows * columns
    guard size == 0 ? values.isEmpty : values.count % size == 0 else {
      throw .unsupported(
        "\(values.count) values are no whole number of \(rows)x\(columns) matrices")
    }
    return values.withUnsafeBytes { codes in
      let count = codes.count / MemoryLayout<Float>.size
      return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        run(
          codes, mask: UnsafeMutableRawBufferPointer(buffer),
          matrices: size == 0 ? 0 : count / size)
        initialized = count
      }
    }
  }
}
