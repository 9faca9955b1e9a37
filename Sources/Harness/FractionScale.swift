/// How far along a cursor is, in 0...1.
struct FractionScale: Sendable {
  private let bounds: [UInt64]
  private let end: UInt64

  init(domain: WorkUnit, planner: Planner) {
    switch domain {
    case .indices(_, let end, _):
      self.end = end
      bounds = []
    case .sequences(let start, _, _):
      end = 0
      bounds = planner.bounds(at: start)
    }
  }

  /// The part of the search before the cursor.
  ///
  /// Ranges that depend on earlier choices are taken to be those of the first case, so the figure
  /// is an estimate then.
  func fraction(at cursor: Cursor) -> Double {
    switch cursor {
    case .end:
      return 1
    case .index(let index):
      return end == 0 ? 1 : Double(index) / Double(end)
    case .sequence(let choices):
      var fraction = 0.0
      var width = 1.0
      for (choice, bound) in zip(choices, bounds) {
        width /= Double(bound) + 1
        fraction += Double(choice) * width
      }
      return min(1, fraction)
    }
  }
}
