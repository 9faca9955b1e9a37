/// The records of one experiment, sorted by kind.
public struct ExperimentResults: Hashable, Sendable {
  /// The experiment's name on the command line.
  public var experiment: String
  /// What was run; `nil` when the record is missing.
  public var run: ExperimentRun?
  public var measurements: [Measurement]
  public var worst: [WorstCase]
  public var remarks: [String]
  /// Whether the experiment came to its end.
  public var isComplete: Bool

  /// Sorts records by experiment, in the order in which each first appears.
  ///
  /// An experiment that is run again replaces what came before.
  public static func grouped(_ records: [ExperimentRecord]) -> [ExperimentResults] {
    var all: [ExperimentResults] = []
    var places: [String: Int] = [:]
    for record in records {
      let name = record.experiment
      let place = places[name] ?? all.count
      if place == all.count {
        places[name] = place
        all.append(ExperimentResults(experiment: name))
      }
      switch record {
      case .run(let run):
        all[place] = ExperimentResults(experiment: name)
        all[place].run = run
      case .measurement(let measurement): all[place].measurements.append(measurement)
      case .worst(let worst): all[place].worst.append(worst)
      case .remark(_, let text): all[place].remarks.append(text)
      case .end: all[place].isComplete = true
      }
    }
    return all
  }

  /// The records without those of experiments that are run again further down.
  public static func latest(_ records: [ExperimentRecord]) -> [ExperimentRecord] {
    var begin: [String: Int] = [:]
    for (place, record) in records.enumerated() {
      if case .run(let run) = record { begin[run.experiment] = place }
    }
    return records.enumerated().filter { $0.offset >= begin[$0.element.experiment] ?? 0 }
      .map(\.element)
  }

  private init(experiment: String) {
    self.experiment = experiment
    measurements = []
    worst = []
    remarks = []
    isComplete = false
  }

  /// The values of a series, in the order in which each first appears.
  package func values(of series: String) -> [String] {
    var seen: Set<String> = []
    return measurements.compactMap { $0.series[series] }.filter { seen.insert($0).inserted }
  }

  /// The measurements of one quantity and statistic.
  package func measurements(of quantity: String, _ statistic: String) -> [Measurement] {
    measurements.filter { $0.quantity == quantity && $0.statistic == statistic }
  }
}
