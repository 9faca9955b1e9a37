public import Harness

/// One verdict as data: a row of a table, a line of a file, a test case for a build server.
public struct VerdictRecord: Codable, Hashable, Sendable {
  /// The id of the law.
  public var id: String
  /// What was judged.
  public var subject: String
  /// The operation or the law's short name, the first column of tables.
  public var operation: String
  /// The format, or formats, or other thing the operation works on.
  public var format: String
  /// The rounding rule or dialect; empty where there is none.
  public var rule: String
  /// The finite domain that was searched, in words; absent when it is every input.
  public var domain: String?
  /// The word of the verdict: `proved`, `enumerated`, `sampled`, `refuted`, `undecided`, `skipped`.
  public var verdict: String
  /// How many cases were judged.
  public var cases: UInt64
  /// How many cases the check asked for, where the budget of the run allowed fewer.
  public var asked: UInt64?
  /// How many cases lay outside the law's domain.
  public var discarded: UInt64
  /// The part of the search, as `1/4`; absent when it was not divided.
  public var shard: String?
  /// Whether the search was stopped before its end.
  public var isIncomplete: Bool
  /// The seed of a sample.
  public var seed: UInt64?
  /// How long it took.
  public var seconds: Double
  /// Cases per second; 0 when no time was measured.
  public var throughput: Double
  /// The case that refutes the law.
  public var counterexample: Case?
  /// How many cases fell into each class of input.
  public var classes: [String: UInt64]
  /// Doubts about the law itself.
  public var warnings: [String]
  /// Why nothing was decided, or asked.
  public var reason: String?
  /// Which classes of operands, results and roundings were met, and which can not be.
  public var coverage: CoverageRecord?
  /// The dialect that a refuted device follows instead.
  public var dialects: DialectReport?
  /// How far off a refuted device is.
  public var steps: StepReport?
  /// What the rows of recorded answers were.
  public var rows: AnswerRows?
  /// What was accepted beyond equal bits; absent where nothing was to be.
  public var acceptance: Acceptance?
  /// Specification, tool, effort and seed; absent in files of earlier versions.
  public var provenance: VerdictProvenance?
  /// Which cases were done, and the digest of what came of them.
  public var extent: VerdictExtent?
  /// What a statistical verdict rests on; absent for all others.
  public var draws: DrawStatement?
  /// Whether the device, or what runs it, failed before the check was done; absent where not.
  public var hasFailed: Bool?

  /// A counterexample as data.
  public struct Case: Codable, Hashable, Sendable {
    /// The choices as text, as `assay replay` takes them.
    public var choices: String
    /// The case as rendered.
    public var text: String
    /// The result that the law demands.
    public var expected: String
    /// The result that was there instead.
    public var got: String
    /// How the demand follows.
    public var derivation: [String]
    /// The command that runs the case again.
    public var replay: String

    /// Takes over a counterexample.
    public init(_ counterexample: Counterexample) {
      choices = ChoiceList.text(counterexample.choices)
      text = counterexample.text
      expected = counterexample.expected
      got = counterexample.got
      derivation = counterexample.derivation
      replay = counterexample.replayLine
    }
  }

  /// Makes a record of a verdict reached in any way.
  public init(
    id: String, subject: String, operation: String, format: String, rule: String,
    verdict: Verdict, cases: UInt64, seconds: Double, shard: Shard = .whole,
    domain: String? = nil, isIncomplete: Bool = false, classes: [String: UInt64] = [:],
    warnings: [String] = []
  ) {
    self.id = id
    self.subject = subject
    self.operation = operation
    self.format = format
    self.rule = rule
    self.domain = domain
    self.verdict = verdict.word
    self.cases = cases
    discarded = 0
    self.shard = shard == .whole ? nil : shard.description
    self.isIncomplete = isIncomplete
    if case .sampled(_, let seed) = verdict { self.seed = seed }
    self.seconds = seconds
    throughput = seconds > 0 ? Double(cases) / seconds : 0
    counterexample = verdict.counterexample.map { Case($0) }
    self.classes = classes
    self.warnings = warnings
    reason = verdict.reason
  }

  /// Makes a record of what a search found.
  public init(_ result: SearchResult, operation: String, format: String, rule: String = "") {
    id = result.id
    subject = result.subject
    self.operation = operation
    self.format = format
    self.rule = rule
    domain = result.domain
    verdict = result.verdict.word
    cases = result.tally.cases
    discarded = result.tally.discarded
    shard = result.shard == .whole ? nil : result.shard.description
    isIncomplete = result.isIncomplete
    if case .sampled(_, let seed) = result.verdict { self.seed = seed }
    seconds = result.seconds
    throughput = result.throughput
    counterexample = result.verdict.counterexample.map { Case($0) }
    classes = Dictionary(uniqueKeysWithValues: result.tally.classes.map { ($0.label, $0.cases) })
    warnings = result.warnings.map(\.description)
    reason = result.verdict.reason
  }
}
