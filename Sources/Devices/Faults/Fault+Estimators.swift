import Descriptors

extension Fault {
  /// Mistakes in what the kept elements of a block are worth.
  static let estimators: [Fault] = [
    Fault.kept(
      "table-half-scale",
      "2:4, one element dominates: both kept elements get half the block's sum"
    ) { block in
      guard block.pattern == BlockPattern(keep: 2, of: 4), !block.saturated.isEmpty else {
        return nil
      }
      return { _, _ in block.sum / 2 }
    },
    Fault.kept(
      "wrong-denominator", "the scale is divided by all places, not by those that are left"
    ) { block in
      guard !block.saturated.isEmpty else { return nil }
      return { index, value in
        block.saturated.contains(index)
          ? value : value * Double(block.places) / Double(block.pattern.keep)
      }
    },
    Fault.kept("epsilon", "2^-23 is added to every magnitude before scaling") { block in
      let more = 0x1p-23 * Double(block.magnitudes.count - block.saturated.count)
      return { index, value in
        block.saturated.contains(index) ? value + 0x1p-23 : value + more / Double(block.places)
      }
    },
    Fault.kept("saturated-scaled", "elements that are kept for certain are scaled too") { block in
      guard !block.saturated.isEmpty else { return nil }
      return { index, value in block.saturated.contains(index) ? block.scale : value }
    },
    Fault.kept("unscaled", "kept elements keep their own values") { block in
      { index, _ in block.magnitudes[index] }
    },
    .elements("sign-lost", "kept elements come out as magnitudes") { operation in
      guard operation.maskRule == nil else { return nil }
      return ElementMisoperation(operation) { _, _, results in results.map(abs) }
    },
    .elements("zero-over-zero", "a block of zeros is divided by its sum") { operation in
      guard operation.pruning != nil else { return nil }
      return ElementMisoperation(operation) { operands, _, results in
        operands.allSatisfy { $0 == 0 } ? results.map { _ in .nan } : nil
      }
    },
    .elements("nan-zeroed", "a block with a NaN becomes zeros, and no flag says so") { operation in
      guard operation.maskRule == nil else { return nil }
      return ElementMisoperation(operation) { operands, _, results in
        operands.contains(where: \.isNaN) ? results.map { _ in 0 } : nil
      }
    },
    .elements("infinity-scaled", "an infinity takes part in the sum: every scale is infinite") {
      guard $0.pruning != nil else { return nil }
      return ElementMisoperation($0) { operands, _, results in
        guard operands.contains(where: \.isInfinite) else { return nil }
        return results.map { $0 == 0 || $0.isNaN ? $0 : $0 < 0 ? -.infinity : .infinity }
      }
    },
    .elements("rounded-twice", "results are rounded into binary32 on the way") { operation in
      guard operation.maskRule == nil, operation.result.bits <= 16 else { return nil }
      let middle = operation.changing {
        $0.result = .binary32
        $0.dialect = Dialect()
      }
      return ElementMisoperation(middle) { _, _, results in results }
    },
    .elements("flags-lost", "overflow and lost elements are not flagged") { operation in
      guard operation.maskRule == nil else { return nil }
      var wrong = ElementMisoperation(operation)
      wrong.flags = { $0.intersection(.nonFinite) }
      return wrong
    },
    .elements("subnormals-flushed", "subnormal operands are read as zeros") { operation in
      guard let layout = operation.format.layout, layout.subnormals == .gradual,
        layout.trailingBits > 0
      else { return nil }
      let format = operation.format
      var wrong = ElementMisoperation(operation)
      wrong.operand = { format.kind(of: $0, layout) == .subnormal ? 0 : $0 }
      return wrong
    },
  ]
}

/// What a mistake knows of a block of finite elements with more non-zeros than places.
struct PrunedBlock: Sendable {
  let pattern: BlockPattern
  let magnitudes: [Double]
  /// The elements kept for certain.
  let saturated: Set<Int>
  /// The places left for the others.
  let places: Int
  /// The sum of all magnitudes.
  let sum: Double
  /// The magnitude that the others get.
  let scale: Double

  init?(_ operands: [Double], _ pattern: BlockPattern) {
    self.pattern = pattern
    magnitudes = operands.map(abs)
    guard magnitudes.allSatisfy(\.isFinite), magnitudes.count(where: { $0 != 0 }) > pattern.keep
    else { return nil }
    sum = magnitudes.reduce(0, +)
    let magnitudes = magnitudes
    let order = magnitudes.indices.sorted { magnitudes[$0] > magnitudes[$1] }
    var (left, total, certain) = (pattern.keep, sum, Set<Int>())
    for index in order where left > 1 && magnitudes[index] * Double(left) > total {
      certain.insert(index)
      total -= magnitudes[index]
      left -= 1
    }
    (saturated, places) = (certain, left)
    scale = total / Double(left)
  }
}

extension Fault {
  /// A fault of unbiased pruning that keeps the right elements and gives them wrong magnitudes.
  ///
  /// `change` says what the magnitude of a kept element becomes, by its index and what it should
  /// be; `nil` where the block is spared.
  fileprivate static func kept(
    _ id: String, _ title: String, threads: [String] = [],
    change: @escaping @Sendable (PrunedBlock) -> ((Int, Double) -> Double)?
  ) -> Fault {
    .elements(id, title, threads: threads) { operation in
      guard let pruning = operation.pruning,
        pruning.design == .systematic || pruning.design == .pairTable
      else { return nil }
      return ElementMisoperation(operation) { operands, _, results in
        guard let block = PrunedBlock(operands, pruning.pattern), let change = change(block)
        else { return nil }
        return results.indices.map { index in
          let value = results[index]
          guard value != 0 else { return 0 }
          let magnitude = change(index, abs(value))
          return value < 0 ? -magnitude : magnitude
        }
      }
    }
  }
}
