import Descriptors
public import ExactArithmetic

/// The finite values on one side of zero, by rising magnitude, each with its code.
///
/// Rung 0 is zero where the format has one. Above the last rung the grid goes on for one step:
/// `next` is where the following rung would be, and tells which values still round back to the
/// largest finite one.
public struct Ladder: Sendable {
  /// Whether the ladder leads downward from zero.
  public let negative: Bool
  /// The number of finite values, zero included.
  public let count: UInt64
  /// The magnitude at which the rung above the last one would stand.
  ///
  /// For floats, fixed point, posits and HiFloat8 the layout's own formula, read past the end; for a
  /// table the last step repeated. A ladder of one rung in a table has no step: `next` is then
  /// the rung itself, and everything above it is out of range.
  public let next: Rational
  /// Whether a number stands on this side, zero included.
  ///
  /// A table may have none: then one rung stands for zero, and its code is that of the number nearest
  /// to it on the other side, since that is the end of the range there.
  public let hasNumber: Bool

  /// The code of zero on this side; it need not be the side's sign with magnitude 0.
  private let zeroCode: UInt64?
  private let store: Store
  /// The layout, where the rungs are the magnitude codes of a float.
  private let layout: FloatLayout?

  private enum Store: Sendable {
    /// Rung `i` has the magnitude code `i`, and `decode` tells its value.
    case computed(FloatLayout, sign: UInt64)
    /// Rung `i` is the integer `i`, scaled.
    case scaled(FixedPointLayout, mask: UInt64)
    /// Rung `i` is the posit of code `i`, or of its two's complement.
    case posit(bits: Int, exponentBits: Int)
    /// Magnitudes and codes, sorted.
    case listed([Rational], [UInt64])
  }

  init(_ descriptor: FormatDescriptor, negative: Bool, specials: Specials) {
    self.negative = negative
    let bits = descriptor.bits
    zeroCode = specials.zero(negative: negative)
    var isEmpty = false
    switch descriptor.encoding {
    case .float(let layout):
      let largest = layout.largestCode(bits: bits)
      let exists = layout.signed || !negative
      self.layout = exists ? layout : nil
      count = exists ? largest + 1 : 1
      next = layout.magnitude(largest + 1)
      let sign: UInt64 = negative && layout.signed ? 1 << UInt64(bits - 1) : 0
      if !exists {
        store = .listed([.zero], [0])
      } else if bits <= 8 {
        // Short formats keep their values at hand; longer ones would take longer to list than to use.
        let rungs = 0...largest
        store = .listed(rungs.map(layout.magnitude), rungs.map { sign | $0 })
      } else {
        store = .computed(layout, sign: sign)
      }
    case .fixedPoint(let layout):
      self.layout = nil
      let half = UInt64(1) << UInt64(bits - 1)
      let last = layout.signed ? (negative ? half : half - 1) : (negative ? 0 : half - 1 + half)
      // 2^64 rungs do not fit the count; the last one of a 64-bit unsigned format is left to it.
      count = last == .max ? last : last + 1
      next =
        Rational(unsigned: last, exponent: -layout.fractionBits)
        + .powerOfTwo(-layout.fractionBits)
      store = .scaled(layout, mask: UInt64.max >> UInt64(64 - bits))
    case .posit(let exponentBits):
      layout = nil
      count = 1 << UInt64(bits - 1)
      store = .posit(bits: bits, exponentBits: exponentBits)
      // One step more of the regime; no rounding ever gets there.
      next = Self.posit(count - 1, bits, exponentBits).scaled(byPowerOfTwo: 1 << exponentBits)
    case .hiFloat8, .table:
      layout = nil
      var rungs: [(magnitude: Rational, code: UInt64)] = []
      var others: [(magnitude: Rational, code: UInt64)] = []
      for code in 0...(UInt64.max >> UInt64(64 - bits)) {
        guard case .finite(let value) = decodeDatum(code, descriptor) else { continue }
        if value.isZero ? code == specials.zero : (value.signum < 0) == negative {
          rungs.append((value.magnitude, code))
        } else if !value.isZero {
          others.append((value.magnitude, code))
        }
      }
      if specials.zero == nil, let zero = specials.negativeZero { rungs.append((.zero, zero)) }
      rungs.sort { ($0.magnitude, $0.code) < ($1.magnitude, $1.code) }
      isEmpty = rungs.isEmpty
      if isEmpty {
        let nearest = others.min { ($0.magnitude, $0.code) < ($1.magnitude, $1.code) }
        rungs = [(.zero, nearest?.code ?? 0)]
      }
      // Where a table repeats a value, the lowest code stands for it.
      var kept = [rungs[0]]
      for rung in rungs.dropFirst() where rung.magnitude != kept[kept.count - 1].magnitude {
        kept.append(rung)
      }
      count = UInt64(kept.count)
      let last = kept[kept.count - 1].magnitude
      if case .hiFloat8 = descriptor.encoding {
        next = hiFloat8Magnitude(0x6F)
      } else {
        next = kept.count > 1 ? last + (last - kept[kept.count - 2].magnitude) : last
      }
      store = .listed(kept.map(\.magnitude), kept.map(\.code))
    }
    hasNumber = !isEmpty
  }

  /// The magnitude of a rung; `rung == count` gives `next`.
  public func magnitude(_ rung: UInt64) -> Rational {
    if rung >= count { return next }
    return switch store {
    case .computed(let layout, _): layout.magnitude(rung)
    case .scaled(let layout, _): Rational(unsigned: rung, exponent: -layout.fractionBits)
    case .posit(let bits, let exponentBits): Self.posit(rung, bits, exponentBits)
    case .listed(let magnitudes, _): magnitudes[Int(rung)]
    }
  }

  /// The code of a rung; for `rung == count` the pattern that would follow, which tells its
  /// parity and nothing else.
  public func code(_ rung: UInt64) -> UInt64 {
    if rung == 0, let zeroCode { return zeroCode }
    return switch store {
    case .computed(_, let sign): sign | rung
    case .scaled(_, let mask): (negative ? 0 &- rung : rung) & mask
    case .posit(let bits, _): (negative ? 0 &- rung : rung) & (UInt64.max >> UInt64(64 - bits))
    case .listed(_, let codes): rung < count ? codes[Int(rung)] : codes[Int(count - 1)] ^ 1
    }
  }

  private static func posit(_ code: UInt64, _ bits: Int, _ exponentBits: Int) -> Rational {
    decodePosit(code, bits: bits, exponentBits: exponentBits).number ?? .zero
  }

  /// The rung that a float's formula gives for a value, where it is below the last.
  private func guess(_ x: Rational) -> UInt64? {
    guard let layout, x.signum > 0 else { return nil }
    var exponent = x.floorLog2
    if layout.subnormals == .gradual { exponent = max(exponent, 1 - layout.bias) }
    let unit = exponent - layout.trailingBits
    guard let digits = x.scaled(byPowerOfTwo: -unit).floor.asUInt64,
      let binades = UInt64(exactly: exponent + layout.bias - 1),
      binades <= count >> UInt64(layout.trailingBits)
    else { return nil }
    let rung = binades << UInt64(layout.trailingBits) + digits
    return rung + 1 < count ? rung : nil
  }

  /// The largest magnitude.
  public var largest: Rational { magnitude(count - 1) }

  /// Whether the first rung is zero.
  public var beginsAtZero: Bool { magnitude(0).isZero }

  /// The last rung whose magnitude does not exceed `x`; `nil` below rung 0, and `count` from `next` on.
  ///
  /// Bisection finds it; a float's own exponent and digits only say where to look first.
  public func rung<Value: ExactMagnitude>(atOrBelow x: Value) -> UInt64? {
    if let guess = x.given.flatMap(guess), x.compare(to: magnitude(guess)) >= 0,
      x.compare(to: magnitude(guess + 1)) < 0
    {
      return guess
    }
    if x.compare(to: next) >= 0, x.compare(to: largest) > 0 { return count }
    if x.compare(to: magnitude(0)) < 0 { return nil }
    var low: UInt64 = 0
    var high = count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if x.compare(to: magnitude(middle)) >= 0 { low = middle } else { high = middle }
    }
    return low
  }
}
