import Descriptors

extension Dialect {
  /// Every dialect that differs from this one in one choice.
  ///
  /// Of the stochastic rules only those with as many random bits, since the cases have no others;
  /// they stand beside the deterministic ones where the dialect takes random words.
  func neighbours(for result: FormatDescriptor) -> [Dialect] {
    var roundings = RoundingRule.deterministic
    if case .stochastic(let bits, _) = rounding {
      roundings += StochasticVariant.allCases.map { .stochastic(bits: bits, variant: $0) }
    }
    var changes: [DialectChange] = roundings.map { .rounding($0) }
    changes += OverflowRule.allCases.map { .overflow($0) }
    changes += [.flushOperands(!flushOperands), .flushResults(!flushResults)]
    changes += NaNRule.allCases.map { .nan($0) }
    changes += WithoutNaN.allCases.map { .withoutNaN($0) }
    changes += NegativeRule.allCases.map { .negative($0) }
    changes += WithoutZero.allCases.map { .withoutZero($0) }
    changes += InfinityRule.allCases.map { .infinity($0) }
    changes += WithoutInfinity.allCases.map { .withoutInfinity($0) }
    changes += TieParity.allCases.map { .tieParity($0) }
    changes += RangeTest.allCases.map { .rangeTest($0) }
    changes += OddOverflow.allCases.map { .oddOverflow($0) }
    changes += ZeroSign.allCases.map { .zeroSign($0) }
    changes += DivisionByZero.allCases.map { .divisionByZero($0) }
    if case .fixedPoint = result.encoding { changes.append(.wraps(!wraps)) }
    var found: [Dialect] = []
    for change in changes {
      var dialect = self
      change.apply(to: &dialect)
      if dialect != self, !found.contains(dialect) { found.append(dialect) }
    }
    return found
  }
}
