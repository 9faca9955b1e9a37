import Descriptors
import Devices
import ExactArithmetic
import Reference

/// All random numbers of a block put to a device: its whole distribution, counted.
///
/// Only for blocks of finite elements, drawn by integers or by quantised probabilities, whose
/// results are rounded without a word of their own.
struct DrawCensus: Sendable {
  /// The operand codes.
  let codes: [UInt64]
  /// The operands.
  let values: [Rational]
  /// The results of each draw.
  let outcomes: [[UInt64]]

  /// How many draws a block has: the total of its magnitudes in units of the format, or the numbers
  /// of so many bits; `nil` for what cannot be counted out, such as blocks that are not finite.
  static func draws(_ codes: [UInt64], _ pruning: BlockPruning, _ format: NumberFormat) -> Int? {
    let values = codes.compactMap { format.decode($0).number }
    guard values.count == codes.count else { return nil }
    switch pruning.draw {
    case .fraction: return nil
    case .quantised(let bits): return bits <= 16 ? 1 << bits : nil
    case .integer:
      let filling = WaterFilling(values, keep: pruning.pattern.keep)
      guard let scale = filling.scale else { return 1 }
      guard let unit = format.integerUnit else { return nil }
      let total = scale * Rational(filling.placesLeft) / unit
      guard let count = total.asUInt64, count <= 1 << 16 else { return nil }
      return Int(count)
    }
  }

  /// The words of a draw.
  static func words(_ draw: Int, _ pruning: BlockPruning) -> [UInt32] {
    let low = UInt32(truncatingIfNeeded: draw)
    return pruning.wordsPerBlock == 2 ? [low, 0] : [low]
  }

  /// The code of what is pruned.
  let zero: UInt64

  /// In how many draws each element is seen to be kept: its result is not 0.
  var counts: [Int] {
    codes.indices.map { index in outcomes.count { $0[index] != zero } }
  }

  /// Whether an element other than 0 may be kept and still be 0 in the results, being too small for
  /// their format.
  ///
  /// What it is given instead of its own value is never smaller.
  func isHidden(_ index: Int, _ dialect: Dialect, _ result: NumberFormat) -> Bool {
    let value = values[index]
    guard !value.isZero else { return false }
    let code = result.encode(.finite(value), dialect: dialect)
    return code == zero || result.decode(code) == .negativeZero
  }
}

/// What all draws of a block must satisfy together, whatever the reference says of each.
public enum DrawLaw: String, Sendable, CaseIterable {
  /// Every element but zero is kept in some draws, and always with its value times the draws by
  /// those that keep it, rounded once: the mean is the block.
  case unbiased
  /// The variance is the least of all unbiased ways to keep so many elements.
  case minimumVariance = "minimum-variance"
  /// Every draw keeps as many elements as there are places, or all if they are fewer; no zero.
  case support
  /// The magnitudes of every draw sum to those of the block, and their squares to one number.
  case norms

  /// Whether the law can be asked of an operation.
  func applies(to operation: Operation) -> Bool {
    guard case .prune(let pruning) = operation.function,
      !operation.dialect.rounding.takesRandomWord,
      pruning.design == .systematic || pruning.design == .pairTable
    else { return false }
    switch (pruning.draw, self) {
    case (.fraction, _): return false
    case (.quantised(let bits), .unbiased), (.quantised(let bits), .support): return bits <= 8
    case (.quantised, _): return false
    case (.integer, .unbiased): return true
    // These do not depend on the result's format, unless a scale is beyond it.
    case (.integer, .minimumVariance), (.integer, .support): return operation.result.bits >= 32
    // Thirds would be rounded.
    case (.integer, .norms): return pruning.pattern.keep <= 2 && operation.result.bits >= 32
    }
  }

  /// What is wrong with a block's draws; `nil` where the law holds.
  func violation(
    _ census: DrawCensus, _ operation: Operation, _ result: NumberFormat
  ) -> (expected: String, got: String)? {
    guard case .prune(let pruning) = operation.function else { return nil }
    switch self {
    case .unbiased: return bias(census, operation.dialect, result)
    case .minimumVariance:
      // Where some are not seen, the draws that keep them cannot be counted.
      let isOpen = census.codes.indices.contains {
        census.isHidden($0, operation.dialect, result)
      }
      return isOpen ? nil : variance(census, pruning.pattern.keep)
    case .support: return support(census, pruning.pattern.keep, operation.dialect, result)
    case .norms: return norms(census, operation.dialect, result)
    }
  }

  private func bias(
    _ census: DrawCensus, _ dialect: Dialect, _ result: NumberFormat
  ) -> (expected: String, got: String)? {
    let draws = Rational(census.outcomes.count)
    for (index, count) in census.counts.enumerated() {
      let value = census.values[index]
      guard !value.isZero else {
        if count == 0 { continue }
        return ("element \(index), a zero, is never kept", "it is kept in \(count) draws")
      }
      if count == 0, census.isHidden(index, dialect, result) { continue }
      guard count > 0 else {
        return ("element \(index) has a chance to be kept", "none of the draws keeps it")
      }
      let mean = value * draws / Rational(count)
      let code = result.encode(.finite(mean), dialect: dialect)
      for (draw, outcome) in census.outcomes.enumerated()
      where outcome[index] != census.zero && outcome[index] != code {
        return (
          "element \(index), kept in \(count) of \(draws) draws, becomes "
            + "\(hexadecimal(code, bits: result.bits)) (\(mean) rounded)",
          "\(hexadecimal(outcome[index], bits: result.bits)) in draw \(draw)"
        )
      }
    }
    return nil
  }

  private func variance(
    _ census: DrawCensus, _ keep: Int
  ) -> (expected: String, got: String)? {
    let magnitudes = census.values.map(\.magnitude)
    let least = WaterFilling(census.values, keep: keep).minimumVariance
    let draws = Rational(census.outcomes.count)
    var variance = Rational.zero
    for (count, magnitude) in zip(census.counts, magnitudes) where !magnitude.isZero && count > 0 {
      variance =
        variance + magnitude * magnitude * (draws / Rational(count) - .one)
    }
    return variance == least ? nil : ("variance \(least)", "\(variance)")
  }

  private func support(
    _ census: DrawCensus, _ keep: Int, _ dialect: Dialect, _ result: NumberFormat
  ) -> (expected: String, got: String)? {
    let wanted = min(keep, census.values.count { !$0.isZero })
    let hidden = census.codes.indices.filter { census.isHidden($0, dialect, result) }
    for (draw, outcome) in census.outcomes.enumerated() {
      let count = outcome.count { $0 != census.zero }
      let unseen = hidden.count { outcome[$0] == census.zero }
      guard (count...count + unseen).contains(wanted) else {
        return ("\(wanted) elements kept", "\(count) in draw \(draw)")
      }
      for (index, code) in outcome.enumerated()
      where code != census.zero && census.values[index].isZero {
        return ("element \(index), a zero, is never kept", "it is kept in draw \(draw)")
      }
    }
    return nil
  }

  private func norms(
    _ census: DrawCensus, _ dialect: Dialect, _ result: NumberFormat
  ) -> (expected: String, got: String)? {
    let draws = Rational(census.outcomes.count)
    for (count, value) in zip(census.counts, census.values) where count > 0 {
      // What was rounded has other norms.
      let mean = value * draws / Rational(count)
      let code = result.encode(.finite(mean), dialect: dialect)
      guard result.decode(code).number == mean else { return nil }
    }
    if census.codes.indices.contains(where: { census.isHidden($0, dialect, result) }) {
      return nil
    }
    let total = census.values.reduce(Rational.zero) { $0 + $1.magnitude }
    var squares: Rational?
    for (draw, outcome) in census.outcomes.enumerated() {
      var sum = Rational.zero
      var square = Rational.zero
      for code in outcome where code != census.zero {
        guard let value = result.decode(code & result.lastCode).number else {
          return ("numbers", "\(hexadecimal(code, bits: result.bits)) in draw \(draw)")
        }
        sum = sum + value.magnitude
        square = square + value * value
      }
      if sum != total { return ("magnitudes that sum to \(total)", "\(sum) in draw \(draw)") }
      if let squares, squares != square {
        return ("squares that sum to \(squares), as in draw 0", "\(square) in draw \(draw)")
      }
      squares = square
    }
    return nil
  }
}
