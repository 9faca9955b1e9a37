/// One case run again from its list of choices.
public struct Replay: Hashable, Sendable {
  /// What the check said; `nil` when the case was discarded.
  public var outcome: CaseOutcome?
  /// The choices as drawn: lowered to their bounds, and continued with zeros.
  public var drawn: [UInt64]
  /// The bound of each choice drawn.
  public var bounds: [UInt64]
  /// The first given choice that was above its bound, if any.
  public var clampedAt: Int?
  /// How many of the given choices were not asked for.
  public var unused: Int
  /// How many choices were asked for beyond the given ones; they were 0.
  public var missing: Int
  /// The case as the property renders it.
  public var text: String
  /// The classes of input the case belongs to.
  public var classes: [String]

  /// Whether the given list is exactly one case of the property.
  public var isExact: Bool { clampedAt == nil && unused == 0 && missing == 0 }

  /// The counterexample that the case is, if it fails.
  public func counterexample(to property: Property) -> Counterexample? {
    guard case .fails(let expected, let got, let derivation) = outcome else { return nil }
    return Counterexample(
      law: property.id, subject: property.subject, choices: drawn, text: text,
      expected: expected, got: got, derivation: derivation)
  }
}

extension Property {
  /// Runs the case of the given choices and writes it down.
  public func replay(_ given: [UInt64]) -> Replay {
    var choices = Choices(labels: [])
    choices.isNarrated = true
    choices.rewind(to: given)
    let run = run(&choices)
    let outcome: CaseOutcome? =
      switch run {
      case .holds: .holds
      case .fails(let expected, let got, let derivation):
        .fails(expected: expected, got: got, derivation: derivation)
      case .undecided(let reason): .undecided(reason: reason)
      case .discarded: nil
      case .oversized:
        .undecided(reason: "the case draws more than \(Choices.mostPerCase) choices")
      }
    return Replay(
      outcome: outcome, drawn: choices.drawn, bounds: choices.bounds,
      clampedAt: choices.clampedAt, unused: max(0, given.count - choices.count),
      missing: max(0, choices.count - given.count),
      text: choices.texts.joined(separator: ", "),
      classes: choices.noted.map { choices.labels[$0] })
  }
}
