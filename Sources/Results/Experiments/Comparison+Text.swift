import Foundation

extension Comparison {
  /// The comparison in one sentence.
  public var summary: String {
    let counts: [(Int, String)] = [
      (changes.count { $0.judgement == .worse }, "worse"),
      (changes.count { $0.judgement == .better }, "better"),
      (changes.count { $0.judgement == .changed }, "changed"),
      (changes.count { $0.judgement == .withinBound }, "moved within the bound"),
      (unchanged.values.reduce(0, +), "equal"), (added.count, "new"), (missing.count, "missing"),
    ]
    let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? "nothing to compare" : parts.joined(separator: ", ")
  }

  /// The comparison as lines: what differs between the runs, what moved, what is new or missing, and
  /// a sentence with the counts.
  public var text: String {
    var lines = conditions.map { "\($0.experiment): \($0.text)" }
    lines += changes.map {
      "\(Self.word($0.judgement)): \($0.key.experiment): \($0.key.text): \($0.movement)"
    }
    lines += missing.map {
      "missing: \($0.key.experiment): \($0.key.text): was \(PlainNumber.text($0.value))"
    }
    lines += added.map {
      "new: \($0.key.experiment): \($0.key.text): \(PlainNumber.text($0.value))"
    }
    lines.append("\(summary) (bound: \(Self.percent(bound)))")
    return lines.map { $0 + "\n" }.joined()
  }

  /// The comparison as one JSON document with sorted keys.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// A judgement in words.
  package static func word(_ judgement: Judgement) -> String {
    judgement == .withinBound ? "within bound" : judgement.rawValue
  }

  /// A share of 1 in percent.
  package static func percent(_ share: Double) -> String {
    "\(PlainNumber.text(100 * share))%"
  }
}

extension Comparison.Change {
  /// `0.001 -> 0.002 (+100%)`.
  var movement: String {
    // Two values that print alike are shown in full.
    let short = (PlainNumber.text(old), PlainNumber.text(new))
    let (from, to) = short.0 == short.1 ? ("\(old)", "\(new)") : short
    return "\(from) -> \(to) (\(relativeText))"
  }

  /// The relative change in percent, with its sign.
  package var relativeText: String {
    guard let relative else { return "from 0" }
    return (relative > 0 ? "+" : "") + Comparison.percent(relative)
  }
}
