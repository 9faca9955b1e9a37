import Measuring
import Workloads

/// The times of every workload and its peers, round by round.
///
/// A round measures each workload and right after it its peers, so that whatever else the
/// machine does falls on both; ratios are taken within a round.
struct Survey {
  let workloads: [Workload]
  let peers: [Peer]
  /// The seconds of an iteration, by workload and round.
  private(set) var seconds: [[Double]]
  /// The seconds of the same iteration in a peer, by workload, peer and round; empty where the
  /// peer does not do the work.
  private(set) var peerSeconds: [[[Double]]]

  init(_ workloads: [Workload], peers: [Peer], rounds: Int) {
    self.workloads = workloads
    self.peers = peers
    seconds = Array(repeating: [], count: workloads.count)
    peerSeconds = Array(
      repeating: Array(repeating: [], count: peers.count), count: workloads.count)
    for round in 1...rounds {
      log("round \(round) of \(rounds)")
      measureRound()
    }
  }

  private mutating func measureRound() {
    for (index, workload) in workloads.enumerated() {
      let stopwatch = Stopwatch(
        sampleSeconds: 0.000_5, samples: workload.place == .cache ? 7 : 5)
      seconds[index].append(stopwatch.seconds(of: workload.run))
      guard let request = workload.request else { continue }
      for (position, peer) in peers.enumerated() {
        if let time = peer.seconds(request, stopwatch) {
          peerSeconds[index][position].append(time)
        }
      }
    }
  }

  // MARK: - Rates and ratios

  /// The median rate of a workload, in 10^9 elements per second.
  func rate(_ index: Int) -> Double {
    seconds[index].map { Double(workloads[index].elements) / $0 / 1e9 }.median
  }

  /// The median rate of a peer; nil where it does not do the work.
  func rate(_ index: Int, peer: Int) -> Double? {
    let times = peerSeconds[index][peer]
    return times.isEmpty
      ? nil : times.map { Double(workloads[index].elements) / $0 / 1e9 }.median
  }

  /// How many times as fast as a peer; nil where it does not do the work.
  func ratio(_ index: Int, peer: Int) -> Double? {
    let times = peerSeconds[index][peer]
    guard times.count == seconds[index].count else { return nil }
    return zip(times, seconds[index]).map { $0 / $1 }.median
  }

  /// The ratio of two workloads' elements per second.
  func ratio(_ index: Int, to other: Int) -> Double {
    let scale = Double(workloads[index].elements) / Double(workloads[other].elements)
    return zip(seconds[other], seconds[index]).map { $0 / $1 * scale }.median
  }

  /// The bytes per second in relation to those of memcpy on the same place; nil for memcpy.
  func copyRatio(_ index: Int) -> Double? {
    let workload = workloads[index]
    guard workload.role != .copy,
      let copy = workloads.firstIndex(where: { $0.role == .copy && $0.place == workload.place })
    else { return nil }
    let scale = Double(workload.bytes) / Double(workloads[copy].bytes)
    return zip(seconds[copy], seconds[index]).map { $0 / $1 * scale }.median
  }
}
