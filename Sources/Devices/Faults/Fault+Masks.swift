import Descriptors

extension Fault {
  /// Mistakes in ranking elements and in counting those that are kept.
  static let masks: [Fault] = [
    .elements(
      "signed-ranking", "values are ranked with their signs, not their magnitudes"
    ) { operation in
      guard operation.maskRule != nil, let negative = operation.format.negativeTest else {
        return nil
      }
      var wrong = ElementMisoperation(operation)
      // Below zero there is nothing worth keeping, then.
      wrong.operand = { negative($0) ? 0 : $0 }
      return wrong
    },
    .elements("ties-last", "of equal magnitudes the one with the higher index is kept") {
      operation in
      guard case .mask(_, let rows, let columns, let ragged) = operation.function,
        ragged == .refuse
      else { return nil }
      let backward = Array((0..<rows * columns).reversed())
      return ElementMisoperation(
        ElementMisoperation.Step(operation, sources: backward, targets: backward))
    },
    .elements(
      "zeros-meant", "N:M is read as N zeros of every M",
      replacing: { operation in
        guard let rule = operation.maskRule, let pattern = rule.pattern,
          let other = BlockPattern(keep: pattern.prune, of: pattern.of), other != pattern
        else { return nil }
        return operation.mask(rule.with(other))
      }),
    .elements("zeros-dropped", "zeros are never kept, and blocks come out short") { operation in
      guard operation.maskRule != nil else { return nil }
      return ElementMisoperation(operation) { operands, _, results in
        zip(operands, results).map { $0 == 0 ? 0 : $1 }
      }
    },
    .elements("nan-lowest", "a NaN ranks below everything") { operation in
      guard operation.maskRule != nil, let layout = operation.format.layout else { return nil }
      let format = operation.format
      var wrong = ElementMisoperation(operation)
      wrong.operand = { format.kind(of: $0, layout) == .nan ? 0 : $0 }
      return wrong
    },
    .elements("infinity-as-largest", "infinities rank as the largest finite value") { operation in
      guard operation.maskRule != nil, let layout = operation.format.layout else { return nil }
      let format = operation.format
      var wrong = ElementMisoperation(operation)
      wrong.operand = { format.kind(of: $0, layout) == .infinity ? $0 - 1 : $0 }
      return wrong
    },
    .elements("compared-short", "magnitudes are compared by their leading bits only") {
      operation in
      guard operation.maskRule != nil, let layout = operation.format.layout,
        layout.trailingBits >= 2
      else { return nil }
      let format = operation.format
      let dropped = ~((1 << UInt64((layout.trailingBits + 1) / 2)) - 1) as UInt64
      var wrong = ElementMisoperation(operation)
      wrong.operand = { code in
        switch format.kind(of: code, layout) {
        case .zero, .infinity, .nan: code
        case .subnormal, .normal: code & dropped
        }
      }
      return wrong
    },
    .elements(
      "axis-swapped", "blocks run down the columns, not along the rows, or the reverse",
      replacing: { operation in
        guard case .mask(let rule, let rows, let columns, let ragged) = operation.function,
          let pattern = rule.pattern,
          ragged == .atMost || (rows % pattern.of == 0 && columns % pattern.of == 0)
        else { return nil }
        switch rule {
        case .magnitude(_, let axis):
          return operation.mask(.magnitude(pattern, axis == .rows ? .columns : .rows))
        case .sequential(_, let axis):
          return operation.mask(.sequential(pattern, axis == .rows ? .columns : .rows))
        case .transposable, .top, .threshold: return nil
        }
      }),
    .elements(
      "sequential-anywhere", "pruned elements need not be adjacent",
      replacing: {
        guard case .sequential(let pattern, let axis) = $0.maskRule else { return nil }
        return $0.mask(.magnitude(pattern, axis))
      }),
    .elements("threshold-strict", "an element that equals the threshold is pruned") { operation in
      guard case .threshold(let code) = operation.maskRule else { return nil }
      let sign = operation.format.layout?.signed ?? false ? operation.format.topBit : 0
      var wrong = ElementMisoperation(operation)
      wrong.answer = { operands, results in
        zip(operands, results).map { $0 & ~sign == code & ~sign ? 0 : $1 }
      }
      return wrong
    },
    .elements(
      "top-short", "one element fewer than asked for is kept",
      replacing: {
        guard case .top(let count) = $0.maskRule, count > 0 else { return nil }
        return $0.mask(.top(count - 1))
      }),
  ]
}

extension MaskRule {
  /// The rule with another pattern; rules without one stay.
  fileprivate func with(_ pattern: BlockPattern) -> MaskRule {
    switch self {
    case .magnitude(_, let axis): .magnitude(pattern, axis)
    case .sequential(_, let axis): .sequential(pattern, axis)
    case .transposable(_, let method): .transposable(pattern, method)
    case .top, .threshold: self
    }
  }
}

extension FormatDescriptor {
  /// Tells codes of values below 0; `nil` where there are none, or where signs are no single bit.
  fileprivate var negativeTest: (@Sendable (UInt64) -> Bool)? {
    guard layout?.signed ?? isSignedFixedPoint else { return nil }
    let top = topBit
    return { $0 & top != 0 }
  }
}
