import Descriptors
import ExactArithmetic

// The exact values before each stage, with the specials and zero signs of IEEE 754-2019 sections 6
// and 7.2, and the choice among NaNs that an accumulator makes.

extension Accumulator.NaNRule {
  /// The exact product of two operands.
  func product(_ x: Datum, _ w: Datum) -> Datum {
    if !x.isNaN, !w.isNaN, case .datum(let product) = Operation.Kind.mul.exact([x, w]),
      !product.isNaN
    {
      return product
    }
    return nan(among: [x, w])
  }

  /// The exact sum of two partial results, on the way into a stage.
  ///
  /// - Parameter sources: the data among which the NaN is looked for: operands before the running sum.
  func sum(_ a: Datum, _ b: Datum, into stage: Stage, sources: [Datum]) -> Datum {
    // Two numbers of which one is not 0 are by far the most frequent case.
    if case .finite(let first) = a, case .finite(let second) = b {
      let total = first + second
      if !total.isZero { return .finite(total) }
    }
    if !a.isNaN, !b.isNaN {
      var dialect = Dialect()
      dialect.rounding = stage.roundsDown ? .down : .toNearestOrEven
      if case .datum(let sum) = Operation.Kind.add.exact([a, b], dialect), !sum.isNaN {
        return sum
      }
    }
    return nan(among: sources)
  }

  /// The NaN that comes out where one does.
  private func nan(among sources: [Datum]) -> Datum {
    let quiet: UInt64 = 1 << 63
    switch self {
    case .canonical: return .nan
    case .x86:
      for case .nan(let nan) in sources {
        return .nan(NaN(negative: nan.negative, payload: nan.payload | quiet))
      }
      return .nan(NaN(negative: true, payload: quiet))
    }
  }
}
