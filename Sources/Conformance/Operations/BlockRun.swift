import Harness
import Synchronization

/// Numbered blocks of cases, handed to workers in rising order until all are done, one fails, or
/// time is up.
///
/// Blocks below a failing one have always been handed out before it and are finished, so the
/// lowest failure is the same for any number of workers.
struct BlockRun: Sendable {
  /// The number of blocks.
  var blocks: UInt64
  /// The blocks that belong to this run: those with `index % shard.count == shard.index`.
  var shard: Shard
  /// What the blocks come to; it knows where an earlier run ended.
  var tally: CaseTally
  /// The first block that is not yet done, from an earlier run.
  var firstBlock: UInt64 = 0
  var workers: Int
  var deadline: ContinuousClock.Instant?
  /// Called with the share of blocks handed out, now and then, from any worker.
  var progress: (@Sendable (Double) -> Void)?

  /// What came of a run.
  struct Outcome<Failure: Sendable>: Sendable {
    /// The failure in the lowest block.
    var failure: Failure?
    /// That block.
    var failedBlock: UInt64?
    /// The first error that a worker threw.
    var error: (any Error)?
    /// The first block that was not done, when time ran out or the task was cancelled.
    var unfinishedFrom: UInt64?
  }

  /// How many cases a block has: seven more than whole vectors of eight, so that a device's vectors are not
  /// all full.
  ///
  /// Codes come in powers of two, and so do lanes; blocks of whole vectors would never try out what
  /// becomes of the elements that are left over. There are many blocks wherever there are enough cases:
  /// neighbouring codes mostly have one result, among which a mistake does not show. Fewer cases than
  /// fill a vector stay together.
  static func size(of cases: UInt64, atMost most: UInt64) -> UInt64 {
    let size = min(cases, most, max(23, cases / 64))
    return size < 8 ? max(1, size) : size - (size - 7) % 8
  }

  /// Runs the blocks.
  ///
  /// - Parameter worker: makes a worker: a function that does one block and returns its failure.
  func callAsFunction<Failure: Sendable>(
    _ worker: @escaping @Sendable () -> (@Sendable (UInt64) async throws -> Failure?)
  ) async -> Outcome<Failure> {
    let step = UInt64(shard.count)
    let first = firstBlock + (UInt64(shard.index) + step - firstBlock % step) % step
    let queue = BlockQueue<Failure>(next: first, tally: tally)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, workers) {
        let body = worker()
        group.addTask {
          while let block = queue.take(self) {
            do {
              if let failure = try await body(block) { queue.report(failure, in: block) }
              queue.finish(block)
            } catch {
              queue.report(error)
            }
            progress?(Double(block + 1) / Double(blocks))
          }
        }
      }
    }
    return queue.outcome()
  }
}

/// Which block comes next, and what has gone wrong so far.
private final class BlockQueue<Failure: Sendable>: Sendable {
  private struct State {
    var next: UInt64
    /// The blocks that were handed out and are not done.
    var open: [UInt64] = []
    var failing: (block: UInt64, failure: Failure)?
    var stopped: UInt64?
    var error: (any Error)?
  }

  private let state: Mutex<State>
  private let tally: CaseTally

  init(next: UInt64, tally: CaseTally) {
    self.tally = tally
    state = Mutex(State(next: next))
  }

  func take(_ run: BlockRun) -> UInt64? {
    state.withLock { state in
      guard state.error == nil, state.failing == nil, state.next < run.blocks else { return nil }
      // Blocks that were handed out are always finished, so the cursor is simply the next one.
      if Task.isCancelled || run.deadline.map({ $0 <= .now }) ?? false {
        state.stopped = state.next
        return nil
      }
      defer { state.next += UInt64(run.shard.count) }
      state.open.append(state.next)
      return state.next
    }
  }

  func report(_ failure: Failure, in block: UInt64) {
    state.withLock { state in
      if state.failing.map({ block < $0.block }) ?? true { state.failing = (block, failure) }
    }
  }

  /// Counts what is done without a gap; nothing beyond a failing block counts.
  func finish(_ block: UInt64) {
    let (end, hasFailed) = state.withLock { state in
      state.open.removeAll { $0 == block }
      let end = state.open.first ?? state.next
      return (state.failing.map { min(end, $0.block + 1) } ?? end, state.failing != nil)
    }
    tally.count(below: end, isSaved: !hasFailed)
  }

  func report(_ error: any Error) {
    state.withLock { state in state.error = state.error ?? error }
  }

  func outcome() -> BlockRun.Outcome<Failure> {
    state.withLock { state in
      BlockRun.Outcome(
        failure: state.failing?.failure, failedBlock: state.failing?.block, error: state.error,
        unfinishedFrom: state.stopped)
    }
  }
}
