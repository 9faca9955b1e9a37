public import Results

/// Which answers are taken although their bits are not those of the reference.
///
/// A dialect says what a result is; a policy says what is accepted in its place. The default accepts
/// nothing else, and whatever a policy accepts is counted under its name.
public struct AnswerPolicy: Sendable, Hashable {
  /// Which codes are taken where a NaN is due.
  public enum NaNs: String, Sendable, CaseIterable {
    /// The reference's bits.
    case bits
    /// Any quiet NaN: in formats with IEEE 754's NaNs those whose first trailing bit is set, in others
    /// every NaN.
    case quiet
    /// Any NaN.
    case any
  }

  /// Which zeros are taken where a zero is due.
  public enum ZeroSign: String, Sendable, CaseIterable {
    /// The one with the reference's sign.
    case exact
    /// Either.
    case any
  }

  /// What is forgiven where subnormal numbers are met.
  public enum Waiver: String, Sendable, CaseIterable {
    /// A zero of the result's sign where the result is subnormal, or was before it was rounded.
    case flushSubnormalResults = "flush-subnormal-results"
    /// The result that follows from reading all subnormal operands as zeros of their sign.
    case flushSubnormalOperands = "flush-subnormal-operands"
  }

  /// Which codes are taken where a NaN is due.
  public var nan: NaNs
  /// Which zeros are taken where a zero is due.
  public var zeroSign: ZeroSign
  /// What is forgiven, each once.
  public var waivers: [Waiver]

  /// Creates a policy; without arguments the one that takes equal bits only.
  public init(nan: NaNs = .bits, zeroSign: ZeroSign = .exact, waivers: [Waiver] = []) {
    self.nan = nan
    self.zeroSign = zeroSign
    self.waivers = Waiver.allCases.filter(waivers.contains)
  }

  /// Equal bits only.
  public static let exact = AnswerPolicy()

  /// What is accepted beyond equal bits, as the options of the command line have it; none for the
  /// default.
  public var terms: [String] {
    (nan == .bits ? [] : ["--nan \(nan.rawValue)"])
      + (zeroSign == .exact ? [] : ["--zero-sign \(zeroSign.rawValue)"])
      + waivers.map { "--waive \($0.rawValue)" }
  }

  /// The policy as part of a verdict, with how often it was needed; `nil` for the default.
  public func acceptance(counting accepted: [String: UInt64]) -> Acceptance? {
    self == .exact ? nil : Acceptance(policy: terms, cases: accepted)
  }
}

extension VerificationPlan {
  /// What its checks accept beyond equal bits, and what was demanded of draws, as options of the command
  /// line; `nil` for nothing.
  public var policy: String? {
    let terms = checks.map { ($0.check.policy.terms + $0.check.terms).joined(separator: " ") }
      .filter { !$0.isEmpty }
    return terms.isEmpty ? nil : Set(terms).sorted().joined(separator: "; ")
  }
}
