import Foundation
import Results

/// One verdict at length, as its template reads it.
struct VerdictSection {
  struct Failing {
    var text: String
    var expected: String
    var got: String
    var derivation: [String]
    var replay: String
    /// Whether there is such a line; the answers of a file cannot be asked for again.
    var canReplay: Bool
  }

  struct Count {
    var name: String
    var count: String
  }

  var id: String
  var anchor: String
  var subject: String
  var dialect: String
  var verdict: String
  var kind: String
  var facts: [VerdictPage.Fact]
  /// What else the record says.
  var hasMore: Bool
  var more: [VerdictPage.Fact]
  var failing: Failing?
  var hasDialects: Bool
  var dialects: [String]
  var hasSteps: Bool
  var steps: [VerdictPage.Fact]
  var hasWarnings: Bool
  var warnings: [String]
  var coverage: CoverageSection?
  var hasClasses: Bool
  var classes: [Count]

  init(_ record: VerdictRecord, number: Int) {
    id = record.id
    anchor = "verdict-\(number)"
    subject = record.subject
    dialect = record.rule
    verdict = record.verdict
    kind = VerdictHeadline.kind(of: record)
    facts = Self.facts(record)
    more = Self.others(record)
    hasMore = !more.isEmpty
    failing = record.counterexample.map {
      Failing(
        text: $0.text, expected: $0.expected, got: $0.got, derivation: $0.derivation,
        replay: $0.replay, canReplay: !$0.replay.isEmpty)
    }
    dialects = (record.dialects?.lines ?? []).map(Self.sentence)
    hasDialects = !dialects.isEmpty
    steps = Self.steps(record.steps)
    hasSteps = !steps.isEmpty
    warnings = record.warnings
    hasWarnings = !warnings.isEmpty
    coverage = record.coverage.map { CoverageSection($0, anchor: "verdict-\(number)") }
    classes = record.classes.sorted { $0.key < $1.key }.map {
      Count(name: $0.key, count: VerdictHeadline.grouped($0.value))
    }
    hasClasses = !classes.isEmpty
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  private static func facts(_ record: VerdictRecord) -> [VerdictPage.Fact] {
    var facts = [
      VerdictPage.Fact(name: "judged", value: record.subject),
      .init(name: "operation", value: record.operation),
      .init(name: "format", value: record.format), .init(name: "rules", value: record.rule),
      .init(name: "verdict", value: record.verdict),
      .init(name: "cases", value: VerdictHeadline.grouped(record.cases)),
    ]
    if let domain = record.domain { facts.append(.init(name: "domain", value: domain)) }
    if let seed = record.seed { facts.append(.init(name: "seed", value: "\(seed)")) }
    if let shard = record.shard { facts.append(.init(name: "part", value: shard)) }
    let speed = record.throughput > 0 ? ", \(HumanUnits.rate(record.throughput)) cases/s" : ""
    facts.append(.init(name: "time", value: HumanUnits.time(record.seconds) + speed))
    if let reason = record.reason { facts.append(.init(name: "why", value: reason)) }
    return facts
  }

  /// What else the record says: provenance, digests, waivers, whatever a later version adds.
  private static func others(_ record: VerdictRecord) -> [VerdictPage.Fact] {
    let own: Set<String> = [
      "id", "subject", "operation", "format", "rule", "domain", "verdict", "cases", "discarded",
      "shard", "isIncomplete", "seed", "seconds", "throughput", "counterexample", "classes",
      "warnings", "reason", "coverage", "dialects", "steps",
    ]
    guard let line = try? VerdictFile.line(record),
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    else { return [] }
    return object.filter { !own.contains($0.key) }.sorted { $0.key < $1.key }
      .flatMap { flattened($0.key, $0.value) }
  }

  private static func flattened(_ name: String, _ value: Any) -> [VerdictPage.Fact] {
    if let object = value as? [String: Any] {
      return object.sorted { $0.key < $1.key }.flatMap { flattened("\(name) \($0.key)", $0.value) }
    }
    if let list = value as? [Any] {
      let text = list.map { "\($0)" }.joined(separator: ", ")
      return text.isEmpty ? [] : [.init(name: name, value: text)]
    }
    return [.init(name: name, value: "\(value)")]
  }

  private static func steps(_ steps: StepReport?) -> [VerdictPage.Fact] {
    guard let steps else { return [] }
    var facts = [
      VerdictPage.Fact(
        name: "answers that differ", value: "\(steps.differing) of \(steps.answers)"),
      .init(name: "value steps, most", value: VerdictHeadline.grouped(steps.maxSteps)),
      .init(name: "value steps, mean", value: steps.meanSteps),
    ]
    if let most = steps.maxULP { facts.append(.init(name: "ulp, most", value: most)) }
    if let mean = steps.meanULP { facts.append(.init(name: "ulp, mean", value: mean)) }
    facts.append(.init(name: "NaN on one side only", value: "\(steps.nanDiffers)"))
    facts.append(.init(name: "infinite on one side only", value: "\(steps.infinityDiffers)"))
    if let worst = steps.worst { facts.append(.init(name: "farthest", value: worst)) }
    return facts
  }
}
