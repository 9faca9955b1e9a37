import CKernels
import Descriptors

extension PreparedMask {
  /// The certificates of an optimal transposable mask of one matrix, tile by tile in row-major
  /// order, and the mask itself.
  ///
  /// - Parameters:
  ///   - codes: `rows * columns` codes, as in `run`.
  ///   - mask: receives the mask.
  /// - Throws: `ProductionError.unsupported` for any other rule.
  /// - Precondition: both buffers are long enough.
  public func certificates(
    _ codes: UnsafeRawBufferPointer, mask: UnsafeMutableRawBufferPointer
  ) throws(ProductionError) -> [TransposableCertificate] {
    let pattern = try optimalPattern()
    let buffers = buffers(codes, mask, 1, true)
    let room = MaskRule.largestTile * Int(assay_certificate_words)
    var certificates: [TransposableCertificate] = []
    var u = [UInt64](repeating: 0, count: room)
    var v = u
    eachTile(pattern, buffers) { tile, magnitudes, keys, mask in
      var found = assay_certificate()
      let reach = assay_transposable_tile(
        level.index, magnitudes, keys, tile.columns, Int32(tile.rows), Int32(tile.columns),
        Int32(pattern.keep), tile.isWhole ? 1 : 0, mask, columns, &found, &u, &v)
      precondition(reach >= 0, "a format's span was checked when the mask was prepared")
      let words = Int(found.words)
      certificates.append(
        TransposableCertificate(
          row: tile.row, column: tile.column, rows: tile.rows, columns: tile.columns,
          unitExponent: Int(found.unit) + order.unitExponent,
          unitDenominator: order.unitDenominator, infinityExponent: Int(found.infinity),
          nanExponent: Int(found.nan), words: words,
          rowPotentials: Array(u[..<(tile.rows * words)]),
          columnPotentials: Array(v[..<(tile.columns * words)])))
    }
    return certificates
  }

  /// Whether certificates prove a mask of one matrix; looks at nothing but codes, mask and
  /// potentials.
  ///
  /// - Parameters:
  ///   - certificates: one per tile in row-major order.
  ///   - codes: `rows * columns` codes, as in `run`.
  ///   - mask: the mask.
  /// - Throws: `ProductionError.unsupported` where the rule is not an optimal transposable one.
  /// - Precondition: both buffers are long enough.
  public func proves(
    _ certificates: [TransposableCertificate], _ codes: UnsafeRawBufferPointer,
    mask: UnsafeRawBufferPointer
  ) throws(ProductionError) -> Bool {
    let pattern = try optimalPattern()
    let buffers = buffers(codes, UnsafeMutableRawBufferPointer(mutating: mask), 1, true)
    var next = 0
    var holds = true
    eachTile(pattern, buffers) { tile, magnitudes, keys, mask in
      defer { next += 1 }
      guard holds, next < certificates.count else {
        holds = false
        return
      }
      let given = certificates[next]
      let unit = given.unitExponent - order.unitExponent
      guard given.row == tile.row, given.column == tile.column, given.rows == tile.rows,
        given.columns == tile.columns, given.unitDenominator == order.unitDenominator,
        given.rowPotentials.count == tile.rows * given.words,
        given.columnPotentials.count == tile.columns * given.words,
        let unit = Int32(exactly: unit), let infinity = Int32(exactly: given.infinityExponent),
        let nan = Int32(exactly: given.nanExponent), let words = Int32(exactly: given.words)
      else {
        holds = false
        return
      }
      var certificate = assay_certificate(
        unit: unit, infinity: infinity, nan: nan, words: words)
      holds =
        assay_certificate_holds(
          magnitudes, keys, tile.columns, Int32(tile.rows), Int32(tile.columns),
          Int32(pattern.keep), tile.isWhole ? 1 : 0, mask, columns, &certificate,
          given.rowPotentials, given.columnPotentials) != 0
    }
    return holds && next == certificates.count
  }

  private func optimalPattern() throws(ProductionError) -> BlockPattern {
    guard case .transposable(let pattern, .optimal) = rule else {
      throw .unsupported("\(rule.name): only optimal transposable masks have certificates")
    }
    return pattern
  }

  private struct Tile {
    let row: Int
    let column: Int
    let rows: Int
    let columns: Int
    let isWhole: Bool
  }

  /// Calls `body` with each tile, its keys row by row and its corner of the mask.
  private func eachTile(
    _ pattern: BlockPattern, _ buffers: MaskBuffers,
    _ body: (
      Tile, UnsafePointer<assay_magnitudes>, UnsafePointer<UInt64>, UnsafeMutablePointer<UInt8>
    ) -> Void
  ) {
    guard let codes = buffers.codes.baseAddress, let mask = buffers.mask.baseAddress else { return }
    var keys = [UInt64](repeating: 0, count: pattern.of * pattern.of)
    order.withMagnitudes { magnitudes in
      for row in stride(from: 0, to: rows, by: pattern.of) {
        for column in stride(from: 0, to: columns, by: pattern.of) {
          let tile = Tile(
            row: row, column: column, rows: min(pattern.of, rows - row),
            columns: min(pattern.of, columns - column),
            isWhole: row + pattern.of <= rows && column + pattern.of <= columns)
          keys.withUnsafeMutableBufferPointer { keys in
            guard let base = keys.baseAddress else { return }
            for line in 0..<tile.rows {
              let first = (row + line) * columns + column
              assay_magnitude_keys(
                level.index, magnitudes, codes + first * format.streamBytes,
                base + line * tile.columns, tile.columns)
            }
            body(
              tile, magnitudes, base,
              (mask + row * columns + column).assumingMemoryBound(to: UInt8.self))
          }
        }
      }
    }
  }
}
