import Descriptors
import Foundation
import Measuring
import Production
import Specs

/// The speed of pruning and masks beside the peers that are installed.
///
/// A round measures every row and right after it its peers; ratios are taken within a round.
struct Speed {
  private(set) var rows: [Row] = []
  let targets: [Target]

  init(catalog: Catalog, peers folder: URL, rounds: Int) async throws {
    let python = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"
    let peers = ["torch_pruning_peer.py", "networkx_peer.py"].compactMap {
      Peer(script: folder.appending(path: $0), python: python)
    }
    let work = try SpeedWork(catalog: catalog)
    rows = work.all.map { Row(work: $0.name, unit: $0.unit, count: $0.count) }
    let whole = try WholeMatrix(float32: try catalog.format(named: "float32"))
    var wholeTimes: [Double] = []
    for round in 1...rounds {
      log("round \(round) of \(rounds)")
      for (index, piece) in work.all.enumerated() {
        let stopwatch = Stopwatch(sampleSeconds: 0.001, samples: 7)
        rows[index].seconds.append(stopwatch.seconds(of: piece.run))
        guard let request = piece.request else { continue }
        for peer in peers {
          if let time = peer.seconds(request, stopwatch) {
            rows[index].peers[peer.name, default: []].append(time * piece.peerScale)
          }
        }
      }
      if round <= 3 { wholeTimes.append(try await whole.seconds()) }
    }
    rows.append(
      Row(
        work: "transposable 4:8 of 8192 x 8192, 2 tasks, every certificate checked",
        unit: "tiles", count: WholeMatrix.tiles, seconds: wholeTimes))
    targets = Self.judge(rows)
  }

  private static func judge(_ rows: [Row]) -> [Target] {
    func row(_ work: String) -> Row? { rows.first { $0.work == work } }
    let unbiased = row(SpeedWork.unbiased)
    let base = row(SpeedWork.base)
    let toBase = base.flatMap { base in unbiased.map { $0.ratio(to: base) } }
    let tile = row(SpeedWork.tiles8)
    return [
      .atLeast(
        60, "unbiased 2:4 drawing words, against torch's approximate 2:4",
        unbiased?.ratio("torch")),
      .atLeast(0.25, "the same, against our own float32 -> float8_e4m3fn", toBase),
      .atLeast(
        20, "magnitude 2:4, against torch's topk and scatter",
        row(SpeedWork.magnitude)?.ratio("torch")),
      .atLeast(
        25, "optimal transposable 2:4, against torch's matmul with 90 masks",
        row(SpeedWork.tiles4)?.ratio("torch")),
      .atMost(5, "us", "optimal transposable 4:8, one tile", tile.map { 1e6 / $0.rate }),
      .atLeast(1, "the same, against networkx", tile?.ratio("networkx")),
      .atMost(
        3.2, "s", "8192 x 8192, 2 tasks, every certificate checked", rows.last?.seconds.median),
    ]
  }
}
