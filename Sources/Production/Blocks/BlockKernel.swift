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
    /// Block scales under a scale of the matrix: their cast, their values, `fl(1 / max)`.
    case twoLevel(PreparedOperation, values: [Float], inverse: Float, divide: Bool)
  }

  private let rule: Rule
  private let cast: PreparedOperation
  private let empty, nan: UInt8
  private let place: BlockGeometry
  private let level: InstructionLevel
  /// The elements of a piece: its scaled values stay in the nearest caches.
  private static let piece = 4096

  /// The loops for an operation; nil where they do not cover it.
  init?(_ exact: ExactBlocks, _ operation: BlockOperation, level: InstructionLevel) {
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
      guard !two.fourOverSix, two.arithmetic != .exact,
        format.scaleDialect.overflow == .satFinite,
        let scaleCast = try? PreparedOperation(
          .cast(from: operation.format, to: format.scale, dialect: format.scaleDialect),
          level: level),
        let decode = try? Decode(from: format.scale)
      else { return nil }
      let values = decode.binary32((0...255).map { UInt8($0) })
      guard values[Int(Self.code(scaleCast, 0x7f80_0000))].isFinite else { return nil }
      let inverse = exact.step.quotient(Datum.Finite(exponent: 0), exact.largest)
      self.rule = .twoLevel(
        scaleCast, values: values, inverse: inverse, divide: two.arithmetic == .division)
    case .zeroPoint, .dual: return nil
    }
    (self.cast, self.level, place) = (cast, level, exact.geometry)
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

  /// Whether a scale of the matrix comes first.
  var looksAtMatrix: Bool {
    if case .twoLevel = rule { return true }
    return false
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

  /// The largest finite magnitude of some units, as bits.
  func amax(_ x: UnsafeRawPointer, _ units: Range<Int>) -> UInt32 {
    let range = elements(units)
    return assay_block_finite_amax(level.index, x + range.lowerBound * 4, range.count)
  }

  /// Writes the codes of the elements and scales of some units.
  func run(
    _ x: UnsafeRawPointer, _ y: UnsafeMutableRawPointer, _ units: Range<Int>, matrix: MatrixScale
  ) {
    let blocks = max(Self.piece / place.width, 1)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: blocks * place.width) { scaled in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: blocks) { factors in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: blocks) { amax in
          guard let scaled = scaled.baseAddress, let factors = factors.baseAddress,
            let amax = amax.baseAddress
          else { return }
          let work = Work(x: x, y: y, scaled: scaled, factors: factors, amax: amax, matrix: matrix)
          if isFlat {
            row(work, elements(units), block: units.lowerBound, most: blocks)
          } else {
            for index in units {
              row(work, elements(index..<index + 1), block: index * place.across, most: blocks)
            }
          }
        }
      }
    }
  }

  private struct Work {
    let x: UnsafeRawPointer
    let y: UnsafeMutableRawPointer
    let scaled, factors: UnsafeMutablePointer<Float>
    let amax: UnsafeMutablePointer<UInt32>
    let matrix: MatrixScale
  }

  /// Consecutive blocks of which the last may be cut off.
  private func row(_ work: Work, _ range: Range<Int>, block first: Int, most: Int) {
    var (start, block) = (range.lowerBound, first)
    while start < range.upperBound {
      let left = range.upperBound - start
      let blocks = min(most, left / place.width)
      if blocks == 0 {
        piece(work, start, width: left, blocks: 1, block: block, left: left)
        return
      }
      piece(work, start, width: place.width, blocks: blocks, block: block, left: left)
      start += blocks * place.width
      block += blocks
    }
  }

  private func piece(
    _ work: Work, _ start: Int, width: Int, blocks: Int, block: Int, left: Int
  ) {
    let x = work.x + start * 4
    let codes = (work.y + place.scaleStart + block).assumingMemoryBound(to: UInt8.self)
    assay_block_amax(level.index, x, width, blocks, work.amax, 1024, left)
    var divides: Int32 = 0
    switch rule {
    case .power(let emax, let threshold):
      assay_block_powers(
        level.index, work.amax, blocks, emax, threshold, empty, codes, work.factors)
    case .twoLevel(let scaleCast, let values, let inverse, let divide):
      divides = divide ? 1 : 0
      assay_block_products(
        level.index, work.amax, blocks, work.matrix.encode * inverse, work.factors)
      scaleCast.run(
        operands: [UnsafeRawBufferPointer(start: work.factors, count: blocks * 4)],
        results: UnsafeMutableRawBufferPointer(start: codes, count: blocks), count: blocks)
      assay_block_factors(
        level.index, work.amax, blocks, divides, values, work.matrix.decode, nan, empty, codes,
        work.factors)
    }
    assay_block_scale(level.index, x, width, blocks, divides, work.factors, work.scaled)
    let count = blocks * width
    cast.run(
      operands: [UnsafeRawBufferPointer(start: work.scaled, count: count * 4)],
      results: UnsafeMutableRawBufferPointer(start: work.y + start, count: count), count: count)
  }
}
