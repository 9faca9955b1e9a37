/// How an exact value between two neighbours of a format becomes one of them.
///
/// | rule | -2.5 | -1.5 | 0.5 | 1.25 | 1.5 | 2.5 | 2.75 |
/// |---|---|---|---|---|---|---|---|
/// | `toNearestOrEven` | -2 | -2 | 0 | 1 | 2 | 2 | 3 |
/// | `toNearestOrAway` | -3 | -2 | 1 | 1 | 2 | 3 | 3 |
/// | `toNearestOrZero` | -2 | -1 | 0 | 1 | 1 | 2 | 3 |
/// | `towardZero` | -2 | -1 | 0 | 1 | 1 | 2 | 2 |
/// | `up` | -2 | -1 | 1 | 2 | 2 | 3 | 3 |
/// | `down` | -3 | -2 | 0 | 1 | 1 | 2 | 2 |
/// | `toOdd` | -3 | -1 | 1 | 1 | 1 | 3 | 3 |
///
/// (the grid of the table is the integers). "Even" and "odd" speak of codes; see `TieParity`.
public enum RoundingRule: Hashable, Sendable {
  case toNearestOrEven
  case toNearestOrAway
  case toNearestOrZero
  case towardZero
  /// Toward positive infinity.
  case up
  /// Toward negative infinity.
  case down
  /// Exact values stay; all others go to the neighbour whose code is odd.
  case toOdd
  /// Rounds the magnitude away from zero when the dropped fraction, scaled to `bits` bits, plus the
  /// random word carries out (IEEE P3109 v4.0, RoundAway).
  ///
  /// `bits` is 1...32.
  case stochastic(bits: Int, variant: StochasticVariant)

  /// The rules that need no random word, in the order in which reports list them.
  public static let deterministic: [RoundingRule] = [
    .toNearestOrEven, .toNearestOrAway, .toNearestOrZero, .towardZero, .up, .down, .toOdd,
  ]

  /// Whether each case takes a random word.
  public var takesRandomWord: Bool {
    if case .stochastic = self { true } else { false }
  }

  /// The bits of the random word that count; 0 for deterministic rules.
  public var wordBits: Int {
    if case .stochastic(let bits, _) = self { bits } else { 0 }
  }

  /// The name on the command line and in reports.
  ///
  /// For example `nearest-even`, `stochastic-8` and `stochastic-8b`; a bare `stochastic-N` is
  /// variant C.
  public var name: String {
    switch self {
    case .toNearestOrEven: "nearest-even"
    case .toNearestOrAway: "nearest-away"
    case .toNearestOrZero: "nearest-zero"
    case .towardZero: "toward-zero"
    case .up: "up"
    case .down: "down"
    case .toOdd: "to-odd"
    case .stochastic(let bits, let variant):
      variant == .c ? "stochastic-\(bits)" : "stochastic-\(bits)\(variant.rawValue)"
    }
  }

  /// Reads a name as `name` writes it; `nil` for anything else, a bit count outside 1...32 too.
  public init?(name: String) {
    if let rule = Self.deterministic.first(where: { $0.name == name }) {
      self = rule
      return
    }
    let prefix = "stochastic-"
    guard name.hasPrefix(prefix) else { return nil }
    var digits = name.dropFirst(prefix.count)
    var variant = StochasticVariant.c
    if let last = digits.last, let named = StochasticVariant(rawValue: String(last)) {
      variant = named
      digits = digits.dropLast()
    }
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let bits = Int(digits),
      (1...32).contains(bits)
    else { return nil }
    self = .stochastic(bits: bits, variant: variant)
  }
}

/// How the dropped fraction `f` in [0, 1) is scaled to `N` bits before the random word `R`, `0 <= R
/// < 2^N`, is added (IEEE P3109 v4.0, RoundAway).
///
/// The magnitude rounds away from zero when the condition holds.
///
/// | variant | rounds away when | probability of rounding away |
/// |---|---|---|
/// | `a` | `floor(f * 2^N) + R >= 2^N` | `floor(f * 2^N) / 2^N` |
/// | `b` | `floor(f * 2^(N+1)) + 2R + 1 >= 2^(N+1)` | `floor((floor(f * 2^(N+1)) + 1) / 2) / 2^N` |
/// | `c` | `nearest-even(f * 2^N) + R >= 2^N` | `nearest-even(f * 2^N) / 2^N` |
public enum StochasticVariant: String, Hashable, Sendable, CaseIterable {
  case a, b, c
}

/// What becomes of a rounded value outside a format's finite range (IEEE P3109 v4.0, Saturate).
public enum OverflowRule: String, Hashable, Sendable, CaseIterable {
  /// Everything outside, infinities included, becomes the nearest finite bound.
  case satFinite = "sat-finite"
  /// Infinities stay where the format has them; finite values become the nearest bound.
  case satPropagate = "sat-propagate"
  /// Values outside become infinities, except where the rounding direction forbids it; where the
  /// format has no infinity, `Dialect.withoutInfinity` decides.
  case satNone = "sat-none"

  /// The name on the command line and in reports.
  public var name: String { rawValue }
}
