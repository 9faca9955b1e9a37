import CKernels
import Descriptors

/// A deterministic conversion of binary32 or binary64 into a format of at most 8 bits, as the
/// list of operands at which the result changes.
///
/// It serves the formats whose grid no kernel follows: integers, posits, HiFloat8, tables. The
/// list is found by bisecting the exact path.
struct StepTable: Sendable {
  private let sourceBits: Int
  private let depth: Int
  /// For each sign `1 << depth` magnitudes, increasing, the last ones all ones.
  private let steps: [UInt64]
  private let narrowSteps: [UInt32]
  /// For each sign the code below the first step, from the first on, from the second on, ...
  private let codes: [UInt8]
  /// The same for binary32 without a search, where no two steps are too close for it.
  private let buckets: BucketTable?

  /// Finds the steps; nil where the operation has no such list.
  init?(_ path: ExactPath, _ operation: Operation) {
    guard operation.kind == .cast, !operation.takesRandomWord, path.target.coding.bits <= 8,
      [32, 64].contains(path.operands[0].interchangeBits)
    else { return nil }
    // Wrapping integers change their codes without end.
    // A NaN on either side of the values would pass for a constant.
    if path.target.belowSmallest != nil { return nil }
    if operation.dialect.wraps, case .fixedPoint = path.target.coding.kind { return nil }
    let bits = path.operands[0].bits
    guard let source = CastPlan.Source(bits: bits) else { return nil }
    var sides = [Self.side(path, source, sign: 0)]
    sides.append(Self.side(path, source, sign: source.format.signBit))
    var depth = 1
    while sides.contains(where: { $0.count > 1 << depth }) { depth += 1 }
    var steps: [UInt64] = []
    var codes: [UInt8] = []
    for side in sides {
      let padding = 1 << depth - side.count
      steps += side.dropFirst().map(\.start) + repeatElement(.max, count: padding + 1)
      codes += side.map(\.code)
      codes += repeatElement(side[side.count - 1].code, count: padding)
    }
    sourceBits = bits
    self.depth = depth
    self.steps = bits == 64 ? steps : []
    narrowSteps = bits == 32 ? steps.map { UInt32(truncatingIfNeeded: $0) } : []
    self.codes = codes
    buckets = bits == 32 ? BucketTable(sides) : nil
  }

  /// The codes of one sign with the magnitudes from which they hold.
  private static func side(
    _ path: ExactPath, _ source: CastPlan.Source, sign: UInt64
  ) -> [(start: UInt64, code: UInt8)] {
    func code(_ magnitude: UInt64) -> UInt8 {
      UInt8(truncatingIfNeeded: path.result(magnitude | sign, 0, 0, word: 0))
    }
    var pieces: [(start: UInt64, code: UInt8)] = [(0, code(0))]
    /// Adds the changes in `first...last`, where equal ends mean that there are none.
    func addSteps(_ first: UInt64, _ firstCode: UInt8, _ last: UInt64, _ lastCode: UInt8) {
      if firstCode == lastCode { return }
      if last - first == 1 {
        pieces.append((last, lastCode))
        return
      }
      let middle = first + (last - first) / 2
      let middleCode = code(middle)
      addSteps(first, firstCode, middle, middleCode)
      addSteps(middle, middleCode, last, lastCode)
    }
    // Zero, flushed subnormals, finite values, infinity and NaNs each follow rules of their own;
    // within them codes move one way.
    let smallestNormal = UInt64(1) << UInt64(source.trailingBits)
    let regions = [
      (UInt64(1), smallestNormal - 1), (smallestNormal, source.infinity - 1),
      (source.infinity, source.infinity),
      (source.infinity + 1, source.format.magnitudeMask),
    ]
    for (first, last) in regions {
      let start = code(first)
      if pieces[pieces.count - 1].code != start { pieces.append((first, start)) }
      addSteps(first, start, last, code(last))
    }
    return pieces
  }

  /// Converts `count` values.
  func run(
    _ source: UnsafeRawPointer, results: UnsafeMutableRawPointer, count: Int,
    _ level: InstructionLevel
  ) {
    if let buckets {
      buckets.run(source, results: results, count: count, level)
      return
    }
    codes.withUnsafeBufferPointer { codes in
      guard let codes = codes.baseAddress else { return }
      func call(_ steps: UnsafeRawBufferPointer) {
        guard let steps = steps.baseAddress else { return }
        assay_steps(
          level.index, Int32(sourceBits), Int32(depth), steps, codes, source, results, count)
      }
      if sourceBits == 64 {
        steps.withUnsafeBytes(call)
      } else {
        narrowSteps.withUnsafeBytes(call)
      }
    }
  }
}
