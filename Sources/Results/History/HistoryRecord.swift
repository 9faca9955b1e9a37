import Harness

/// What one run found, in summary: a line of a history.
///
/// A check that passed leaves its verdict and its counts, never its cases.
public struct HistoryRecord: Codable, Hashable, Sendable {
  /// When the run ended, as `2026-11-21T14:30:00Z`.
  public var date: String
  /// The tool's version.
  public var tool: String
  /// The fingerprint of the specification files.
  public var specification: String
  /// What was judged.
  public var device: String
  /// Which version of it; absent where nobody said.
  public var deviceVersion: String?
  /// The command that was given.
  public var command: String
  /// Whether every check was run to its end.
  public var isComplete: Bool
  /// The checks, in the order in which they were run.
  public var checks: [Check]

  /// One check of a run.
  public struct Check: Codable, Hashable, Sendable {
    /// The id of the law, without the device where it is the run's own.
    public var id: String
    /// The word of the verdict.
    public var verdict: String
    /// How many cases were judged.
    public var cases: UInt64
    /// How long it took.
    public var seconds: Double
    /// Cases per second; 0 when no time was measured.
    public var throughput: Double
    /// The counterexample in a line; absent where there is none.
    public var found: String?
    /// The largest error in value steps; absent where it was not measured.
    public var valueSteps: Double?
    /// The largest error in units in the last place; absent where it was not measured.
    public var ulp: Double?
    /// Which classes of input were met; absent where they were not counted.
    public var coverage: Coverage?
    /// A fingerprint of the stream of results; absent where none was taken.
    public var digest: String?
    /// The seed of a sample; results are compared where it is the same.
    public var seed: UInt64?

    /// Creates a check.
    public init(
      id: String, verdict: String, cases: UInt64, seconds: Double, found: String? = nil,
      valueSteps: Double? = nil, ulp: Double? = nil, coverage: Coverage? = nil,
      digest: String? = nil, seed: UInt64? = nil
    ) {
      self.id = id
      self.verdict = verdict
      self.cases = cases
      self.seconds = seconds
      throughput = seconds > 0 ? Double(cases) / seconds : 0
      self.found = found
      self.valueSteps = valueSteps
      self.ulp = ulp
      self.coverage = coverage
      self.digest = digest
      self.seed = seed
    }

    /// The summary of a verdict.
    ///
    /// - Parameter device: the run's device, which is left out of the id.
    public init(_ record: VerdictRecord, device: String) {
      let suffix = "@\(device)"
      self.init(
        id: record.id.hasSuffix(suffix) ? String(record.id.dropLast(suffix.count)) : record.id,
        verdict: record.verdict, cases: record.cases, seconds: record.seconds,
        found: record.counterexample.map { "\($0.text) gives \($0.got), not \($0.expected)" },
        valueSteps: record.steps.map { Double($0.maxSteps) },
        ulp: record.steps?.maxULP.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil },
        coverage: record.coverage.map { coverage in
          let (met, neverMet, _) = coverage.totals
          return Coverage(met: met, possible: met + neverMet)
        },
        digest: record.extent.map { $0.digest.text }, seed: record.seed)
    }
  }

  /// How many classes of input were met, of those that can be.
  public struct Coverage: Codable, Hashable, Sendable {
    /// The classes that were met.
    public var met: Int
    /// The classes that can be met.
    public var possible: Int

    /// Creates a count.
    public init(met: Int, possible: Int) {
      self.met = met
      self.possible = possible
    }

    /// The share that was met; 1 where there is nothing to meet.
    public var share: Double { possible > 0 ? Double(met) / Double(possible) : 1 }
  }

  /// Creates a record.
  public init(
    date: String, tool: String, specification: String, device: String,
    deviceVersion: String? = nil, command: String, isComplete: Bool, checks: [Check]
  ) {
    self.date = date
    self.tool = tool
    self.specification = specification
    self.device = device
    self.deviceVersion = deviceVersion
    self.command = command
    self.isComplete = isComplete
    self.checks = checks
  }

  /// The version under which the run is shown: the device's, or the tool's where nobody said.
  public var version: String { deviceVersion ?? "assay \(tool)" }
}
