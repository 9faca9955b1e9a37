import CKernels
import Descriptors

/// A conversion from binary32 or binary64 into a float layout, reduced to the numbers that a
/// kernel computes with.
///
/// The special codes come from the exact path; the thresholds are found by bisecting it.
struct CastPlan: Sendable {
  /// An IEEE source of a kernel.
  struct Source {
    let bits: Int
    let trailingBits: Int
    let format: FloatFormat

    var bias: Int { format.bias }
    /// The magnitude of infinity.
    var infinity: UInt64 { format.magnitudeMask & (~0 << UInt64(trailingBits)) }

    init?(bits: Int) {
      let exponentBits = bits == 32 ? 8 : 11
      self.bits = bits
      trailingBits = bits - 1 - exponentBits
      let layout = FloatLayout(
        signed: true, exponentBits: exponentBits, trailingBits: trailingBits,
        bias: 1 << (exponentBits - 1) - 1, hasNegativeZero: true, infinities: .ieee, nans: .ieee)
      guard let format = try? FloatFormat(layout, bits: bits, name: "") else { return nil }
      self.format = format
    }

    /// The smallest finite magnitude that fulfils a monotone condition; infinity where none does.
    func first(where condition: (Magnitude) -> Bool) -> UInt64 {
      var low: UInt64 = 0
      var high = infinity
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if condition(format.value(ofMagnitude: middle, negative: false).magnitude) {
          high = middle
        } else {
          low = middle
        }
      }
      return high
    }
  }

  private(set) var plan = assay_cast_plan()
  private(set) var rule: Int
  private(set) var flavour: Int
  let sourceBits: Int

  /// Reduces a conversion; nil where the kernels do not cover it.
  ///
  /// - Parameter flushesOperands: whether the source's subnormals are to be read as zeros; false
  ///   where an earlier step has done so.
  init?(into target: Target, sourceBits: Int, flushesOperands: Bool) {
    guard case .float(let format) = target.coding.kind, let source = Source(bits: sourceBits)
    else { return nil }
    self.sourceBits = sourceBits
    let dialect = target.dialect
    // The kernels clamp what is below the smallest value.
    guard target.belowSmallest == nil else { return nil }
    let shift = source.trailingBits - format.trailingBits
    var low = format.lowestBinade + source.bias
    guard shift >= 0 else { return nil }
    guard let rule = Self.rule(target, format, sourceBits: sourceBits) else { return nil }
    self.rule = rule
    flavour = Int(assay_every)
    if shift == 0 {
      // No rule has anything to round where the grids are the same.
      guard low == 1, format.gradual else { return nil }
      self.rule = Int(assay_toward_zero)
    }

    var lowest = 1 - source.trailingBits
    if low < lowest {
      // An even distance keeps the parity of magnitudes without trailing bits.
      if (lowest - low) & 1 != 0 { lowest -= 1 }
      plan.offset = UInt64(lowest - low) << UInt64(format.trailingBits)
      low = lowest
    }
    plan.shift = Int32(shift)
    plan.low = Int32(low)
    plan.low_field = format.gradual ? 1 : 0
    if case .stochastic(let bits, _) = dialect.rounding { plan.random_bits = Int32(bits) }
    plan.direction = dialect.rounding == .up ? ~0 : 0
    plan.input_mask = target.dropsSign ? ~0 >> UInt64(65 - sourceBits) : ~0
    plan.sign = format.signBit
    plan.zero_sign = target.zero(negative: true)
    plan.largest = format.largest
    plan.flush_operands = flushesOperands ? 1 << UInt64(source.trailingBits) : 0
    plan.flush_results = dialect.flushResults ? format.smallestNormal : 0
    plan.limit = ~0
    if dialect.rangeTest == .beforeRounding {
      plan.limit = source.first { format.exceedsLargest($0) } - 1
    }
    if dialect.nan == .payload, format.nans == .ieee {
      plan.payload_mask = 1 << UInt64(format.trailingBits) - 1
    }
    setSpecialCodes(target, format)
    let hasSmall = setSmall(target, format, source)
    setMagic(low: low, shift: shift)

    let usesEvery =
      flushesOperands || plan.flush_results > 1 || plan.limit != ~0 || plan.payload_mask != 0
      || hasSmall || plan.offset != 0 || shift == 0
    if !usesEvery { chooseFlavour(format, source, low: low) }
  }

  /// The kernel's rule; nil where no kernel has it.
  private static func rule(
    _ target: Target, _ format: FloatFormat, sourceBits: Int
  ) -> Int? {
    switch target.dialect.rounding {
    case .toNearestOrEven:
      // At precision 1 the rule of the significand sends every tie between normals up.
      let up = target.dialect.tieParity == .significand && format.trailingBits == 0
      return Int(up ? assay_to_nearest_or_away : assay_to_nearest_or_even)
    case .toNearestOrAway: return Int(assay_to_nearest_or_away)
    case .toNearestOrZero: return Int(assay_to_nearest_or_zero)
    case .towardZero: return Int(assay_toward_zero)
    case .up, .down: return Int(assay_directed)
    case .toOdd: return Int(assay_to_odd)
    case .stochastic(let bits, let variant):
      // The gap below the smallest value of a layout without subnormals is no power of two.
      if !format.gradual, format.hasZero { return nil }
      switch variant {
      case .a: return Int(assay_stochastic_a)
      case .b: return bits <= sourceBits - 1 ? Int(assay_stochastic_b) : nil
      case .c: return bits <= sourceBits - 2 ? Int(assay_stochastic_c) : nil
      }
    }
  }

  private mutating func setSpecialCodes(_ target: Target, _ format: FloatFormat) {
    plan.zero = (target.zero(negative: false), target.zero(negative: true))
    plan.over = (target.overflow(negative: false), target.overflow(negative: true))
    plan.infinity = (target.infinity(negative: false), target.infinity(negative: true))
    plan.nan = (
      target.nan(negative: false, payload: 0), target.nan(negative: true, payload: 0)
    )
    if let below = target.belowCode {
      plan.below = below
      plan.below_mask.1 = ~0
      plan.over.1 = below
    }
    if !format.hasZero { plan.no_zero = (~0, ~0) }
    if target.belowCode != nil, target.dialect.negative == .nan { plan.no_zero.1 = ~0 }
  }

  /// The part below the smallest value, where it is not the grid's lowest step; answers whether
  /// there is one.
  private mutating func setSmall(
    _ target: Target, _ format: FloatFormat, _ source: Source
  ) -> Bool {
    let dialect = target.dialect
    let tieUp = dialect.tieParity == .significand && dialect.rounding == .toNearestOrEven
    let isSpecial = format.gradual ? tieUp && format.trailingBits == 0 : true
    guard isSpecial else { return false }
    let smallest = format.value(ofMagnitude: format.hasZero ? 1 : 0, negative: false)
    let bound = Magnitude(UInt128(smallest.significand), exponent: smallest.exponent)
    plan.small = source.first { !(bound > $0) }
    plan.rise = (~0, ~0)
    // Powers of two have no value under their smallest: a kernel of its own clamps to it.
    if !format.hasZero { return format.trailingBits != 0 }
    func rise(_ negative: Bool) -> UInt64 {
      let decision = Decision(rule: dialect.rounding, word: 0, negative: negative)
      return source.first {
        if case .zero = format.round($0, decision, tieParity: dialect.tieParity) { return false }
        return true
      }
    }
    plan.rise = (rise(false), rise(true))
    return true
  }

  /// Nearest even by a float addition; from binade 1 on all magnitudes are one linear scale.
  private mutating func setMagic(low: Int, shift: Int) {
    guard sourceBits == 32, low >= 1 else { return }
    plan.rebias = UInt64(truncatingIfNeeded: -((low - 1) << 23))
    let exponent = low - (23 - shift) + 23
    if low > 1, (1...254).contains(exponent) {
      plan.normal = UInt64(low) << 23
      plan.magic = UInt64(exponent) << 23
    }
  }

  private mutating func chooseFlavour(_ format: FloatFormat, _ source: Source, low: Int) {
    let top = Int(source.infinity >> UInt64(source.trailingBits))
    let infinityResult = UInt64(max(top - low + 1, 0)) << UInt64(format.trailingBits)
    if format.signed {
      guard format.gradual, format.hasZero, low >= 1, infinityResult > format.largest,
        sourceBits == 64 || low == 1 || plan.magic != 0
      else { return }
      let same = plan.over == plan.infinity && sourceBits == 32
      flavour = Int(same ? assay_simple : assay_signed)
      return
    }
    guard sourceBits == 32 else { return }
    if format.gradual {
      if low >= 1, low != 1, plan.magic == 0 { return }
      flavour = Int(low >= 1 ? assay_unsigned : assay_unsigned_wide)
    } else if !format.hasZero, format.trailingBits == 0 {
      flavour = Int(assay_powers)
    }
  }

  /// Whether blocks of scaled binary32 values can be converted at once: to nearest even, into a
  /// layout of both signs.
  var castsBlocks: Bool {
    sourceBits == 32 && rule == Int(assay_to_nearest_or_even)
      && (flavour == Int(assay_simple) || flavour == Int(assay_signed))
  }

  /// Converts blocks of `width` values, each times its factor or divided by it, to codes of a byte.
  ///
  /// - Parameters:
  ///   - lead: how far ahead values are asked for.
  ///   - count: the values up to the last that may be asked for.
  func run(
    _ source: UnsafeRawPointer, width: Int, factors: UnsafePointer<Float>, divides: Bool,
    results: UnsafeMutableRawPointer, blocks: Int, lead: Int,
    count: Int, level: InstructionLevel
  ) {
    let saturates =
      plan.over == (plan.largest, plan.largest | plan.sign) && plan.zero_sign == plan.sign
      && plan.magic != 0 && plan.sign != 0
    let kind = divides ? assay_block_divided : saturates ? assay_block_saturated : assay_block_times
    withUnsafePointer(to: plan) { plan in
      assay_block_cast(
        level.index, Int32(kind), plan, source, width, blocks, factors,
        results.assumingMemoryBound(to: UInt8.self), lead, count)
    }
  }

  /// Converts `count` values of the source.
  func run(
    _ source: UnsafeRawPointer, words: UnsafePointer<UInt32>?,
    results: UnsafeMutableRawPointer, resultBytes: Int, count: Int, level: InstructionLevel
  ) {
    withUnsafePointer(to: plan) { plan in
      let rule = Int32(rule)
      let flavour = Int32(flavour)
      let bytes = Int32(resultBytes)
      if sourceBits == 32 {
        assay_cast32(level.index, rule, flavour, bytes, plan, source, words, results, count)
      } else {
        assay_cast64(level.index, rule, flavour, bytes, plan, source, words, results, count)
      }
    }
  }
}
