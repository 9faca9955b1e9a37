import Results

/// A comparison as its template reads it, of all experiments or of one.
struct ComparisonSection {
  struct Change {
    var key: String
    var old: String
    var new: String
    var oldInFull: String
    var newInFull: String
    var relative: String
    var word: String
    /// The judgement as a style.
    var kind: String
  }

  /// How many changes are shown; the results hold them all.
  static let limit = 200

  var summary: String
  var hasConditions: Bool
  var conditions: [String]
  var hasChanges: Bool
  var changes: [Change]
  /// What is not shown.
  var omitted: String?

  /// The section for one experiment, or for all.
  init(_ whole: Comparison, experiment: String? = nil) {
    let comparison = experiment.map { whole.part(of: $0) } ?? whole
    summary = "\(comparison.summary); bound \(Comparison.percent(comparison.bound))"
    conditions = comparison.conditions.map {
      experiment == nil ? "\($0.experiment): \($0.text)" : $0.text
    }
    hasConditions = !conditions.isEmpty
    let name = { (key: MeasurementKey) in
      experiment == nil ? "\(key.experiment): \(key.text)" : key.text
    }
    let moved = comparison.changes.map { change in
      Change(
        key: name(change.key), old: PlainNumber.text(change.old),
        new: PlainNumber.text(change.new), oldInFull: "\(change.old)",
        newInFull: "\(change.new)", relative: change.relativeText,
        word: Comparison.word(change.judgement), kind: change.judgement.rawValue)
    }
    let singles = { (list: [Comparison.Single], isNew: Bool) in
      list.map { single in
        let (text, full) = (PlainNumber.text(single.value), "\(single.value)")
        return Change(
          key: name(single.key), old: isNew ? "–" : text, new: isNew ? text : "–",
          oldInFull: isNew ? "" : full, newInFull: isNew ? full : "", relative: "–",
          word: isNew ? "new" : "missing", kind: isNew ? "new" : "missing")
      }
    }
    let all = moved + singles(comparison.missing, false) + singles(comparison.added, true)
    changes = Array(all.prefix(Self.limit))
    hasChanges = !changes.isEmpty
    omitted = all.count > Self.limit ? "\(all.count - Self.limit) more are not shown here." : nil
  }
}
