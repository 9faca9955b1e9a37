import Conformance
import Reporting
import Results
import Synchronization

/// The table of results, row by row as the groups of a plan are done.
///
/// A row is printed when the last check of its group has ended; where columns stand follows from the
/// plan. What is left when the run is stopped is printed at the end.
final class LiveTable: Sendable {
  /// A group's rows to be.
  private struct Group {
    var left = 0
    var records: [VerdictRecord] = []
  }

  private struct State {
    var groups: [PlannedCheck.Row: Group] = [:]
    var order: [PlannedCheck.Row] = []
    var hasTitles = false
  }

  private let rows: [String: PlannedCheck.Row]
  private let isEach: Bool
  private let layout: TextTable.Layout
  private let isColoured: Bool
  private let state: Mutex<State>

  /// A table of a plan.
  ///
  /// - Parameter isEach: whether every check has a row of its own.
  init(_ plan: VerificationPlan, isEach: Bool, isColoured: Bool) {
    let own = plan.checks.map { check in (check.id, isEach ? check.row : check.group) }
    rows = Dictionary(own) { first, _ in first }
    (self.isEach, self.isColoured) = (isEach, isColoured)
    var state = State()
    for (_, row) in own {
      if state.groups[row] == nil { state.order.append(row) }
      state.groups[row, default: Group()].left += 1
    }
    layout = VerdictTable.layout(state.order.map { [$0.operation, $0.format, $0.rule] })
    self.state = Mutex(state)
  }

  /// Takes a verdict; returns the lines that can be printed now.
  func add(_ record: VerdictRecord) -> String {
    guard let row = rows[record.id] else { return "" }
    return state.withLock { state in
      if isEach {
        defer { state.hasTitles = true }
        return (state.hasTitles ? "" : layout.titles(colour: isColoured))
          + layout.line(VerdictTable.row(record), colour: isColoured)
      }
      state.groups[row]?.records.append(record)
      state.groups[row]?.left -= 1
      guard state.groups[row]?.left == 0 else { return "" }
      return lines([row], &state)
    }
  }

  /// The lines of groups that were begun and not done.
  func rest() -> String {
    state.withLock { state in
      let order = state.order
      return lines(order, &state)
    }
  }

  private func lines(_ rows: [PlannedCheck.Row], _ state: inout State) -> String {
    var text = ""
    for row in rows {
      guard let records = state.groups.removeValue(forKey: row)?.records, !records.isEmpty else {
        continue
      }
      if !state.hasTitles { text += layout.titles(colour: isColoured) }
      state.hasTitles = true
      for joined in VerdictGroups.joined(records, by: { _ in row }) {
        text += layout.line(VerdictTable.row(joined), colour: isColoured)
      }
    }
    return text
  }
}
