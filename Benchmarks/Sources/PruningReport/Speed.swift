import Descriptors
import Foundation
import Measuring
import Production
import Specs

/// The speed of pruning and masks beside the peers that are installed.
///
/// A round measures every row and right after it its peers; ratios are taken within a round.
struct Speed {
  /// One piece of work.
  struct Row: Encodable {
    let work: String
    /// What is counted: elements, tiles.
    let unit: String
    let count: Int
    /// The seconds of every round.
    var seconds: [Double] = []
    /// The seconds of the same in a peer, by the peer's name; where that does less of it, scaled.
    var peers: [String: [Double]] = [:]

    /// Units per second.
    var rate: Double { seconds.map { Double(count) / $0 }.median }

    /// How many times as fast as a peer whose name begins so.
    func ratio(_ peer: String) -> Double? {
      peers.first { $0.key.hasPrefix(peer) }
        .map { zip($0.value, seconds).map { $0 / $1 }.median }
    }
  }

  /// A figure that the project asks of itself.
  struct Target: Encodable {
    let target: String
    let needed: String
    let measured: Double?
    let passes: Bool?
  }

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
    func ratio(_ target: String, _ needed: Double, _ measured: Double?) -> Target {
      Target(
        target: target, needed: "at least \(needed.figure)", measured: measured,
        passes: measured.map { $0 >= needed })
    }
    func time(_ target: String, _ needed: Double, _ unit: String, _ measured: Double?) -> Target {
      Target(
        target: target, needed: "at most \(needed.figure) \(unit)", measured: measured,
        passes: measured.map { $0 <= needed })
    }
    let unbiased = row(SpeedWork.unbiased)
    let base = row(SpeedWork.base)
    var toBase: Double?
    if let unbiased, let base {
      toBase =
        zip(base.seconds, unbiased.seconds).map {
          $0 / $1 * Double(unbiased.count) / Double(base.count)
        }.median
    }
    let tile = row(SpeedWork.tiles8)
    return [
      ratio(
        "unbiased 2:4 drawing words, against torch's approximate 2:4", 60, unbiased?.ratio("torch")),
      ratio("the same, against our own float32 -> float8_e4m3fn", 0.25, toBase),
      ratio(
        "magnitude 2:4, against torch's topk and scatter", 20,
        row(SpeedWork.magnitude)?.ratio("torch")),
      ratio(
        "optimal transposable 2:4, against torch's matmul with 90 masks", 25,
        row(SpeedWork.tiles4)?.ratio("torch")),
      time("optimal transposable 4:8, one tile", 5, "us", tile.map { 1e6 / $0.rate }),
      ratio("the same, against networkx", 1, tile?.ratio("networkx")),
      time("8192 x 8192, 2 tasks, every certificate checked", 3.2, "s", rows.last?.seconds.median),
    ]
  }

  /// The report for programs.
  func json(on machine: Machine) throws -> Data {
    struct Document: Encodable {
      let machine: Machine
      let targets: [Target]
      let rows: [Row]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(Document(machine: machine, targets: targets, rows: rows))
      + Data("\n".utf8)
  }
}
