import Measuring
import Production

/// The rounds: each measures every row and right after it its peer; ratios are taken within a round.
struct Survey {
  private(set) var rows: [Row] = []
  let targets: [Target]

  init(_ products: Products, _ weights: Weights?, peer: Peer?, rounds: Int) async {
    var productRows = products.pieces.map {
      Row(work: $0.name, unit: "products", count: $0.side * $0.side * $0.side)
    }
    var blockRows: [Row] = []
    if let weights {
      blockRows = ([Weights.base] + weights.names.map { "float32 -> \($0)" }).map {
        Row(work: $0, unit: "elements", count: weights.elements)
      }
    }
    for round in 1...rounds {
      log("round \(round) of \(rounds)")
      for (index, piece) in products.pieces.enumerated() {
        let seconds = await Stopwatch(sampleSeconds: 0, samples: 3).seconds {
          _ = try? await piece.product(x: piece.x, w: piece.w)
        }
        productRows[index].seconds.append(seconds)
        guard let request = piece.request, let peer else { continue }
        if let time = peer.seconds(request, Stopwatch(sampleSeconds: 0.001, samples: 1)) {
          productRows[index].peers[peer.name, default: []].append(time)
        }
      }
      guard let weights else { continue }
      let stopwatch = Stopwatch(sampleSeconds: 0.001, samples: 5)
      blockRows[0].seconds.append(stopwatch.seconds { weights.cast() })
      for index in weights.names.indices {
        blockRows[index + 1].seconds.append(stopwatch.seconds { weights.encode(index) })
      }
    }
    rows = productRows + blockRows
    targets = Self.judge(productRows, blockRows)
  }

  private static func judge(_ products: [Row], _ blocks: [Row]) -> [Target] {
    func ratio(_ name: String) -> Double? {
      products.first { $0.work.hasPrefix("\(name) of") }?.ratio("torch")
    }
    var targets = [
      Target.atLeast(
        20, "\(Products.near), chunk 16, 512^3, against torch, one thread each",
        ratio(Products.near))
    ]
    targets += Products.any.map {
      .atLeast(4, "\($0), the same, exact where torch's float32 is not", ratio($0))
    }
    targets += Weights.asked.map { name in
      let row = blocks.first { $0.work == "float32 -> \(name)" }
      return .atLeast(
        0.5, "real weights to \(name), against our own float32 -> float8_e4m3fn",
        row.map { $0.ratio(to: blocks[0]) })
    }
    return targets
  }
}
