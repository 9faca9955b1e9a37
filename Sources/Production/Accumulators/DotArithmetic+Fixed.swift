import CKernels
import Descriptors

extension DotArithmetic {
  // MARK: - Sums that lose nothing

  /// Sums without rounding that fit the significand of binary64.
  var exact: assay_dot? {
    guard accumulator.product == .exact, accumulator.sum == .exact,
      accumulator.chunk.map({ $0.outer == .exact }) ?? true,
      values.highest + growth - values.lowest <= 53, values.lowest >= -900, values.highest <= 900
    else { return nil }
    return parameters(assay_dot_plain, assay_dot_binary64)
  }

  /// Integers that wrap or saturate, over operands that are integers; with an adder that aligns, where
  /// alignment drops nothing.
  func integers(_ adder: AlignedAdder?) -> assay_dot? {
    guard isUniform, accumulator.product == .exact, values.lowest >= 0,
      case .format(let format, let dialect) = accumulator.sum,
      case .fixedPoint(let layout) = format.encoding, layout.signed, layout.fractionBits == 0,
      (2...32).contains(format.bits), values.highest <= 2 * 31
    else { return nil }
    if let adder {
      guard adder.bits >= max(values.highest, format.bits) - 1, adder.terms <= 1 << 20 else {
        return nil
      }
    }
    var found: assay_dot
    if dialect.wraps {
      found = parameters(assay_dot_wrapping, assay_dot_integer)
    } else {
      guard values.largest < 0x1p31 else { return nil }
      found = parameters(
        adder == nil ? assay_dot_saturating : assay_dot_aligned, assay_dot_integer)
      found.terms = adder?.terms ?? 1
    }
    found.integer_bits = Int32(format.bits)
    return found
  }

  // MARK: - Adders that align

  /// Groups of products in fixed point, held in the significand of binary64.
  func aligned(_ adder: AlignedAdder) -> assay_dot? {
    guard accumulator.product == .exact, let sum = RoundedStage(accumulator.sum), sum.isBounded,
      let outer = RoundedStage(accumulator.chunk?.outer ?? accumulator.sum), values.bits <= 53
    else { return nil }
    // A term is below 4 units of the largest exponent, and so many of them are added.
    let terms = Int.bitWidth - (adder.terms + 1).leadingZeroBitCount
    guard adder.bits + 2 + terms <= 52 else { return nil }
    var found = parameters(assay_dot_aligned, assay_dot_binary64)
    switch adder.rounding {
    case .towardZero: found.aligned_rounding = Int32(assay_dot_toward_zero.rawValue)
    case .toNearestOrEven: found.aligned_rounding = Int32(assay_dot_nearest.rawValue)
    case .down: found.aligned_rounding = Int32(assay_dot_down.rawValue)
    default: return nil
    }
    // Terms, sums and their scaled values stay in the normal range.
    for stage in [sum, outer] {
      guard let highest = stage.highest, highest <= 500, stage.isGrid || stage.stage.least >= -300
      else { return nil }
    }
    guard values.lowest >= -400, values.highest <= 500 else { return nil }
    found.terms = adder.terms
    found.aligned_bits = Int32(adder.bits)
    found.includes_sum = adder.includesSum ? 1 : 0
    found.by_operands = adder.exponent == .operands ? 1 : 0
    found.least_operand = -1000
    if case .float(let format) = coding.kind, format.gradual {
      found.least_operand = Int32(1 - format.bias)
    }
    found.sum_stage = sum.stage
    found.outer_stage = outer.stage
    return found
  }
}
