/// What moved between two results of the same experiments.
///
/// Measurements are paired by their keys. A change beyond the bound is a worsening or an improvement
/// where the experiment's sheet says which direction is better; elsewhere it is a change.
public struct Comparison: Hashable, Sendable, Encodable {
  /// What a change means.
  public enum Judgement: String, Hashable, Sendable, Encodable {
    case worse, better, changed
    /// Moved by no more than the bound.
    case withinBound
  }

  /// One measurement that moved.
  public struct Change: Hashable, Sendable, Encodable {
    public var key: MeasurementKey
    public var old: Double
    public var new: Double
    /// `(new - old) / abs(old)`; `nil` where the old value is 0.
    public var relative: Double?
    public var judgement: Judgement
  }

  /// One measurement that only one side has.
  public struct Single: Hashable, Sendable, Encodable {
    public var key: MeasurementKey
    public var value: Double
  }

  /// How two runs of one experiment differ, such as by their seeds.
  public struct Condition: Hashable, Sendable, Encodable {
    public var experiment: String
    /// A sentence.
    public var text: String
  }

  /// The relative change up to which a movement is no news.
  public var bound: Double
  /// What moved: worsenings first, then as in the new results.
  public var changes: [Change]
  /// What the new results lack, in the order of the old ones; not of experiments that were not run.
  public var missing: [Single]
  /// What the old results lack, in the order of the new ones.
  public var added: [Single]
  /// How many measurements are equal on both sides, by experiment.
  public var unchanged: [String: Int]
  /// How the runs differ.
  public var conditions: [Condition]

  /// What of the comparison belongs to one experiment.
  public func part(of experiment: String) -> Comparison {
    var part = self
    part.changes.removeAll { $0.key.experiment != experiment }
    part.missing.removeAll { $0.key.experiment != experiment }
    part.added.removeAll { $0.key.experiment != experiment }
    part.conditions.removeAll { $0.experiment != experiment }
    part.unchanged = unchanged.filter { $0.key == experiment }
    return part
  }

  /// Whether anything became worse by more than the bound.
  public var hasWorsened: Bool { changes.contains { $0.judgement == .worse } }

  /// Compares results.
  ///
  /// - Parameters:
  ///   - bound: The relative change up to which a movement is no news; not negative.
  ///   - sheets: Where the better direction of a quantity is said.
  public init(
    old: [ExperimentRecord], new: [ExperimentRecord], sheets: [ExperimentSheet],
    bound: Double = 0
  ) {
    self.bound = bound
    let before = ExperimentResults.grouped(old)
    let after = ExperimentResults.grouped(new)
    var sheetOf: [String: ExperimentSheet] = [:]
    for sheet in sheets { sheetOf[sheet.experiment] = sheet }
    var oldValues: [MeasurementKey: Double] = [:]
    for measurement in before.flatMap(\.measurements) {
      oldValues[measurement.key] = measurement.value
    }
    var moved: [Change] = []
    var added: [Single] = []
    var unchanged: [String: Int] = [:]
    var met: Set<MeasurementKey> = []
    for measurement in after.flatMap(\.measurements) {
      let key = measurement.key
      met.insert(key)
      guard let value = oldValues[key] else {
        added.append(Single(key: key, value: measurement.value))
        continue
      }
      if value == measurement.value {
        unchanged[key.experiment, default: 0] += 1
        continue
      }
      moved.append(
        Self.change(key, value, measurement.value, sheet: sheetOf[key.experiment], bound: bound))
    }
    changes = moved.filter { $0.judgement == .worse } + moved.filter { $0.judgement != .worse }
    self.added = added
    self.unchanged = unchanged
    let run = Set(after.map(\.experiment))
    missing = before.filter { run.contains($0.experiment) }.flatMap(\.measurements)
      .filter { !met.contains($0.key) }.map { Single(key: $0.key, value: $0.value) }
    conditions = Self.conditions(before, after)
  }

  private static func change(
    _ key: MeasurementKey, _ old: Double, _ new: Double, sheet: ExperimentSheet?, bound: Double
  ) -> Change {
    let relative = old == 0 ? nil : (new - old) / abs(old)
    let judgement: Judgement
    if let relative, abs(relative) <= bound {
      judgement = .withinBound
    } else if sheet?.smallerIsBetter.contains(key.quantity) == true {
      judgement = new > old ? .worse : .better
    } else if sheet?.largerIsBetter.contains(key.quantity) == true {
      judgement = new < old ? .worse : .better
    } else {
      judgement = .changed
    }
    return Change(key: key, old: old, new: new, relative: relative, judgement: judgement)
  }

  private static func conditions(
    _ before: [ExperimentResults], _ after: [ExperimentResults]
  ) -> [Condition] {
    var conditions: [Condition] = []
    func say(_ experiment: String, _ text: String) {
      conditions.append(Condition(experiment: experiment, text: text))
    }
    for new in after {
      let name = new.experiment
      guard let old = before.first(where: { $0.experiment == name }) else {
        say(name, "Not in the old results.")
        continue
      }
      if !old.isComplete { say(name, "The old results were cut short.") }
      if !new.isComplete { say(name, "The new results were cut short.") }
      guard let from = old.run, let to = new.run else { continue }
      if from.seed != to.seed {
        say(name, "The seed was \(from.seed), now it is \(to.seed).")
      }
      if from.specifications != to.specifications {
        say(name, "The specifications are others.")
      }
      for parameter in Set(from.parameters.keys).union(to.parameters.keys).sorted()
      where from.parameters[parameter] != to.parameters[parameter] {
        say(
          name,
          "The parameter \(parameter) was \(from.parameters[parameter] ?? "not set"), "
            + "now it is \(to.parameters[parameter] ?? "not set").")
      }
    }
    let run = Set(after.map(\.experiment))
    for old in before where !run.contains(old.experiment) {
      say(old.experiment, "Not run this time.")
    }
    return conditions
  }
}
