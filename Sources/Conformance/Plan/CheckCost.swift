import Descriptors

/// What a check is going to do, declared before it runs and from the plan alone.
///
/// Costs are counted in evaluations of the reference and not in seconds, so that a budget of them
/// leads to the same cases on any machine.
public struct CheckCost: Hashable, Sendable {
  /// The cases that the check asks for.
  public var cases: UInt64
  /// Evaluations of the reference, or as much work, that a million cases take.
  public var perMillion: UInt64
  /// The work that does not depend on the number of cases.
  public var fixed: UInt64
  /// What becomes of the check where the budget does not reach.
  public var kind: Kind

  /// How a check takes a limit.
  public enum Kind: Hashable, Sendable {
    /// It is finished, however much is left.
    case finite
    /// All codes of a wide operand: finished while there is room, and otherwise sampled at the given
    /// cost.
    case sweep(instead: Sample)
    /// It takes as many cases as there are, and no fewer than a least number.
    case sample(least: UInt64)
  }

  /// A sample that stands for a sweep.
  public struct Sample: Hashable, Sendable {
    /// The cases that it asks for.
    public var cases: UInt64
    /// As for the check.
    public var perMillion: UInt64
    /// As for the check.
    public var fixed: UInt64

    /// Creates the cost of a sample.
    public init(cases: UInt64, perMillion: UInt64, fixed: UInt64) {
      (self.cases, self.perMillion, self.fixed) = (cases, perMillion, fixed)
    }
  }

  /// Creates a cost.
  public init(
    cases: UInt64, perMillion: UInt64 = 1_000_000, fixed: UInt64 = 0, kind: Kind = .finite
  ) {
    (self.cases, self.perMillion, self.fixed, self.kind) = (cases, perMillion, fixed, kind)
  }

  /// The work of all cases that are asked for.
  public var work: UInt64 { fixed + Self.work(cases, perMillion) }

  /// The work that is left where no more than so much is allowed.
  public func work(under allowance: CheckAllowance) -> UInt64 {
    switch kind {
    case .finite: return work
    case .sweep(let instead):
      guard !allowance.sweeps else { return work }
      return instead.fixed
        + Self.work(allowance.sample(instead.cases), instead.perMillion)
    case .sample: return fixed + Self.work(allowance.sample(cases), perMillion)
    }
  }

  /// The fewest cases that a sample shrinks to.
  public static let leastSample: UInt64 = 256

  static func work(_ cases: UInt64, _ perMillion: UInt64) -> UInt64 {
    let million: UInt64 = 1_000_000
    let product = cases.multipliedFullWidth(by: perMillion)
    // More than any budget, with room left to be added up.
    return product.high >= million >> 16 ? .max >> 16 : million.dividingFullWidth(product).quotient
  }
}

/// How much of what it asks for a check gets.
public struct CheckAllowance: Hashable, Sendable {
  /// The most cases of a sample; `nil` for as many as it asks for.
  public var cases: UInt64?
  /// Whether all codes of a wide operand may be swept.
  public var sweeps = true

  /// Everything.
  public static let all = CheckAllowance()

  /// A sample cut down to what is allowed.
  func sample(_ asked: UInt64) -> UInt64 { cases.map { min($0, asked) } ?? asked }
}
