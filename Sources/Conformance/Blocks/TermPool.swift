import Descriptors
import ExactArithmetic
import Reference

/// Sums of products that find mistakes in accumulators.
struct TermPool: Sendable {
  private let accumulator: Accumulator
  private let format: NumberFormat
  private let length: Int
  private let pool: ElementPool
  private let one: UInt64
  /// The codes of powers of two, from the smallest normal one up.
  private let powers: [UInt64]
  /// The rungs below the smallest normal number.
  private let subnormals: UInt64

  /// How the terms of a sum relate to each other.
  enum Kind: Int, CaseIterable, Sendable {
    /// Both factors of any kind.
    case any
    /// One factor is 1: the terms are what the other factor is.
    case bare
    /// All products positive: sums only grow.
    case growing
    /// Terms that cancel others nearby: `p, -p`, with something small left between them.
    case cancelling
    /// A large term first and small ones after it, or the other way round.
    case swamped
    /// Products about the size at which the stages underflow.
    case vanishing
    /// Products about the size at which the stages overflow.
    case bursting
    /// Powers of two far apart.
    case powers
    /// Mostly zeros.
    case sparse
    /// A few terms anywhere, the rest zeros; often two large ones that cancel.
    case few
    /// Subnormal factors with large ones, their products of ordinary size.
    case subnormal
  }

  init(_ accumulator: Accumulator, _ format: NumberFormat, length: Int) {
    self.accumulator = accumulator
    self.format = format
    self.length = length
    pool = ElementPool(format, of: 2 * max(1, length / 2))
    let dialect = Dialect(rounding: .toNearestOrEven, overflow: .satFinite)
    one = format.encode(.finite(.one), dialect: dialect)
    var powers: [UInt64] = []
    let reach = format.bits > 32 ? 1100 : 160
    for exponent in -reach...reach {
      let value = Datum.finite(.powerOfTwo(exponent))
      let code = format.encode(value, dialect: dialect)
      if format.decode(code) == value { powers.append(code) }
    }
    self.powers = powers.isEmpty ? [one] : powers
    if case .float(let layout) = format.descriptor.encoding, layout.subnormals == .gradual {
      subnormals = 1 << UInt64(layout.trailingBits)
    } else {
      subnormals = 1
    }
  }

  /// The operands of one case: all of x, then all of w.
  func codes(_ stream: inout CaseStream) -> [UInt64] {
    guard length > 0 else { return [] }
    let kind = Kind.allCases[stream.below(Kind.allCases.count)]
    var x = pool.codes(length, &stream)
    var w = pool.codes(length, &stream)
    switch kind {
    case .any: break
    case .bare: w = Array(repeating: one, count: length)
    case .growing:
      for i in 0..<length { w[i] = x[i] }
      if stream.oneIn(2) { w = w.map { _ in one }; x = x.map(magnitude) }
    case .cancelling:
      for i in stride(from: 0, to: length - 1, by: 2) where !stream.oneIn(3) {
        let other = stream.oneIn(3) ? stream.below(length) : i + 1
        (x[other], w[other]) = (x[i], negated(w[i]))
      }
    case .swamped:
      let large = stream.oneIn(2) ? 0 : stream.below(length)
      let gap = powers.count / 2
      for i in 0..<length {
        x[i] = scaled(x[i])
        let rung =
          i == large ? powers.count - 1 - stream.below(4) : gap - stream.below(min(gap, 12) + 1)
        w[i] = powers[max(0, min(rung, powers.count - 1))]
        if stream.oneIn(2) { w[i] = negated(w[i]) }
      }
    case .vanishing, .bursting:
      for i in 0..<length {
        x[i] = scaled(x[i])
        w[i] = near(edge(kind == .vanishing, &stream), &stream)
      }
    case .powers:
      for i in 0..<length {
        x[i] = powers[stream.below(powers.count)]
        w[i] = stream.oneIn(2) ? one : powers[stream.below(powers.count)]
        if stream.oneIn(3) { x[i] = negated(x[i]) }
      }
    case .few:
      // Near each other they are likely to be added at once.
      let reach = stream.oneIn(3) ? length : min(length, 8)
      let start = stream.below(length - reach + 1)
      let kept = (0..<2 + stream.below(4)).map { _ in start + stream.below(reach) }
      let middle = powers.count / 2 + stream.below(24) - 12
      for i in 0..<length {
        guard kept.contains(i) else {
          x[i] = 0
          continue
        }
        x[i] = scaled(x[i])
        let rung = middle - stream.below(stream.oneIn(2) ? 16 : 48)
        w[i] = stream.oneIn(3) ? scaled(w[i]) : powers[max(0, min(rung, powers.count - 1))]
        if stream.oneIn(2) { w[i] = negated(w[i]) }
      }
      if stream.oneIn(2), kept[0] != kept[1] {
        let i = kept[0]
        w[i] = powers[max(0, min(middle + 8, powers.count - 1))]
        (x[kept[1]], w[kept[1]]) = (x[i], negated(w[i]))
      }
    case .subnormal:
      for i in 0..<length {
        let isKept = length < 8 || stream.oneIn(4)
        x[i] = isKept ? format.positive.code(UInt64(stream.below(Int(subnormals) + 2))) : 0
        w[i] = powers[powers.count - 1 - min(powers.count - 1, stream.below(8))]
        if stream.oneIn(2) { w[i] = negated(w[i]) }
      }
    case .sparse:
      for i in 0..<length where !stream.oneIn(4) {
        if stream.oneIn(2) { x[i] = 0 } else { w[i] = 0 }
      }
    }
    return x + w
  }

  /// The exponent at which a stage gives up, by chance of the product's or the sum's.
  private func edge(_ isLow: Bool, _ stream: inout CaseStream) -> Int {
    let stage = stream.oneIn(2) ? accumulator.product : accumulator.sum
    switch stage {
    case .grid(let grid): return isLow ? grid.lowestExponent : grid.highestExponent
    case .format(let format, _):
      guard case .float(let layout) = format.encoding else { return isLow ? 0 : format.bits - 1 }
      return isLow
        ? 1 - layout.bias - (stream.oneIn(2) ? layout.trailingBits : 0)
        : (1 << layout.exponentBits) - 1 - layout.bias
    case .exact: return isLow ? -20 : 20
    }
  }

  /// A power of two whose exponent is about the given one.
  private func near(_ exponent: Int, _ stream: inout CaseStream) -> UInt64 {
    let value = Rational.powerOfTwo(max(-1100, min(1100, exponent + stream.below(9) - 6)))
    let code = format.encode(
      .finite(value), dialect: Dialect(rounding: .toNearestOrEven, overflow: .satFinite))
    return stream.oneIn(3) ? negated(code) : code
  }

  /// The code with its magnitude brought to [1, 2), where the format is a float.
  private func scaled(_ code: UInt64) -> UInt64 {
    guard case .float(let layout) = format.descriptor.encoding, layout.trailingBits > 0 else {
      return code
    }
    let field = (UInt64(1) << UInt64(layout.trailingBits)) - 1
    let sign = layout.signed ? code & 1 << UInt64(format.bits - 1) : 0
    return sign | (one & ~field) | code & field
  }

  private func negated(_ code: UInt64) -> UInt64 {
    let datum = format.decode(code)
    guard format.negative != nil, let value = datum.number, !value.isZero else { return code }
    return format.encode(
      .finite(-value), dialect: Dialect(rounding: .toNearestOrEven, overflow: .satFinite))
  }

  private func magnitude(_ code: UInt64) -> UInt64 {
    format.decode(code).isNegative ? negated(code) : code
  }
}
