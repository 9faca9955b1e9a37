import Harness
import Results

/// A result as a search gives it, with the parts a test cares about.
func result(
  _ verdict: Verdict, id: String = "cast/nearest-even", subject: String = "production",
  shard: String = "1/1", cases: UInt64 = 0, seconds: Double = 0, classes: [String: UInt64] = [:],
  warnings: [HealthWarning] = [], isIncomplete: Bool = false
) -> SearchResult {
  var tally = Tally()
  tally.cases = cases
  tally.classes = classes.map { .init(label: $0.key, cases: $0.value) }
  return SearchResult(
    id: id, subject: subject, shard: Shard(shard) ?? .whole, verdict: verdict, tally: tally,
    seconds: seconds, isIncomplete: isIncomplete, warnings: warnings)
}

let counterexample = Counterexample(
  law: "cast/nearest-even", subject: "production", choices: [126, 3], text: "x = \"<&>\"",
  expected: "0x7E", got: "0x7F", derivation: ["exact value 449", "tie to even"])

let proved = VerdictRecord(
  result(.proved(cases: 1 << 32), cases: 1 << 32, seconds: 1.6), operation: "cast",
  format: "float8_e4m3fn", rule: "nearest-even")

let sampled = VerdictRecord(
  result(
    .sampled(cases: 65_536, seed: 7), id: "add/x", cases: 65_536, seconds: 0.0123,
    classes: ["nan": 0, "zero": 12], warnings: [.classNeverHit("nan")]), operation: "add",
  format: "float16", rule: "stochastic-8")

let refuted = VerdictRecord(
  result(.refuted(counterexample), cases: 127, seconds: 1 / 32_768), operation: "cast",
  format: "float8_e4m3fn", rule: "toward-zero")

let undecided = VerdictRecord(
  result(
    .undecided(reason: "stopped by the time limit after 9 cases"), id: "mul/x", cases: 9,
    seconds: 3_723, isIncomplete: true), operation: "mul", format: "float8_e5m2", rule: "up")

let skipped = VerdictRecord(
  result(.skipped(reason: "this CPU lacks AVX10.2"), id: "cast/x86"), operation: "cast",
  format: "float8_e5m2")
