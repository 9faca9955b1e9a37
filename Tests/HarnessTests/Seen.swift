import Harness
import Synchronization

/// Collects what a search reports.
final class Seen: Sendable {
  private let list = Mutex<[SearchProgress]>([])

  func add(_ progress: SearchProgress) { list.withLock { $0.append(progress) } }

  var all: [SearchProgress] { list.withLock { $0 } }
}

/// Collects what cases draw: state that a property should not have.
final class DrawnCases: Sendable {
  private let list = Mutex<[[UInt64]]>([])

  func add(_ choices: [UInt64]) { list.withLock { $0.append(choices) } }

  var all: [[UInt64]] { list.withLock { $0 } }
}
