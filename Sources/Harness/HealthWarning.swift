/// A doubt about a property: not whether its subject conforms, but whether the check means much.
public enum HealthWarning: Hashable, Sendable {
  /// More cases were discarded than judged, several times over.
  case manyDiscarded(discarded: UInt64, judged: UInt64)
  /// Cases drew more choices than one case may.
  case oversized(cases: UInt64)
  /// A judged case drew so many choices that shrinking it is slow.
  case longCases(choices: Int)
  /// A declared class of input was never met.
  case classNeverHit(String)
  /// Classes were declared and none was met.
  case noClassHit
  /// A failing case held when it was run again from its choices.
  case notReproducible([UInt64])

  /// Checks what a finished or stopped search has counted.
  static func examine(_ tally: Tally, of property: Property) -> [HealthWarning] {
    var warnings: [HealthWarning] = []
    if tally.discarded > 1_000, tally.discarded / 10 > tally.cases {
      warnings.append(.manyDiscarded(discarded: tally.discarded, judged: tally.cases))
    }
    if tally.oversized > 0 { warnings.append(.oversized(cases: tally.oversized)) }
    if tally.longest > 8_192 { warnings.append(.longCases(choices: tally.longest)) }
    // Where no case was, as in the spare shards of a small domain, no class can be missed.
    let missed = property.classes.filter { label in
      tally.cases > 0 && !tally.classes.contains { $0.label == label && $0.cases > 0 }
    }
    if !missed.isEmpty, missed.count == property.classes.count {
      warnings.append(.noClassHit)
    } else {
      warnings += missed.map { .classNeverHit($0) }
    }
    return warnings
  }
}

extension HealthWarning: CustomStringConvertible {
  /// What is doubtful and what to do.
  public var description: String {
    switch self {
    case .manyDiscarded(let discarded, let judged):
      "\(discarded) cases were discarded and \(judged) judged; "
        + "draw the input so that fewer need discarding"
    case .oversized(let cases):
      "\(cases) cases drew more than \(Choices.mostPerCase) choices and were not judged; "
        + "draw fewer"
    case .longCases(let choices):
      "a case drew \(choices) choices; shrinking such a case is slow"
    case .classNeverHit(let label):
      "no case fell into the class \"\(label)\"; search longer, or draw it on purpose"
    case .noClassHit:
      "no case fell into any declared class; check the labels given to note"
    case .notReproducible(let choices):
      "the failing case \(ChoiceList.text(choices)) held when run again; "
        + "make the check a function of its choices alone"
    }
  }
}
