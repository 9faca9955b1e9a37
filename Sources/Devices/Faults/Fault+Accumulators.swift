import Descriptors

extension Fault {
  /// Mistakes in summing products.
  static let accumulators: [Fault] = [
    accumulator("sum-rounded", "sums are rounded to nearest where they should be truncated") {
      sums in
      guard case .grid(var grid) = sums.sum, grid.rounding == .towardZero else { return false }
      grid.rounding = .toNearestOrEven
      sums.sum = .grid(grid)
      return true
    },
    accumulator("product-rounded-nearest", "products are rounded to nearest, not truncated") {
      sums in
      guard case .grid(var grid) = sums.product, grid.rounding == .towardZero else { return false }
      grid.rounding = .toNearestOrEven
      sums.product = .grid(grid)
      return true
    },
    accumulator("sum-truncated", "sums are truncated where they should be rounded to nearest") {
      sums in
      switch sums.sum {
      case .grid(var grid) where grid.rounding == .toNearestOrEven:
        grid.rounding = .towardZero
        sums.sum = .grid(grid)
      case .format(let format, var dialect) where dialect.rounding == .toNearestOrEven:
        dialect.rounding = .towardZero
        sums.sum = .format(format, dialect)
      case .exact, .format, .grid: return false
      }
      return true
    },
    accumulator("underflow-kept", "sums below the smallest magnitude stay, and are not flushed") {
      sums in
      sums.sum.editGrid { grid in
        defer { grid.flushes = false }
        return grid.flushes
      }
    },
    accumulator("product-underflow-kept", "products below the smallest magnitude stay") { sums in
      sums.product.editGrid { grid in
        defer { grid.flushes = false }
        return grid.flushes
      }
    },
    accumulator("underflow-flushed", "what a wide exponent would keep is flushed") { sums in
      sums.sum.editGrid { grid in
        defer { grid.flushes = true }
        return !grid.flushes
      }
    },
    accumulator("overflow-kept", "sums above the largest magnitude stay, and do not saturate") {
      sums in
      sums.sum.editGrid { grid in
        defer { grid.saturates = false }
        return grid.saturates
      }
    },
    accumulator("significand-short", "one bit of the sum's significand is lost") { sums in
      sums.sum.editGrid { grid in
        guard grid.significandBits > 0 else { return false }
        grid.significandBits -= 1
        return true
      }
    },
    accumulator("biases-swapped", "the biases of product and sum are exchanged") { sums in
      guard case .grid(var product) = sums.product, case .grid(var sum) = sums.sum,
        product.bias != sum.bias
      else { return false }
      (product.bias, sum.bias) = (sum.bias, product.bias)
      (sums.product, sums.sum) = (.grid(product), .grid(sum))
      return true
    },
    accumulator("product-exact", "products are not rounded before they are added") { sums in
      defer { sums.product = .exact }
      return sums.product != .exact
    },
    accumulator("product-rounded", "products are rounded before a fused addition") { sums in
      guard sums.product == .exact, sums.sum != .exact, sums.adder == .serial else { return false }
      sums.product = sums.sum
      return true
    },
    accumulator("chunk-longer", "a chunk has one product more") { sums in
      guard let chunk = sums.chunk else { return false }
      sums.chunk = .init(length: chunk.length + 1, outer: chunk.outer)
      return true
    },
    accumulator("chunk-ignored", "a long sum is not cut into chunks") { sums in
      defer { sums.chunk = nil }
      return sums.chunk != nil
    },
    accumulator("outer-exact", "the sums of chunks are added without rounding") { sums in
      guard let chunk = sums.chunk, chunk.outer != .exact else { return false }
      sums.chunk = .init(length: chunk.length, outer: .exact)
      return true
    },
    accumulator("order-swapped", "in every pair the other product is added first") { sums in
      switch sums.order {
      case .sequential: sums.order = .oddFirst
      case .oddFirst: sums.order = .sequential
      case .lanes, .pairwise, .permuted: return false
      }
      return true
    },
    accumulator("lanes-halved", "half as many lanes run side by side") { sums in
      guard case .lanes(let lanes, let combination) = sums.order, lanes > 1 else { return false }
      sums.order = .lanes(lanes / 2, combination)
      return true
    },
    accumulator("tree-otherwise", "lanes are combined with their neighbours, or the other way") {
      sums in
      switch sums.order {
      case .lanes(let lanes, .halves): sums.order = .lanes(lanes, .neighbours)
      case .lanes(let lanes, .neighbours): sums.order = .lanes(lanes, .halves)
      case .lanes(let lanes, .sequential): sums.order = .lanes(lanes, .halves)
      case .sequential, .oddFirst, .pairwise, .permuted: return false
      }
      return true
    },
    accumulator("tree-flat", "a tree of sums is one long sum") { sums in
      defer { sums.order = .sequential }
      return sums.order == .pairwise
    },
    accumulator("order-unpermuted", "a permuted sum is taken in order") { sums in
      guard case .permuted = sums.order else { return false }
      sums.order = .sequential
      return true
    },
    accumulator("compensation-lost", "the compensation of a sum is never added") { sums in
      defer { sums.adder = .serial }
      return sums.adder == .compensated
    },
    accumulator("operand-flush-missing", "subnormal operands are not read as zeros") { sums in
      defer { sums.flushesOperands = false }
      return sums.flushesOperands
    },
    accumulator("operand-flush-added", "subnormal operands are read as zeros") { sums in
      defer { sums.flushesOperands = true }
      return !sums.flushesOperands
    },
    accumulator("result-flush-missing", "subnormal sums are kept where they should be zeros") {
      sums in
      guard case .format(let format, var dialect) = sums.sum, dialect.flushResults else {
        return false
      }
      dialect.flushResults = false
      sums.sum = .format(format, dialect)
      return true
    },
    accumulator("aligned-short", "an aligned adder keeps one bit less") { sums in
      sums.editAligned { adder in
        guard adder.bits > 0 else { return false }
        adder.bits -= 1
        return true
      }
    },
    accumulator("aligned-nearest", "aligned terms are rounded to nearest, not cut off") { sums in
      sums.editAligned { adder in
        defer { adder.rounding = .toNearestOrEven }
        return adder.rounding == .towardZero
      }
    },
    accumulator(
      "aligned-floor", "aligned terms lose bits of two's complement, not of the magnitude"
    ) { sums in
      sums.editAligned { adder in
        defer { adder.rounding = .down }
        return adder.rounding == .towardZero
      }
    },
    accumulator("aligned-normalised", "products are normalised before they are aligned") { sums in
      sums.editAligned { adder in
        defer { adder.exponent = .value }
        return adder.exponent == .operands
      }
    },
    accumulator(
      "sum-outside", "the running sum is added after the products are aligned, not with them"
    ) { sums in
      sums.editAligned { adder in
        defer { adder.includesSum = false }
        return adder.includesSum
      }
    },
    accumulator("group-longer", "an aligned adder takes one product more at a time") { sums in
      sums.editAligned { adder in
        adder.terms += 1
        return true
      }
    },
    accumulator("saturates-last", "an integer sum saturates only when it is given out") { sums in
      guard case .format(let format, let dialect) = sums.sum, case .fixedPoint = format.encoding,
        !dialect.wraps
      else { return false }
      sums.sum = .exact
      return true
    },
    accumulator("wraps", "an integer sum wraps where it should saturate") { sums in
      guard case .format(let format, var dialect) = sums.sum, case .fixedPoint = format.encoding,
        !dialect.wraps
      else { return false }
      dialect.wraps = true
      sums.sum = .format(format, dialect)
      return true
    },
    accumulator("saturates", "an integer sum saturates where it should wrap") { sums in
      guard case .format(let format, var dialect) = sums.sum, dialect.wraps else { return false }
      dialect.wraps = false
      dialect.overflow = .satFinite
      sums.sum = .format(format, dialect)
      return true
    },
    .elements("tail-dropped", "products beyond the last whole group of four are forgotten") {
      operation in
      guard case .dot(let accumulator, let length) = operation.function, length % 4 != 0 else {
        return nil
      }
      let kept = length - length % 4
      let step = operation.changing { $0.function = .dot(accumulator, length: kept) }
      let sources = Array(0..<kept) + Array(length..<length + kept)
      return ElementMisoperation(ElementMisoperation.Step(step, sources: sources))
    },
  ]

  /// A dot product by a changed accumulator; the edit says whether it changed anything.
  private static func accumulator(
    _ id: String, _ title: String, _ edit: @escaping @Sendable (inout Accumulator) -> Bool
  ) -> Fault {
    .elements(
      id, title,
      replacing: { operation in
        guard case .dot(var accumulator, let length) = operation.function, edit(&accumulator)
        else { return nil }
        return .dot(accumulator, length: length)
      })
  }
}

extension AccumulatorStage {
  /// Edits the grid, where there is one; the edit says whether it changed anything.
  fileprivate mutating func editGrid(_ edit: (inout FloatGrid) -> Bool) -> Bool {
    guard case .grid(var grid) = self, edit(&grid) else { return false }
    self = .grid(grid)
    return true
  }
}

extension Accumulator {
  /// Edits the aligned adder, where there is one; the edit says whether it changed anything.
  fileprivate mutating func editAligned(_ edit: (inout AlignedAdder) -> Bool) -> Bool {
    guard case .aligned(var aligned) = adder, edit(&aligned) else { return false }
    adder = .aligned(aligned)
    return true
  }
}
