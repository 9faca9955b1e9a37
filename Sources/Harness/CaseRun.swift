/// What running one case came to.
enum CaseRun {
  case holds
  case fails(expected: String, got: String, derivation: [String])
  case undecided(String)
  case discarded
  /// The case drew more choices than `Choices.mostPerCase`.
  case oversized
}

extension Property {
  /// Runs the case that the prefix of `choices` stands for.
  func run(_ choices: inout Choices) -> CaseRun {
    choices.begin()
    let outcome: CaseOutcome
    do {
      outcome = try check(&choices)
    } catch is Discard {
      return .discarded
    } catch {
      return .undecided("the check threw: \(error)")
    }
    if choices.isOversized { return .oversized }
    switch outcome {
    case .holds: return .holds
    case .fails(let expected, let got, let derivation):
      return .fails(expected: expected, got: got, derivation: derivation)
    case .undecided(let reason): return .undecided(reason)
    }
  }
}
