import Descriptors

extension ExactBlocks {
  /// The code of a decoded value.
  func decode(
    _ code: UInt64, zeroPoint: UInt64, scale scaleCode: UInt64, matrix: UInt64, word: UInt32
  ) -> UInt64 {
    let s = scale.coding.decode(scaleCode)
    switch format.scheme {
    case .scaled: return product([element.coding.decode(code), s], word)
    case .twoLevel:
      return product(
        [element.coding.decode(code), s, step.target.coding.decode(matrix)], word)
    case .zeroPoint: return product([offset(code, zeroPoint), s], word)
    case .dual:
      guard let dual else { return 0 }
      return product(
        [narrowed(offset(code, zeroPoint), s, dual), dual.matrix.coding.decode(matrix)], word)
    }
  }

  private func offset(_ code: UInt64, _ zeroPoint: UInt64) -> Datum {
    let mask = element.coding.codeMask
    let steps = Int(code & mask) - Int(zeroPoint & mask)
    return steps == 0 ? .zero(negative: false) : .finite(Datum.Finite(integer: steps))
  }

  private func narrowed(_ offset: Datum, _ scale: Datum, _ dual: DualSteps) -> Datum {
    switch (offset, scale) {
    case (_, .nan), (.zero, .infinity), (.nan, _): return .nan(negative: false, payload: 0)
    case (.zero, _), (_, .zero): return .zero(negative: offset.isNegative != scale.isNegative)
    case (.finite(let x), .finite(let s)):
      return dual.narrowed(x.negative != s.negative, ExactQuotient.ratio([x, s]))
    default:
      return dual.narrowed(offset.isNegative != scale.isNegative, ExactRatio(dual.range))
    }
  }

  /// The product of data by the rules of IEEE 754, entered into the result format.
  private func product(_ data: [Datum], _ word: UInt32) -> UInt64 {
    var negative = false
    var zero = false
    var infinite = false
    var values: [Datum.Finite] = []
    for datum in data {
      if datum.isNegative { negative.toggle() }
      switch datum {
      case .nan: return result.nan(negative: false, payload: 0)
      case .infinity: infinite = true
      case .zero: zero = true
      case .finite(let value): values.append(value)
      }
    }
    if zero, infinite { return result.nan(negative: false, payload: 0) }
    if infinite { return result.infinity(negative: negative) }
    if zero { return result.zero(negative: negative) }
    return result.encode(
      ExactQuotient.value(values, asRatio: result.needsRatios), word: word)
  }
}
