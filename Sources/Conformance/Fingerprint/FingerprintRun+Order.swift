import Descriptors
import ExactArithmetic

extension FingerprintRun {
  func shapes(
    _ order: OrderProbe?, _ lost: [UInt64]?, _ found: inout Fingerprint
  ) async throws -> [AccumulatorCandidates.Shape] {
    guard let order, let lost else {
      found.findings.append(
        .init("order", "nothing that products of \(format.name) can make is lost: any order"))
      // Where sums saturate it matters how many products come in at once.
      return [.init(order: .sequential, chunk: nil, adder: .serial)]
        + [2, 4, 8, 16, 32].map { terms in
          .init(
            order: .sequential, chunk: nil,
            adder: .aligned(AlignedAdder(terms: terms, bits: 0, includesSum: true)))
        }
    }
    var chunks: [Int?] = [nil]
    chunks += (2..<length).map { $0 }
    let boundaries = try await order.boundaries(length: longest)
    if let first = boundaries.first, first >= length { chunks.append(first) }
    var shapes: [AccumulatorCandidates.Shape] = []
    for chunk in chunks {
      for (order, adder) in Self.arrangements(min(length, chunk ?? length)) {
        let accumulator = Accumulator(
          name: "", sum: .exact, adder: adder, order: order,
          chunk: chunk.map { .init(length: $0, outer: .exact) }, result: result)
        guard let tree = SummationTree(accumulator, length: length),
          tree.lostPlaces(length: length) == lost
        else { continue }
        shapes.append(.init(order: order, chunk: chunk, adder: adder))
      }
    }
    // Two ways of writing one tree are one; a chunk that is longer than what was asked shows only in
    // the longest sums.
    if let first = boundaries.first, first >= length {
      shapes = shapes.filter { $0.chunk == first }
    } else {
      shapes = shapes.filter { ($0.chunk ?? 0) < length }
    }
    if let shape = shapes.first {
      found.findings.append(.init("order", Self.text(shape)))
    } else {
      let chain = Self.chain(lost, length).map { order in
        "one after the other, in this order of \(length) places: "
          + order.map(String.init).joined(separator: " ")
      }
      found.findings.append(.init("order", chain ?? "no order of the model"))
      found.outside = try await oddity(order, lost)
    }
    return shapes
  }

  /// The orders and adders of the model for sums of a length; what is the same for so few terms
  /// comes once.
  private static func arrangements(
    _ length: Int
  ) -> [(Accumulator.Order, Accumulator.Adder)] {
    var found: [(Accumulator.Order, Accumulator.Adder)] = [(.sequential, .serial)]
    if length > 1 { found.append((.oddFirst, .serial)) }
    if length > 2 { found.append((.pairwise, .serial)) }
    for lanes in stride(from: 2, through: length, by: 1) {
      for combination in Accumulator.Combination.allCases {
        guard combination == .sequential || lanes & (lanes - 1) == 0 else { continue }
        found.append((.lanes(lanes, combination), .serial))
      }
    }
    for terms in stride(from: 2, through: length, by: 1) {
      for includesSum in [true, false] {
        found.append(
          (
            .sequential,
            .aligned(AlignedAdder(terms: terms, bits: 0, includesSum: includesSum))
          ))
      }
    }
    return found
  }

  private static func text(_ shape: AccumulatorCandidates.Shape) -> String {
    let order =
      switch shape.order {
      case .sequential: "one after the other"
      case .oddFirst: "pair by pair, the odd one first"
      case .pairwise: "halves of halves"
      case .lanes(let lanes, let combination): "\(lanes) lanes, combined by \(combination.rawValue)"
      case .permuted: "permuted"
      }
    var text = order
    if case .aligned(let aligned) = shape.adder {
      text =
        "\(aligned.terms) products at a time, "
        + (aligned.includesSum ? "aligned with the running sum" : "aligned before the running sum")
    }
    return text + (shape.chunk.map { ", in chunks of \($0)" } ?? "")
  }

  /// The order of a sum that takes one place after the other; `nil` where it does something else.
  ///
  /// What is lost beside a pair is then everything before the later of the two: as many places as
  /// come before it, less the earlier one. Which of the first two comes first cannot be seen.
  private static func chain(_ lost: [UInt64], _ length: Int) -> [Int]? {
    func size(_ i: Int, _ j: Int) -> Int {
      (lost[min(i, j) * length + max(i, j)] & ~(1 << UInt64(i) | 1 << UInt64(j))).nonzeroBitCount
    }
    let ranks = (0..<length).map { place in
      (0..<length).filter { $0 != place }.map { size(place, $0) + 1 }.min() ?? 0
    }
    let order = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    guard order.map({ ranks[$0] }) == [1] + Array(1..<length) else { return nil }
    var before: UInt64 = 0
    for (rank, place) in order.enumerated() {
      for other in order[..<rank] {
        let own = lost[min(place, other) * length + max(place, other)]
        let pair: UInt64 = 1 << UInt64(place) | 1 << UInt64(other)
        guard own & ~pair == before & ~pair else { return nil }
      }
      before |= 1 << UInt64(place)
    }
    return order
  }

  /// A sum of three terms that a plain sequential sum does not explain.
  private func oddity(_ order: OrderProbe, _ lost: [UInt64]) async throws -> String {
    for i in 0..<length {
      for j in i + 1..<length {
        let wanted = (UInt64(1) << UInt64(j)) - 1 & ~(1 << UInt64(i))
        // What stands in the two places themselves is no third term.
        let differ = (lost[i * length + j] ^ wanted) & ~(1 << UInt64(i) | 1 << UInt64(j))
        guard differ != 0 else { continue }
        let k = differ.trailingZeroBitCount
        let isLost = lost[i * length + j] >> UInt64(k) & 1 == 1
        return
          "2^\(order.large) in place \(i), -2^\(order.large) in place \(j), 2^\(order.small) in "
          + "place \(k), 0 elsewhere: the small one is \(isLost ? "lost" : "kept")"
      }
    }
    return "the same places are lost as in a sequential sum"
  }
}
