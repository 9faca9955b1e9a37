import Descriptors
import ExactArithmetic

// One scale for each block: OCP Microscaling Formats 1.0 section 6.3, IEEE P3109 v4.0 section 5,
// integers under a scale.

extension BlockCodec {
  func scaled(
    _ data: [Datum], _ words: [UInt32], _ rule: BlockFormat.ScaleRule
  ) -> BlockTrace.Block {
    let amax = largest(of: data)
    let scales =
      amax.isZero
      ? [emptyScale]
      : rule.scales(amax: amax, range).map { exact in
        rule.isPowerOfTwo ? power(exact) : scale(entering: .finite(exact))
      }
    return best(
      scales.map { scale in
        BlockTrace.Block(
          rows: 0..<0, columns: 0..<0, rule: amax.isZero ? "empty block" : rule.rawValue,
          amax: amax, scale: scale,
          elements: zip(data, words).map { quotientElement($0, over: scale.value, word: $1) })
      })
  }

  /// A power of two, its exponent clamped to those of the scale format.
  private func power(_ exact: Rational) -> BlockTrace.Scale {
    guard let exponents else { return scale(entering: .finite(exact)) }
    return clamped(exact, exponents, scale)
  }

  func clamped(
    _ exact: Rational, _ exponents: ClosedRange<Int>, _ format: NumberFormat
  ) -> BlockTrace.Scale {
    let exponent = exact.floorLog2
    let nearest = min(max(exponent, exponents.lowerBound), exponents.upperBound)
    let code = format.encode(.finite(.powerOfTwo(nearest)))
    return BlockTrace.Scale(
      exact: .finite(exact), code: code, value: format.decode(code),
      overflowed: exponent > exponents.upperBound)
  }
}
