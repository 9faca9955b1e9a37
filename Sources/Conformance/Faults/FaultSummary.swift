import Devices

/// What came of one planted fault in all operations, or in those of one format.
public struct FaultSummary: Hashable, Sendable {
  /// The fault's name.
  public let fault: String
  /// In how many operations it was caught.
  public let caught: Int
  /// In how many operations it changes nothing.
  public let noEffect: Int
  /// In how many operations it changes results and was not caught.
  public let missed: Int
  /// In how many operations nothing was decided.
  public let undecided: Int
  /// The first cell in which it was caught.
  public let first: FaultCell?

  init(fault: String, cells: some Sequence<FaultCell>) {
    let cells = cells.filter { $0.fault == fault }
    func count(_ outcome: FaultCell.Outcome) -> Int { cells.count { $0.outcome == outcome } }
    self.fault = fault
    caught = count(.caught)
    noEffect = count(.noEffect)
    missed = count(.missed)
    undecided = count(.undecided)
    first = cells.first { $0.outcome == .caught }
  }

  /// Whether the fault has a bearing on any of the operations.
  public var isAsked: Bool { caught + noEffect + missed + undecided > 0 }
}

extension FaultMatrix {
  /// A summary of each fault that has a bearing on some operation, in the order of reports.
  public var summaries: [FaultSummary] {
    titles.map { FaultSummary(fault: $0.id, cells: cells) }.filter(\.isAsked)
  }

  /// The formats, in the order of the plan.
  public var formats: [String] {
    var seen = Set<String>()
    return cells.map(\.format).filter { seen.insert($0).inserted }
  }

  /// One line of at most 80 characters: how many faults and formats, and how many cells of each kind.
  public var headline: String {
    func count(_ outcome: FaultCell.Outcome) -> Int { cells.count { $0.outcome == outcome } }
    let undecided = count(.undecided)
    return "\(summaries.count) faults, \(formats.count) formats: \(count(.caught)) caught, "
      + "\(count(.missed)) missed, \(count(.noEffect)) without effect"
      + (undecided > 0 ? ", \(undecided) open" : "")
  }
}
