import Devices
import Synchronization

/// A worker's batch, kept between its blocks.
final class SpareBatch: Sendable {
  private let batch: Mutex<Batch>

  init(_ batch: Batch) {
    self.batch = Mutex(batch)
  }

  func take() -> Batch {
    batch.withLock { batch in
      var taken = Batch.empty
      swap(&taken, &batch)
      return taken
    }
  }

  func giveBack(_ used: inout Batch) {
    var taken = Batch.empty
    swap(&taken, &used)
    batch.withLock { [taken] in $0 = taken }
  }
}
