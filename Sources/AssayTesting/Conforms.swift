public import Conformance
public import Descriptors
public import Devices
import Harness
import Results
public import Testing

/// Judges a device on one operation inside a test, bit for bit against the reference.
///
/// A device that conforms adds nothing to the test. Anything else records exactly one issue: the
/// smallest case that differs with its derivation and the line that runs this case alone, or why
/// nothing can be said. The whole verdict is attached as JSON.
///
/// - Parameters:
///   - device: what is judged.
///   - operation: what it is to compute.
///   - preset: the name of the dialect that the operation's own was taken from, for the id.
///   - effort: how much is tried.
///   - seed: the seed of samples.
///   - choices: one case to be tried instead of all, as an issue of before prints it.
///   - sourceLocation: where issues are recorded.
/// - Returns: the verdict with its counts.
@discardableResult
public func expectConformance(
  of device: any Device, to operation: Operation, preset: String = "standard",
  effort: CheckEffort = .quick, seed: UInt64 = 1, only choices: [UInt64]? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws -> CheckResult {
  let check = DeviceCheck(operation, on: device, preset: preset, effort: effort)
  var result: CheckResult
  if let choices {
    let replayed = try await check.replay(choices)
    result = CheckResult(
      of: check, replayed.holds ? .enumerated(cases: 1) : .refuted(replayed.counterexample))
    result.cases = 1
  } else {
    result = await check.run(CheckContext(seed: seed))
  }
  guard let text = issue(of: result) else { return result }
  let record = VerdictRecord(
    id: result.id, subject: result.subject, operation: check.row.operation,
    format: operation.result.name, rule: operation.dialect.rounding.name, verdict: result.verdict,
    cases: result.cases, seconds: result.seconds, domain: result.domain, classes: result.classes,
    warnings: result.warnings)
  let name = "\(operation.name()).json".map { $0 == "/" ? "_" : $0 }
  Attachment.record(
    try VerdictFile.line(record), named: String(name), sourceLocation: sourceLocation)
  Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation)
  return result
}

/// What is to be said of a verdict; `nil` where everything conforms.
private func issue(of result: CheckResult) -> String? {
  switch result.verdict {
  case .proved, .enumerated, .sampled: return nil
  case .undecided(let reason): return "\(result.id) is undecided: \(reason)"
  case .skipped(let reason): return "\(result.id) was not judged: \(reason)"
  case .refuted(let found):
    var lines = ["\(result.id) does not hold"]
    if !found.text.isEmpty { lines.append("  case:     \(found.text)") }
    lines += ["  expected: \(found.expected)", "  got:      \(found.got)"]
    lines += found.derivation.map { "    \($0)" }
    lines.append("  replay:   expectConformance(..., only: \(found.choices))")
    return lines.joined(separator: "\n")
  }
}
