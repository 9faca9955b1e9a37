/// What is known about a law after its cases were checked.
///
/// | verdict | what stands behind it |
/// |---|---|
/// | `proved` | every input |
/// | `enumerated` | every input of a stated finite domain |
/// | `sampled` | so many inputs, drawn from a seed |
/// | `refuted` | one minimal counterexample |
/// | `undecided` | nothing, and why |
/// | `skipped` | nothing was asked, for example because this machine lacks an instruction |
public enum Verdict: Hashable, Sendable {
  /// It holds for every input.
  case proved(cases: UInt64)
  /// It holds for every input of a stated finite domain.
  case enumerated(cases: UInt64)
  /// It holds for so many inputs, drawn from a seed.
  case sampled(cases: UInt64, seed: UInt64)
  /// It does not hold, and this is a smallest case that was found.
  case refuted(Counterexample)
  /// It was asked and remains open.
  case undecided(reason: String)
  /// It was not asked.
  case skipped(reason: String)

  /// The word for reports: `proved`, `enumerated`, `sampled`, `refuted`, `undecided`, `skipped`.
  public var word: String {
    switch self {
    case .proved: "proved"
    case .enumerated: "enumerated"
    case .sampled: "sampled"
    case .refuted: "refuted"
    case .undecided: "undecided"
    case .skipped: "skipped"
    }
  }

  /// The counterexample of a refuted law, otherwise `nil`.
  public var counterexample: Counterexample? {
    if case .refuted(let counterexample) = self { counterexample } else { nil }
  }

  /// Whether the law held wherever it was checked, and it was checked somewhere.
  public var conforms: Bool {
    switch self {
    case .proved, .enumerated, .sampled: true
    case .refuted, .undecided, .skipped: false
    }
  }

  /// Why nothing was decided or asked, otherwise `nil`.
  public var reason: String? {
    switch self {
    case .undecided(let reason), .skipped(let reason): reason
    case .proved, .enumerated, .sampled, .refuted: nil
    }
  }
}
