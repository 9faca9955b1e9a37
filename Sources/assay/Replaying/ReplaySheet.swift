import Conformance
import Harness

/// One case of a law that was run again, as text and as JSON.
struct ReplaySheet: Encodable {
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

  init(_ replayed: ReplayedCase) {
    let found = replayed.counterexample
    (law, choices, input, derivation) = (found.law, found.choices, found.text, found.derivation)
    // A law that holds may have nothing to say of what it expected.
    expected = found.expected.isEmpty ? nil : found.expected
    got = found.got.isEmpty ? nil : found.got
    switch replayed.outcome {
    case .holds: outcome = .holds
    case .refuted: outcome = .refuted
    case .undecided(let reason): (outcome, self.reason) = (.undecided, reason)
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
