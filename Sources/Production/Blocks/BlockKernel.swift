import CKernels
import Descriptors

/// Encoding float32 values in rows of blocks by vector loops.
///
/// A piece of the matrix at a time: the largest magnitude of each block, its scale and its factor, the
/// values times their factors, and the cast of those into the element format.
struct BlockKernel: Sendable {
  private enum Rule: Sendable {
    /// `2^(floor(log2 amax) - emax)`, one more from a threshold of the significand on.
    case power(emax: Int32, threshold: UInt32)
    /// Block scales under a scale of the matrix.
    case twoLevel(TwoLevel)
  }

  /// Block scales under a scale of the matrix; a class, as copies of it are made for every piece.
  private final class TwoLevel: Sendable {
    /// The cast of a block scale.
    let cast: PreparedOperation
    /// A scale's value is its code, shifted, as binary32, times a power of two.
    let shift: Int32
    let unit: Float
    /// `fl(1 / max)`.
    let inverse: Float
    let divides: Bool

    /// Nil where the scales that the cast gives are not of that kind.
    init?(_ format: FormatDescriptor, cast: PreparedOperation, inverse: Float, divides: Bool) {
      guard case .float(let layout) = format.encoding, (1...23).contains(layout.trailingBits),
        let decode = try? Decode(from: format)
      else { return nil }
      (shift, unit) = (
        Int32(23 - layout.trailingBits),
        Float(sign: .plus, exponent: 127 - layout.bias, significand: 1)
      )
      let values = decode.binary32((0...255).map { UInt8($0) })
      let largest = BlockKernel.code(cast, 0x7f80_0000)
      guard largest < 128 || !layout.signed, values[Int(largest)].isFinite else { return nil }
      for code in 0...largest
      where values[Int(code)] != Float(bitPattern: UInt32(code) << UInt32(shift)) * unit {
        return nil
      }
      (self.cast, self.inverse, self.divides) = (cast, inverse, divides)
    }
  }

  private let rule: Rule
  private let cast: PreparedOperation
  /// The cast by a loop that also multiplies; nil where the element's cast is of another kind.
  private let plan: CastPlan?
  private let empty, nan: UInt8
  private let place: BlockGeometry
  private let level: InstructionLevel
  /// The elements of a piece: its scaled values stay in the nearest caches.
  private var most: Int {
    max((blocksSeenFirst > 0 && plan != nil ? 262144 : 4096) / place.width, 1)
  }
  /// How far ahead of what is computed values are asked for.
  private static let lead = 1024

  /// The loops for an operation; nil where they do not cover it.
  init?(_ exact: ExactBlocks, _ operation: Operation, level: InstructionLevel) {
    let format = exact.format
    guard format.shape.rows == 1, format.nonFinite == .block, let nan = exact.nanScale,
      format.element.streamBytes == 1, format.scale.streamBytes == 1,
      format.elementDialect.rounding == .toNearestOrEven, !format.elementDialect.flushOperands,
      !format.elementDialect.flushResults,
      format.elementDialect.overflow == .satFinite, Self.isBinary32(operation.format),
      let least = exact.element.coding.decode(1).finite,
      least.floorLog2 > -100,
      let cast = try? PreparedOperation(
        .cast(from: operation.format, to: format.element, dialect: format.elementDialect),
        level: level)
    else { return nil }
    // What the loops write for a block that is not finite, and what division makes of 0 / 0.
    guard Self.code(cast, 0) == 0,
      UInt64(Self.code(cast, 0x7fc0_0000)) == exact.element.nan(negative: false, payload: 0)
    else { return nil }
    switch format.scheme {
    case .scaled(let rule):
      guard let exponent = exact.exponent, exponent.range == -127...127, nan == 255,
        (-127...127).allSatisfy({ e in
          exact.scale.encode(.finite(negative: false, Magnitude(1, exponent: e)), word: 0)
            == UInt64(e + 127)
        }), let threshold = Self.threshold(rule, exponent)
      else { return nil }
      self.rule = .power(emax: Int32(exponent.largest.floorLog2), threshold: threshold)
    case .twoLevel(let two):
      let inverse = exact.step.quotient(Datum.Finite(exponent: 0), exact.largest)
      guard !two.fourOverSix, two.arithmetic != .exact,
        format.scaleDialect.overflow == .satFinite,
        let scaleCast = try? PreparedOperation(
          .cast(from: operation.format, to: format.scale, dialect: format.scaleDialect),
          level: level),
        let level = TwoLevel(
          format.scale, cast: scaleCast, inverse: inverse, divides: two.arithmetic == .division)
      else { return nil }
      self.rule = .twoLevel(level)
    case .zeroPoint, .dual: return nil
    }
    (self.cast, self.level, place) = (cast, level, exact.geometry)
    plan = CastPlan(into: exact.element, sourceBits: 32, flushesOperands: false)
      .flatMap { $0.castsBlocks ? $0 : nil }
    (empty, self.nan) = (UInt8(exact.emptyCode), UInt8(nan))
  }

  /// The code that one float32 becomes.
  private static func code(_ cast: PreparedOperation, _ bits: UInt32) -> UInt8 {
    var code: UInt8 = 0
    withUnsafeBytes(of: bits.littleEndian) { value in
      withUnsafeMutableBytes(of: &code) {
        cast.run(operands: [value], results: $0, count: 1)
      }
    }
    return code
  }

  private static func isBinary32(_ format: FormatDescriptor) -> Bool {
    guard case .float(let layout) = format.encoding else { return false }
    return format.bits == 32 && layout.signed && layout.exponentBits == 8 && layout.bias == 127
      && layout.hasNegativeZero && layout.infinities == .ieee && layout.nans == .ieee
      && layout.subnormals == .gradual
  }

  /// The trailing bits of a significand from which on a rule takes the next power of two.
  private static func threshold(
    _ rule: BlockFormat.ScaleRule, _ exponent: ScaleExponent
  ) -> UInt32? {
    switch rule {
    case .floor: return 1 << 23
    case .ceil: return 1
    case .even:
      guard (0...21).contains(exponent.trailing) else { return nil }
      return 1 << 23 - 1 << UInt32(22 - exponent.trailing)
    case .rceil:
      guard exponent.largest.denominator == 1 else { return nil }
      let aligned =
        exponent.largest.significand << UInt64(exponent.largest.significand.leadingZeroBitCount)
      guard aligned & (1 << 40 - 1) == 0 else { return nil }
      return UInt32(truncatingIfNeeded: aligned >> 40) & 0x7f_ffff + 1
    case .amax, .amaxOverMax, .fourOverSix: return nil
    }
  }

  /// The blocks whose largest magnitudes must be known first, for the scale of the matrix; 0 where
  /// there is none.
  var blocksSeenFirst: Int {
    if case .twoLevel = rule { return place.blocks }
    return 0
  }

  /// The parts that a matrix is cut into: whole rows, or blocks where no row cuts one off.
  var units: Int { isFlat ? place.blocks : place.rows }

  private var isFlat: Bool { place.rows == 1 || place.columns.isMultiple(of: place.width) }

  private func elements(_ units: Range<Int>) -> Range<Int> {
    let unit = isFlat ? place.width : place.columns
    return min(
      units.lowerBound * unit, place.elements)..<min(
        units.upperBound * unit, place.elements)
  }

  /// A stretch of consecutive blocks; a block that is cut off is alone in its own.
  private struct Piece {
    var start, width, blocks, block: Int
    /// The elements up to the end of the row.
    var left: Int
  }

  /// Calls a function for every piece of some units.
  private func forEachPiece(_ units: Range<Int>, _ body: (Piece) -> Void) {
    if isFlat {
      row(elements(units), units.lowerBound, body)
    } else {
      for unit in units { row(elements(unit..<unit + 1), unit * place.across, body) }
    }
  }

  private func row(_ range: Range<Int>, _ first: Int, _ body: (Piece) -> Void) {
    let most = most
    var (start, block) = (range.lowerBound, first)
    while start < range.upperBound {
      let left = range.upperBound - start
      let blocks = min(most, left / place.width)
      let width = blocks == 0 ? left : place.width
      let piece = Piece(
        start: start, width: width, blocks: max(blocks, 1), block: block, left: left)
      body(piece)
      start += piece.blocks * width
      block += piece.blocks
    }
  }

  /// The largest magnitudes of the blocks of some units.
  ///
  /// - Returns: the largest finite magnitude of them all, as bits.
  func amaxes(
    _ x: UnsafeRawPointer, _ units: Range<Int>, into amaxes: UnsafeMutablePointer<UInt32>
  ) -> UInt32 {
    var largest: UInt32 = 0
    forEachPiece(units) { piece in
      let amax = amax(x, piece, amaxes + piece.block)
      // A block with a NaN or an infinity may have the largest finite magnitude.
      let isFinite = amax < Float.infinity.bitPattern
      let (start, count) = (x + piece.start * 4, piece.blocks * piece.width)
      largest = max(
        largest, isFinite ? amax : assay_block_finite_amax(level.index, start, count))
    }
    return largest
  }

  private func amax(
    _ x: UnsafeRawPointer, _ piece: Piece, _ found: UnsafeMutablePointer<UInt32>
  ) -> UInt32 {
    assay_block_amax(
      level.index, x + piece.start * 4, piece.width, piece.blocks, found, Self.lead,
      piece.left)
  }

  /// Writes the codes of the elements and scales of some units.
  ///
  /// - Parameter amaxes: the largest magnitudes of all blocks of the matrix, where they are known.
  func run(
    _ x: UnsafeRawPointer, _ y: UnsafeMutableRawPointer, _ units: Range<Int>, matrix: MatrixScale,
    amaxes: UnsafePointer<UInt32>?
  ) {
    let blocks = most
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: plan == nil ? blocks * place.width : 1
    ) { scaled in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: blocks) { factors in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: blocks) { found in
          guard let scaled = scaled.baseAddress, let factors = factors.baseAddress,
            let found = found.baseAddress
          else { return }
          let work = Work(x: x, y: y, scaled: scaled, factors: factors, matrix: matrix)
          forEachPiece(units) { piece in
            guard let amaxes else {
              _ = amax(x, piece, found)
              encode(work, piece, found, lead: nil)
              return
            }
            encode(work, piece, amaxes + piece.block, lead: 4 * Self.lead)
          }
        }
      }
    }
  }

  private struct Work {
    let x: UnsafeRawPointer
    let y: UnsafeMutableRawPointer
    let scaled, factors: UnsafeMutablePointer<Float>
    let matrix: MatrixScale
  }

  private func encode(
    _ work: Work, _ piece: Piece, _ amax: UnsafePointer<UInt32>, lead: Int?
  ) {
    let (blocks, width) = (piece.blocks, piece.width)
    let x = work.x + piece.start * 4
    let codes = (work.y + place.scaleStart + piece.block).assumingMemoryBound(to: UInt8.self)
    var divides = false
    switch rule {
    case .power(let emax, let threshold):
      assay_block_powers(
        level.index, amax, blocks, emax, threshold, empty, codes, work.factors)
    case .twoLevel(let two):
      divides = two.divides
      assay_block_products(
        level.index, amax, blocks, work.matrix.encode * two.inverse, work.factors)
      two.cast.run(
        operands: [UnsafeRawBufferPointer(start: work.factors, count: blocks * 4)],
        results: UnsafeMutableRawBufferPointer(start: codes, count: blocks), count: blocks)
      assay_block_factors(
        level.index, amax, blocks, divides ? 1 : 0, two.shift, two.unit, work.matrix.decode, nan,
        empty, codes, work.factors)
    }
    if let plan {
      plan.run(
        x, width: width, factors: work.factors, divides: divides, results: work.y + piece.start,
        blocks: blocks, lead: lead ?? 0, count: lead == nil ? 0 : piece.left, level: level)
      return
    }
    assay_block_scale(
      level.index, x, width, blocks, divides ? 1 : 0, work.factors, work.scaled)
    let count = blocks * width
    cast.run(
      operands: [UnsafeRawBufferPointer(start: work.scaled, count: count * 4)],
      results: UnsafeMutableRawBufferPointer(start: work.y + piece.start, count: count),
      count: count)
  }
}
