import Synchronization

/// What the workers of a check have counted together.
final class CaseTally: Sendable {
  private struct State {
    var answered: UInt64 = 0
    var asked: UInt64 = 0
    var classes: [String: UInt64] = [:]
    var accepted: [String: UInt64] = [:]
  }

  private let state = Mutex(State())

  var answered: UInt64 { state.withLock(\.answered) }
  var isShort: Bool { state.withLock { $0.answered < $0.asked } }
  var classes: [String: UInt64] { state.withLock(\.classes) }
  /// How many answers were accepted with other bits, by the reason.
  var accepted: [String: UInt64] { state.withLock(\.accepted) }

  func accept(_ reason: String) {
    state.withLock { $0.accepted[reason, default: 0] += 1 }
  }

  func add(answered: UInt64, asked: UInt64, classes: [String: UInt64] = [:]) {
    state.withLock { state in
      state.answered += answered
      state.asked += asked
      state.classes.merge(classes, uniquingKeysWith: +)
    }
  }
}
