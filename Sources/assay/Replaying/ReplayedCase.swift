import Harness

/// What came of one case of a law.
struct ReplayedCase: Encodable {
  var law: String
  var choices: [UInt64]
  var outcome: Outcome
  /// The case as the law writes it down.
  var input: String
  var expected: String?
  var got: String?
  /// Why the case could not be decided.
  var reason: String?
  var derivation: [String]

  /// What was found.
  enum Outcome: String, Encodable {
    case holds, refuted, undecided

    /// The exit code of a replay.
    var status: ExitStatus {
      switch self {
      case .holds: .conforms
      case .refuted: .refuted
      case .undecided: .incomplete
      }
    }
  }

  /// A case of a device, held or not.
  init(_ found: Counterexample, holds: Bool) {
    law = found.law
    choices = found.choices
    outcome = holds ? .holds : .refuted
    input = found.text
    expected = found.expected
    got = found.got
    derivation = found.derivation
  }

  /// A case of a property.
  init(_ id: String, _ replay: Replay, _ outcome: CaseOutcome) {
    law = id
    choices = replay.drawn
    input = replay.text
    derivation = []
    switch outcome {
    case .holds: self.outcome = .holds
    case .undecided(let reason):
      self.outcome = .undecided
      self.reason = reason
    case .fails(let expected, let got, let derivation):
      self.outcome = .refuted
      self.expected = expected
      self.got = got
      self.derivation = derivation
    }
  }

  /// The case, one fact a line.
  func print() {
    let style = Style.output
    Output.line(style.heading(law))
    var table = WrappedTable()
    if !input.isEmpty { table.add("case", input) }
    if let expected { table.add("expected", expected) }
    if let got { table.add("got", got) }
    if let reason { table.add("reason", reason) }
    for line in table.lines { Output.line(line) }
    for line in derivation { Output.line("    \(line)") }
    switch outcome {
    case .holds: Output.line(style.good("holds"))
    case .refuted: Output.line(style.bad("does not hold"))
    case .undecided: Output.line("undecided")
    }
  }
}
