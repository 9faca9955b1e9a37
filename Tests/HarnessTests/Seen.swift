import Harness
import Synchronization

/// Collects what a search reports.
final class Seen: Sendable {
  private let list = Mutex<[SearchProgress]>([])

  func add(_ progress: SearchProgress) { list.withLock { $0.append(progress) } }

  var all: [SearchProgress] { list.withLock { $0 } }
}
