import ExactArithmetic
import Foundation
import Harness

/// What a device with randomness inside has drawn so far: all that is needed to go on after a stop or
/// a kill.
///
/// The looks that were taken are part of it. A look is taken on counts that were kept before, so that
/// what it spends of the false alarm is never spent on others; draws that were not kept are forgotten,
/// and nobody has looked at them.
public struct DrawProgress: Codable, Hashable, Sendable {
  /// What is drawn and how often it is looked at.
  var plan: String
  /// The looks that were taken.
  var looked: Int
  /// Batches of cases that were counted, and all draws that were answered.
  var batches: Int
  var answered: UInt64
  /// How often the device was started.
  var starts: UInt64
  /// How often each outcome of each part of each case came, and how often each case was drawn.
  var outcomes: [[Int]]
  var totals: [Int]
  /// How often two elements of a case fell away from zero together.
  var both: [[Int]]
  /// How often neighbours in a batch fell alike.
  var neighbours: [NeighbourPairs.Count]
  /// The bits of coins, and those after a new start, in words of 64, the lowest byte first.
  var coins: Data
  var restart: Data?
}

extension DrawRun {
  /// What is drawn and how often it is looked at, in words.
  private var planText: String {
    let digest = cases.items.flatMap(\.codes).reduce(UInt64(cases.coins.count)) {
      IndexedWords(seed: $0)[$1]
    }
    return "\(plan.budget.looks) looks at \(plan.perCase) draws of \(cases.items.count) cases, "
      + "\(plan.coinDraws) of coins, false alarm \(plan.budget.falseAlarm), cases "
      + String(digest, radix: 16)
  }

  /// A state as it is kept.
  func checkState(_ state: State, _ context: CheckContext) -> CheckState {
    var kept = CheckState()
    kept.draws = DrawProgress(
      plan: planText, looked: state.looked, batches: state.batches, answered: state.answered,
      starts: state.starts, outcomes: state.counts.outcomes, totals: state.counts.totals,
      both: state.counts.pairs.both, neighbours: state.counts.neighbours.counts,
      coins: Self.data(state.coins.bits), restart: state.restart.map(Self.data))
    // States follow each other in this order.
    kept.block = UInt64(state.batches + state.coins.bits.count + state.looked)
    (kept.answered, kept.asked) = (state.answered, state.answered)
    kept.seconds = context.resumed?.seconds ?? 0
    return kept
  }

  /// Goes on from what was kept.
  ///
  /// - Throws: `Stop.other` where that is of another run.
  func resume(_ kept: DrawProgress, _ state: inout State) throws {
    let bits = Self.words(kept.coins)
    guard kept.plan == planText, kept.totals.count == state.counts.totals.count,
      kept.outcomes.map(\.count) == state.counts.outcomes.map(\.count),
      kept.both.map(\.count) == state.counts.pairs.both.map(\.count),
      kept.neighbours.count == state.counts.neighbours.counts.count,
      bits.count % (state.coins.batch / 64) == 0, (0...plan.budget.looks).contains(kept.looked)
    else { throw Stop.other(kept.plan) }
    (state.looked, state.batches, state.answered) = (kept.looked, kept.batches, kept.answered)
    state.starts = kept.starts
    (state.counts.outcomes, state.counts.totals) = (kept.outcomes, kept.totals)
    (state.counts.pairs.both, state.counts.neighbours.counts) = (kept.both, kept.neighbours)
    let words = state.coins.batch / 64
    for batch in 0..<bits.count / words {
      state.coins.add(
        Array(bits[batch * words..<(batch + 1) * words]), order: coinOrder(batch))
    }
    state.restart = kept.restart.map(Self.words)
  }

  private static func data(_ words: [UInt64]) -> Data {
    Data(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
  }

  private static func words(_ data: Data) -> [UInt64] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { first in
      (0..<8).reduce(0) { $0 | UInt64(bytes[first + $1]) << UInt64(8 * $1) }
    }
  }
}

/// Keeps a run's states, now and then.
final class DrawSaver {
  private let context: CheckContext
  private let begin = ContinuousClock.now
  private var last = ContinuousClock.now

  init(_ context: CheckContext) { self.context = context }

  /// Keeps a state, unless one was kept a moment ago.
  func saveIfDue(_ run: DrawRun, _ state: DrawRun.State) {
    guard context.save != nil, ContinuousClock.now - last >= context.saveInterval else { return }
    save(run, state)
  }

  /// Keeps a state.
  func save(_ run: DrawRun, _ state: DrawRun.State) {
    guard let save = context.save else { return }
    var kept = run.checkState(state, context)
    kept.seconds += (ContinuousClock.now - begin) / .seconds(1)
    save(kept)
    last = .now
  }
}
