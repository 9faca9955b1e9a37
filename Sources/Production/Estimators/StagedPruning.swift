import CKernels
import Descriptors

/// Pruning in steps, for every pattern and every format whose values binary32 holds: widen, choose,
/// round one scale per block, put together.
struct StagedPruning: Sendable {
  private let widening: Widening
  private let draw: Draw
  private let keep: Int
  private let of: Int
  private let codeBytes: Int
  private let sign: UInt32
  private let mask: UInt32
  private let spread: UInt32
  private let ceiling: UInt32
  /// The rounding of the scales; nil where they are rounded to nearest even into binary32.
  private let scales: PreparedOperation?

  /// The exact first step.
  private enum Widening: Sendable {
    case none, binary16, bfloat16
    /// The binary32 value of every code.
    case table([Float], width: Int)
  }

  private enum Draw: Sendable {
    case fraction
    /// In multiples of two to this power.
    case integer(unit: Int)
  }

  /// Plans an operation; nil where the steps do not cover it.
  init?(_ exact: ExactPruning, _ operation: Operation, level: InstructionLevel) {
    let (coding, pruning) = (exact.coding, exact.pruning)
    let dialect = exact.entry.target.dialect
    guard pruning.design == .systematic, exact.entry.keepsCodes,
      !dialect.rounding.takesRandomWord, exact.entry.zero == 0
    else { return nil }
    keep = pruning.pattern.keep
    of = pruning.pattern.of
    codeBytes = coding.streamBytes
    mask = UInt32(truncatingIfNeeded: coding.codeMask)
    switch coding.interchangeBits {
    case 32:
      guard dialect.rounding == .toNearestOrEven, dialect.rangeTest == .afterRounding else {
        return nil
      }
      widening = .none
      sign = 1 << 31
      ceiling = 0x7F7F_FFFF
      scales = nil
    case 16:
      widening = coding.significandBits == 8 ? .bfloat16 : .binary16
      sign = 1 << 15
      ceiling = coding.significandBits == 8 ? 0x7F7F_0000 : 0x477F_E000
      scales = try? Self.rounding(operation, level)
    default:
      guard coding.bits <= 8, let (table, largest) = Self.table(coding) else { return nil }
      widening = .table(table, width: coding.bits)
      sign = coding.hasNegatives ? 1 << UInt32(coding.bits - 1) : 0
      ceiling = largest.bitPattern
      scales = try? Self.rounding(operation, level)
    }
    if scales == nil, coding.interchangeBits != 32 { return nil }
    // Sums of many elements, and the ring's seam passed once, must fit in 53 bits.
    spread = UInt32(53 - coding.significandBits - (of > 8 ? 9 : 7)) << 23
    switch pruning.draw {
    case .fraction: draw = .fraction
    case .quantised: return nil
    case .integer:
      guard let span = coding.integerSpan, span.bits <= 45 else { return nil }
      draw = .integer(unit: span.unit)
    }
  }

  /// How a scale, rounded to odd in binary32, enters the result format.
  private static func rounding(
    _ operation: Operation, _ level: InstructionLevel
  ) throws -> PreparedOperation {
    let binary32 = FormatDescriptor(
      name: "float32", bits: 32,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: 8, trailingBits: 23, bias: 127, hasNegativeZero: true,
          infinities: .ieee, nans: .ieee)))
    return try PreparedOperation(
      .cast(from: binary32, to: operation.result, dialect: operation.dialect), level: level)
  }

  /// The values of all codes and the largest that is finite; nil where the codes of values below 0
  /// are not marked by a bit, or a value is no binary32.
  private static func table(_ coding: NumberCoding) -> ([Float], Float)? {
    switch coding.kind {
    case .float, .fixedPoint: break
    case .posit, .hiFloat8, .table: return nil
    }
    var values: [Float] = []
    var largest: Float = 0
    for code in 0..<UInt64(1) << UInt64(coding.bits) {
      switch coding.decode(code) {
      case .nan: values.append(.nan)
      case .infinity: values.append(.infinity)
      case .zero: values.append(0)
      case .finite(let value):
        let magnitude =
          Double(value.significand)
          * Double(sign: .plus, exponent: value.exponent, significand: 1)
        guard abs(value.exponent) < 200, Double(Float(magnitude)) == magnitude else { return nil }
        if !value.negative { largest = max(largest, Float(magnitude)) }
        values.append(value.negative ? -Float(magnitude) : Float(magnitude))
      }
    }
    return (values, largest)
  }

  /// Prunes blocks; `open` tells which of them are left to the exact path.
  ///
  /// - Parameter refuses: whether integer draws refuse numbers that would favour some remainders.
  func run(
    _ codes: UnsafeRawPointer, words: UnsafePointer<UInt32>, refuses: Bool,
    results: UnsafeMutableRawPointer, open: UnsafeMutablePointer<UInt8>, blocks: Int,
    _ level: InstructionLevel
  ) {
    let count = blocks * of
    withUnsafeTemporaryAllocation(byteCount: 5 * count + 24 * blocks, alignment: 64) { space in
      guard let wide = space.baseAddress else { return }
      let above = wide + 4 * count
      let below = above + 4 * blocks
      let positive = below + 4 * blocks
      let negative = positive + 4 * blocks
      let choices = (negative + 4 * blocks).assumingMemoryBound(to: UInt8.self)
      var source = codes
      switch widening {
      case .none: break
      case .binary16: assay_widen_binary16(level.index, codes, wide, count)
      case .bfloat16: assay_widen_bfloat16(level.index, codes, wide, count)
      case .table(let table, let width):
        table.withUnsafeBytes { table in
          guard let entries = table.baseAddress else { return }
          assay_lookup(codes, 1, Int32(width), entries, wide, 4, count)
        }
      }
      if case .none = widening {} else { source = UnsafeRawPointer(wide) }
      var plan = self.plan
      plan.refuse = refuses ? 1 : 0
      let scale = above.assumingMemoryBound(to: UInt32.self)
      assay_prune_choose(level.index, &plan, source, words, choices, scale, open, blocks)
      var (high, low) = (above, above)
      if let scales {
        let mirrored = below.assumingMemoryBound(to: UInt32.self)
        for block in 0..<blocks { mirrored[block] = scale[block] | 1 << 31 }
        (high, low) = (positive, negative)
        for (values, results) in [(above, high), (below, low)] {
          scales.run(
            operands: [UnsafeRawBufferPointer(start: values, count: 4 * blocks)],
            results: UnsafeMutableRawBufferPointer(start: results, count: 4 * blocks),
            count: blocks)
        }
      }
      assay_prune_merge(
        level.index, Int32(codeBytes), Int32(of), choices, high, low, codes, sign, mask, results,
        blocks)
    }
  }

  private var plan: assay_prune_plan {
    var plan = assay_prune_plan()
    plan.keep = Int32(keep)
    plan.of = Int32(of)
    plan.draw = Int32(assay_prune_fraction)
    plan.nearest = scales == nil ? 1 : 0
    plan.spread = spread
    plan.ceiling = ceiling
    if case .integer(let unit) = draw {
      plan.draw = Int32(assay_prune_integer)
      plan.unit = Double(sign: .plus, exponent: unit, significand: 1)
      plan.per_unit = Double(sign: .plus, exponent: -unit, significand: 1)
    }
    return plan
  }
}
