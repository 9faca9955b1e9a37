import Descriptors
public import ExactArithmetic
public import Harness
import Reference

/// What the laws about dual scales are made of; the defaults are the definitions.
public struct DualDefinitions: Sendable {
  /// The protective range for a trusted largest value and a largest code.
  public var protective: @Sendable (_ largest: Rational, _ code: Rational) -> Rational
  /// The bits behind the leading one of the intermediate format.
  public var trailingBits: Int
  /// The largest difference of code and zero point that is claimed to be recovered.
  public var recovered: Int

  /// Creates definitions.
  public init(
    protective: @escaping @Sendable (Rational, Rational) -> Rational = { $0 - $0 / $1 },
    trailingBits: Int = 3, recovered: Int = 8
  ) {
    (self.protective, self.trailingBits, self.recovered) = (protective, trailingBits, recovered)
  }
}

/// Theorems about 4-bit codes that decode into an 8-bit float.
public enum DualScaleLaws {
  /// The protective range suffices, powers of two are exact, small codes are recovered.
  public static func all(_ definitions: DualDefinitions = DualDefinitions()) -> [Property] {
    [protective(definitions), exact(definitions), recovery(definitions)]
  }

  /// `|(c - z) S| <= F (1 - 1 / q^2) < F`: for q = 15 and F = 240 it is 3584/15.
  private static func protective(_ definitions: DualDefinitions) -> Property {
    Property(
      id: "block/dual/protective-range", subject: "dual",
      domain: .stated("q of 3, 15; lo and hi in 16 steps of R; every code; S exact")
    ) { choices in
      let q = Rational(choices.draw(from: [3, 15]))
      let f: Rational = 240
      let r = definitions.protective(f, q)
      let low = -Rational(choices.draw(in: 0...16), over: 16) * r
      let high = Rational(choices.draw(in: 0...16), over: 16) * r
      let c = Rational(choices.draw(in: 0...15))
      try choices.require(low != high && c <= q)
      choices.describe("q = \(q), lo = \(low), hi = \(high), c = \(c)")
      let s = (high - low) / q
      let z = min(max((-low / s).roundedToEven, .zero), q)
      let bound = f * (.one - .one / (q * q))
      let value = ((c - z) * s).magnitude
      return .when(value <= bound, expected: "at most \(bound)", got: "\(value)")
    }
  }

  /// Under a power of two every difference up to 16 is in E4M3 as it is.
  private static func exact(_ definitions: DualDefinitions) -> Property {
    let grid = grid(definitions)
    return Property(
      id: "block/dual/powers-are-exact", subject: "dual",
      domain: .stated("differences of 0...16, scales 2^-4...2^3")
    ) { choices in
      let value = Rational(choices.draw(in: 0...16)) * .powerOfTwo(choices.draw(in: 0...7) - 4)
      choices.describe("\(value)")
      return .equal(expected: value, got: grid.round(value, .toNearestOrEven))
    }
  }

  /// A difference of at most 8 comes back from its 8-bit float: `nearest(FP8(k S) / S) = k`.
  private static func recovery(_ definitions: DualDefinitions) -> Property {
    let grid = grid(definitions)
    return Property(
      id: "block/dual/codes-recovered", subject: "dual",
      domain: .stated("differences of 0...\(definitions.recovered), 256 scales in [1, 2)")
    ) { choices in
      let k = Rational(choices.draw(in: 0...definitions.recovered))
      let s = .one + Rational(choices.draw(in: 0...255), over: 256)
      choices.describe("k = \(k), S = \(s)")
      let back = grid.round(k * s, .toNearestOrEven) / s
      return .equal(expected: k, got: back.roundedToEven)
    }
  }

  private static func grid(_ definitions: DualDefinitions) -> Quantum {
    Quantum(
      FloatLayout(
        signed: true, exponentBits: 4, trailingBits: definitions.trailingBits, bias: 7,
        hasNegativeZero: true, infinities: .none, nans: .allOnes))
  }
}
