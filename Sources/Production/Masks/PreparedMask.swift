import CKernels
public import Descriptors

/// The masks of matrices by one rule, made ready to run over codes.
///
/// Masks do not depend on the instruction level, the number of tasks or how matrices are batched.
/// Optimal transposable masks are those of the exact values, whatever the spread of their
/// exponents: sums are integers of 64 bits where a tile's elements fit, wider ones otherwise.
public struct PreparedMask: Sendable {
  /// Which elements are kept.
  public let rule: MaskRule
  /// The format of the elements.
  public let format: FormatDescriptor
  /// The rows of a matrix.
  public let rows: Int
  /// The elements of a row.
  public let columns: Int
  /// What becomes of cut-off blocks.
  public let ragged: MaskRule.RaggedRule
  /// The instruction set that the kernels use.
  public let level: InstructionLevel
  let order: MagnitudeOrder
  let plan: MaskPlan

  /// Prepares a rule for matrices of one shape.
  ///
  /// - Throws: `ProductionError.unsupported` where the format is outside what this module
  ///   computes, where blocks do not fit the matrix and `ragged` refuses that, where a
  ///   transposable tile is larger than `MaskRule.largestTile`, where `top` asks for a negative
  ///   number of elements or more than there are, or where a rule that adds magnitudes meets a
  ///   format whose magnitudes span more than 2260 binary places.
  /// - Precondition: the machine can run `level`; `rows` and `columns` are not negative.
  public init(
    _ rule: MaskRule, format: FormatDescriptor, rows: Int, columns: Int,
    ragged: MaskRule.RaggedRule = .refuse, level: InstructionLevel = .best
  ) throws(ProductionError) {
    precondition(
      InstructionLevel.available.contains(level), "this machine cannot run \(level.rawValue)")
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rule = rule
    self.format = format
    self.rows = rows
    self.columns = columns
    self.ragged = ragged
    self.level = level
    let coding = try NumberCoding(format)
    order = try MagnitudeOrder(coding)
    plan = MaskPlan(rule, coding, order)
    try checkShape()
    if plan.addsMagnitudes, order.span > 2260 {
      throw .unsupported(
        "\(rule.name) on \(format.name): magnitudes span \(order.span) binary places, at most "
          + "2260 can be added exactly; use a rule that only compares")
    }
  }

  private func checkShape() throws(ProductionError) {
    func refuse(_ side: String, _ count: Int, _ block: Int) -> ProductionError {
      .unsupported(
        "\(rule.name): \(count) \(side) are no multiple of \(block); pad the matrix, or ask for "
          + "cut-off blocks to keep at most as many as whole ones")
    }
    switch rule {
    case .magnitude(let pattern, let axis), .sequential(let pattern, let axis):
      let length = axis == .rows ? columns : rows
      if ragged == .refuse, length % pattern.of != 0 {
        throw refuse(axis == .rows ? "columns" : "rows", length, pattern.of)
      }
    case .transposable(let pattern, _):
      guard pattern.of <= MaskRule.largestTile else {
        throw .unsupported(
          "\(rule.name): a tile has at most \(MaskRule.largestTile) rows; use a smaller pattern")
      }
      if ragged == .refuse, columns % pattern.of != 0 {
        throw refuse("columns", columns, pattern.of)
      }
      if ragged == .refuse, rows % pattern.of != 0 { throw refuse("rows", rows, pattern.of) }
    case .top(let count):
      guard (0...rows * columns).contains(count) else {
        throw .unsupported(
          "\(rule.name): \(count) of \(rows * columns) elements cannot be kept; ask for 0 up to "
            + "all")
      }
    case .threshold: break
    }
  }

  /// Writes the masks of `matrices` matrices that follow each other.
  ///
  /// - Parameters:
  ///   - codes: `matrices * rows * columns` codes, row-major, each `streamBytes` of the format,
  ///     little-endian, of any alignment; bits above the format's width are ignored.
  ///   - mask: receives as many bytes, 1 for an element that is kept and 0 for one that is not;
  ///     it must not overlap the codes.
  ///   - matrices: how many.
  ///   - checkingCertificates: whether every optimal transposable tile is proved by potentials,
  ///     which another function checks element by element; the summary counts them. It changes no
  ///     mask.
  /// - Precondition: both buffers are long enough.
  @discardableResult
  public func run(
    _ codes: UnsafeRawBufferPointer, mask: UnsafeMutableRawBufferPointer, matrices: Int = 1,
    checkingCertificates: Bool = false
  ) -> MaskSummary {
    let buffers = buffers(codes, mask, matrices, checkingCertificates)
    var tallies: [MaskTally] = []
    for matrix in 0..<matrices {
      tallies.append(run(MaskPart(matrix: matrix, rows: 0..<rows), buffers))
    }
    return summary(of: tallies, matrices: matrices)
  }

  /// The caller's buffers, looked at once.
  func buffers(
    _ codes: UnsafeRawBufferPointer, _ mask: UnsafeMutableRawBufferPointer, _ matrices: Int,
    _ checks: Bool
  ) -> MaskBuffers {
    precondition(matrices >= 0, "a number of matrices is not negative")
    let count = matrices * rows * columns
    precondition(codes.count >= count * format.streamBytes, "the codes are too few")
    precondition(mask.count >= count, "the mask is too short")
    return MaskBuffers(codes: codes, mask: mask, checksCertificates: checks)
  }

  /// The masks of some rows of a matrix.
  func run(_ part: MaskPart, _ buffers: MaskBuffers) -> MaskTally {
    var tally = assay_tile_tally()
    let first = (part.matrix * rows + part.rows.lowerBound) * columns
    guard !part.rows.isEmpty, columns > 0, let codes = buffers.codes.baseAddress,
      let mask = buffers.mask.baseAddress
    else { return MaskTally(matrix: part.matrix, tally) }
    order.withMagnitudes { magnitudes in
      order.values.withUnsafeBufferPointer { values in
        let kernel = MaskKernel(
          level: level.index, magnitudes: magnitudes,
          values: values.isEmpty ? nil : values.baseAddress,
          codes: codes + first * format.streamBytes,
          mask: (mask + first).assumingMemoryBound(to: UInt8.self), rows: part.rows.count,
          columns: columns, checks: buffers.checksCertificates)
        kernel.run(plan, &tally)
      }
    }
    return MaskTally(matrix: part.matrix, tally)
  }

  /// Adds up what parts of matrices met.
  func summary(of tallies: [MaskTally], matrices: Int) -> MaskSummary {
    var summary = MaskSummary()
    summary.matrices = matrices
    var special: [Int: Int] = [:]
    for tally in tallies {
      summary.checkedTiles += tally.checked
      summary.refutedTiles += tally.refuted
      if tally.special > 0 { special[tally.matrix, default: 0] += tally.special }
    }
    summary.nonFiniteMatrices = special.count
    let isWhole = rule.pattern == nil
    summary.nonFiniteBlocks = special.values.reduce(0) { $0 + (isWhole ? 1 : $1) }
    return summary
  }
}
