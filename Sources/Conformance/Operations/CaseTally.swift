import Harness
import Results
import Synchronization

/// What the workers of a check have counted together.
///
/// Blocks end in any order and are counted in rising order, so that at any time the counts are
/// those of all blocks below one block, and the end does not depend on the number of workers.
final class CaseTally: Sendable {
  /// What one block adds.
  private struct Part {
    var answered: UInt64
    var asked: UInt64
    var classes: [String: UInt64]
    var cells: [Int: UInt64]
    var digest: ResultDigest
  }

  private struct State {
    var counted: CheckState
    var waiting: [UInt64: Part] = [:]
    var saved = ContinuousClock.now
  }

  private let state: Mutex<State>
  private let context: CheckContext
  private let total: UInt64
  private let perSegment: UInt64
  private let begin = ContinuousClock.now

  /// Goes on from where the context says.
  init(_ context: CheckContext, blocks: UInt64) {
    self.context = context
    total = blocks
    let wanted = UInt64(context.segments)
    perSegment = wanted == 0 ? 0 : max(1, (blocks + wanted - 1) / wanted)
    var counted = context.resumed ?? CheckState()
    let segments = perSegment == 0 ? 0 : Int((blocks + perSegment - 1) / perSegment)
    if counted.segments.count != segments {
      counted.segments = Array(repeating: .empty, count: segments)
    }
    state = Mutex(State(counted: counted))
  }

  var answered: UInt64 { state.withLock(\.counted.answered) }
  var isShort: Bool { state.withLock { $0.counted.answered < $0.counted.asked } }
  var classes: [String: UInt64] { state.withLock(\.counted.classes) }
  /// How many cases fell into each cell of a coverage model.
  var cells: [Int: UInt64] { state.withLock { $0.counted.cells ?? [:] } }

  /// Notes what a block came to; it counts once all blocks before it do.
  func add(
    _ block: UInt64, answered: UInt64, asked: UInt64, classes: [String: UInt64] = [:],
    cells: [Int: UInt64] = [:], digest: ResultDigest
  ) {
    state.withLock { state in
      state.waiting[block] = Part(
        answered: answered, asked: asked, classes: classes, cells: cells,
        digest: digest)
    }
  }

  /// Counts the blocks below `end`.
  ///
  /// Now and then the state is saved, unless a block was answered in part: who goes on from there
  /// would not ask it again.
  func count(below end: UInt64, isSaved: Bool) {
    let save = state.withLock { state -> CheckState? in
      guard end > state.counted.block else { return nil }
      for block in state.waiting.keys.filter({ $0 < end }).sorted() {
        if let part = state.waiting.removeValue(forKey: block) { take(part, block, &state.counted) }
      }
      state.counted.block = end
      guard isSaved, context.save != nil, state.counted.answered == state.counted.asked,
        ContinuousClock.now - state.saved >= context.saveInterval
      else {
        return nil
      }
      state.saved = .now
      return stamped(state.counted)
    }
    if let save { context.save?(save) }
  }

  private func take(_ part: Part, _ block: UInt64, _ counted: inout CheckState) {
    counted.answered += part.answered
    counted.asked += part.asked
    counted.classes.merge(part.classes, uniquingKeysWith: +)
    if !part.cells.isEmpty {
      counted.cells = (counted.cells ?? [:]).merging(part.cells, uniquingKeysWith: +)
    }
    counted.digest.add(part.digest)
    if perSegment > 0 { counted.segments[Int(block / perSegment)].add(part.digest) }
  }

  private func stamped(_ counted: CheckState) -> CheckState {
    var state = counted
    state.seconds += (ContinuousClock.now - begin) / .seconds(1)
    return state
  }

  /// Writes the counts into a result.
  func conclude<Failure>(_ outcome: BlockRun.Outcome<Failure>, _ result: inout CheckResult) {
    let counted = state.withLock(\.counted)
    result.cases = counted.answered
    result.cursor = outcome.unfinishedFrom
    // What was refuted, or answered in part, has to be asked again.
    let isSound = outcome.failure == nil && counted.answered == counted.asked
    result.state = isSound ? stamped(counted) : nil
    let isFinished = outcome.unfinishedFrom == nil && outcome.error == nil
    let shard = context.shard
    result.extent = VerdictExtent(
      digest: counted.digest,
      blocks: .init(
        first: min(UInt64(shard.index), total),
        end: isFinished && outcome.failure == nil ? total : min(counted.block, total),
        step: UInt64(shard.count), total: total),
      failed: outcome.failedBlock,
      segments: perSegment == 0
        ? nil : .init(blocks: perSegment, digests: counted.segments))
  }
}
