import Descriptors
import ExactArithmetic
import Reference
import Specs

/// The accumulators that what was measured leaves over, simple ones first.
struct AccumulatorCandidates {
  let catalog: Catalog
  let measures: StageMeasures
  let result: FormatDescriptor
  /// Order, chunk length and adder of each candidate for the order.
  let shapes: [Shape]

  /// Everything about an accumulator but its stages.
  struct Shape: Hashable {
    var order: Accumulator.Order
    var chunk: Int?
    var adder: Accumulator.Adder
  }

  /// Every combination.
  var all: [Accumulator] {
    var found: [Accumulator] = []
    for shape in shapes.flatMap(variants) {
      for sum in sums {
        for product in products(beside: sum) {
          for outer in shape.chunk == nil ? [sum] : [sum, .exact] {
            for flushes in [false, true] {
              for nan in nanRules(sum, shape) {
                found.append(
                  Accumulator(
                    name: "fingerprint", product: product, sum: sum, adder: shape.adder,
                    order: shape.order, chunk: shape.chunk.map { .init(length: $0, outer: outer) },
                    flushesOperands: flushes, nan: nan, result: result))
              }
            }
          }
        }
      }
    }
    return found
  }

  private func nanRules(_ sum: AccumulatorStage, _ shape: Shape) -> [Accumulator.NaNRule] {
    guard case .format(_, let dialect) = sum, dialect.nan == .payload, shape.adder == .serial else {
      return [.canonical]
    }
    return [.x86]
  }

  /// A shape with what its tree does not show.
  private func variants(_ shape: Shape) -> [Shape] {
    guard case .aligned(let aligned) = shape.adder else {
      var compensated = shape
      compensated.adder = .compensated
      return [shape, compensated]
    }
    guard let measured = measures.alignedBits else {
      // More bits than can be asked for: how the rest is dropped never shows.
      var exact = shape
      exact.adder = .aligned(
        AlignedAdder(terms: aligned.terms, bits: 60, includesSum: aligned.includesSum))
      return [exact]
    }
    var found: [Shape] = []
    for bits in [measured, measured + 1, measured + 2, measured - 1] where bits >= 0 {
      for rounding in [RoundingRule.towardZero, .down, .toNearestOrEven] {
        for exponent in AlignedAdder.Exponent.allCases {
          var own = shape
          own.adder = .aligned(
            AlignedAdder(
              terms: aligned.terms, bits: bits, rounding: rounding,
              includesSum: aligned.includesSum, exponent: exponent))
          found.append(own)
        }
      }
    }
    return found
  }

  // MARK: - Stages

  /// The stages that a sum may go through.
  private var sums: [AccumulatorStage] {
    var found = formats
    if measures.keptBits == nil { found.append(.exact) }
    guard let bits = measures.keptBits else { return found }
    let high = measures.largestSum.isZero ? measures.highest : measures.largestSum.floorLog2
    for grid in grids(bits, low: measures.lowest, high: high, saturates: isSaturating) {
      found.append(.grid(grid))
    }
    // What is kept of an exact sum may be what its result format holds.
    return found + [.exact]
  }

  /// Whether sums of many large terms stop at a finite value below what they should be.
  private var isSaturating: Bool {
    guard let bits = measures.keptBits, !measures.largestSum.isZero else { return false }
    let top = Rational.powerOfTwo(measures.largestSum.floorLog2)
    return measures.largestSum == top + top - top.scaled(byPowerOfTwo: -bits)
  }

  /// Number formats of the precision that was seen.
  private var formats: [AccumulatorStage] {
    let listed = [result] + catalog.formats.filter { $0 != result }
    var found: [AccumulatorStage] = []
    for format in listed {
      switch format.encoding {
      case .float(let layout):
        guard layout.signed, layout.subnormals == .gradual, layout.infinities == .ieee else {
          continue
        }
        if let bits = measures.keptBits {
          guard bits == layout.trailingBits else { continue }
        } else if format != result {
          continue
        }
        for rounding in RoundingRule.deterministic {
          for flush in [false, true] {
            for overflow in [OverflowRule.satNone, .satFinite] {
              for nan in [Dialect.NaNRule.canonical, .payload] {
                var dialect = catalog.standard.dialect(for: format.name)
                dialect.rounding = rounding
                dialect.flushResults = flush
                dialect.overflow = overflow
                dialect.nan = nan
                found.append(.format(format, dialect))
              }
            }
          }
        }
      case .fixedPoint:
        guard format == result else { continue }
        for wraps in [true, false] {
          var dialect = catalog.standard.dialect(for: format.name)
          dialect.wraps = wraps
          dialect.overflow = .satFinite
          found.append(.format(format, dialect))
        }
      case .posit, .hiFloat8, .table: continue
      }
    }
    return found
  }

  /// Float grids of a range; without a bound that was met, the range says nothing.
  private func grids(_ bits: Int, low: Int, high: Int, saturates: Bool) -> [FloatGrid] {
    let flushes = measures.losesBelow
    let span = high - low + 1
    let width = Int.bitWidth - max(0, span - 1).leadingZeroBitCount
    // Both bounds were met: their distance is a power of two, or it is no such grid.
    if flushes && saturates && span != 1 << width { return [] }
    // Where only the upper bound was met, it is the one that places the range.
    let bias = flushes ? -low : (1 << max(1, width)) - 1 - high
    return RoundingRule.deterministic.map { rounding in
      FloatGrid(
        significandBits: bits, exponentBits: max(1, width), bias: bias, rounding: rounding,
        flushes: flushes, saturates: saturates)
    }
  }

  /// The stages that a product may go through before it meets a sum.
  private func products(beside sum: AccumulatorStage) -> [AccumulatorStage] {
    guard case .grid(let grid) = sum else {
      return sum == .exact ? [.exact] : [.exact, sum]
    }
    let saturated = measures.beyond?.number.map { $0.magnitude < .powerOfTwo(measures.highest + 1) }
    var found: [AccumulatorStage] = [.exact, sum]
    let unbounded = (1 << grid.exponentBits) - 1 - measures.highest
    let lows =
      measures.losesBeside ? [measures.lowestBeside] : [measures.lowestBeside, grid.lowestExponent]
    for low in lows {
      for flushes in [true, false] {
        for rounding in [grid.rounding, .towardZero, .toNearestOrEven] {
          let stage = AccumulatorStage.grid(
            FloatGrid(
              significandBits: grid.significandBits, exponentBits: grid.exponentBits,
              bias: flushes ? -low : unbounded,
              rounding: rounding, flushes: flushes, saturates: saturated ?? grid.saturates))
          if !found.contains(stage) { found.append(stage) }
        }
      }
    }
    return found
  }
}
