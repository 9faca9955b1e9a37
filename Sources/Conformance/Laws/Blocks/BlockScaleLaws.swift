import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about the scales of blocks: that they are what their rule promises, by inequalities.
enum BlockScaleLaws {
  static func all(_ subject: BlockSubject) -> [Property] {
    switch subject.format.scheme {
    case .scaled(let rule):
      if rule.isPowerOfTwo { return [window(subject, rule)] }
      guard subject.format.scaleDialect.rounding == .toNearestOrEven, subject.scale.bits <= 16
      else {
        return []
      }
      if rule == .fourOverSix { return [notWorse(subject, .scaled(.amaxOverMax))] }
      return isFloat(subject.scale) ? [nearest(subject, rule)] : []
    case .twoLevel(var two) where two.fourOverSix:
      two.fourOverSix = false
      return [notWorse(subject, .twoLevel(two))]
    case .twoLevel, .zeroPoint, .dual: return []
    }
  }

  /// `amax / X` lies in the window of its rule; at an end of the exponents, on one side of it.
  private static func window(
    _ subject: BlockSubject, _ rule: BlockFormat.ScaleRule
  ) -> Property {
    let max = subject.element.positive.largest
    let binade = Rational.powerOfTwo(max.floorLog2)
    let ulp = largestUlp(subject.element)
    let first: UInt64 = subject.scale.positive.beginsAtZero ? 1 : 0
    let lowest = subject.scale.positive.magnitude(first)
    return subject.law("scale-in-its-window") { row, _ in
      let codes = subject.encode(row)
      for block in 0..<BlockSubject.blocks {
        let amax = subject.amax(row, block: block)
        if amax.isZero { continue }
        guard let x = subject.scaleValue(codes, block: block), x.signum > 0 else {
          return .fails(
            expected: "a scale above 0", got: "\(subject.scaleCode(codes, block: block))")
        }
        let ratio = amax / x
        let half = Rational(1, over: 2)
        let (above, below): (Bool, Bool) =
          switch rule {
          case .floor: (ratio >= binade, ratio < binade + binade)
          case .ceil: (ratio > binade * half, ratio <= binade)
          case .rceil: (ratio > max * half, ratio <= max)
          default: (ratio >= binade - ulp * half * half, ratio < binade + binade - ulp * half)
          }
        let clamped = x == lowest
        if !below || !(above || clamped) {
          return .fails(expected: "\(rule.rawValue): amax / X in its window", got: "\(ratio)")
        }
      }
      return .holds
    }
  }

  /// The distance of values in the binade of the largest.
  private static func largestUlp(_ element: NumberFormat) -> Rational {
    let ladder = element.positive
    return ladder.count > 1
      ? ladder.largest - ladder.magnitude(ladder.count - 2) : ladder.largest
  }

  private static func isFloat(_ format: NumberFormat) -> Bool {
    if case .float = format.descriptor.encoding { true } else { false }
  }

  /// No value of the scale format is nearer to `amax / max`, or to `amax`.
  ///
  /// Floats rise with their codes, so that the two codes beside the scale's stand for all.
  private static func nearest(
    _ subject: BlockSubject, _ rule: BlockFormat.ScaleRule
  ) -> Property {
    let max = subject.element.positive.largest
    return subject.law("scale-nearest") { row, _ in
      let codes = subject.encode(row)
      for block in 0..<BlockSubject.blocks {
        let amax = subject.amax(row, block: block)
        if amax.isZero { continue }
        let wanted = rule == .amax ? amax : amax / max
        let code = subject.scaleCode(codes, block: block)
        guard let got = subject.scale.decode(code).number, got.signum >= 0 else {
          return .fails(expected: "a scale of at least 0", got: "\(code)")
        }
        for other in [code &- 1, code + 1] where other <= subject.scale.lastCode {
          guard let value = subject.scale.decode(other).number, value.signum >= 0 else { continue }
          if (value - wanted).magnitude < (got - wanted).magnitude {
            return .fails(expected: "\(value), nearer to \(wanted)", got: "\(got)")
          }
        }
      }
      return .holds
    }
  }

  /// Trying two scales is never worse than the first of them alone.
  private static func notWorse(
    _ subject: BlockSubject, _ scheme: BlockFormat.Scheme
  ) -> Property {
    let plain = subject.with(scheme)
    return subject.law("never-worse-than-one-scale") { row, _ in
      guard let plain else { throw Discard() }
      let (mine, other) = (subject.values(subject.encode(row)), plain.values(plain.encode(row)))
      for block in 0..<BlockSubject.blocks {
        let range = block * subject.length..<(block + 1) * subject.length
        guard let error = error(mine, row, range) else {
          return .fails(expected: "numbers", got: "\(mine)")
        }
        if let bound = Self.error(other, row, range), error > bound {
          return .fails(expected: "a squared error of at most \(bound)", got: "\(error)")
        }
      }
      return .holds
    }
  }

  private static func error(
    _ values: [Datum], _ row: [Rational], _ range: Range<Int>
  ) -> Rational? {
    guard values.count >= range.upperBound else { return nil }
    var sum = Rational.zero
    for index in range {
      guard let value = values[index].number else { return nil }
      sum += (value - row[index]) * (value - row[index])
    }
    return sum
  }
}
