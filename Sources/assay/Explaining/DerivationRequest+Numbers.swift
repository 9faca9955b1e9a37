import Conformance
import Descriptors
import Reference
import Specs

extension DerivationRequest {
  /// Cases of a function of a few numbers: of a cast any number, of others one.
  func numbers(_ kind: Operation.Kind) throws -> Derivation {
    let target = try options.target(kind, in: catalog)
    try target.requireReference()
    let (rules, preset) = try options.dialect.resolved(for: target, in: catalog)
    let random = try RandomWord(word, for: rules.rounding)
    if kind == .cast, options.from == nil {
      let direct = DirectEntry(target: NumberFormat(target), dialect: rules, word: random.value)
      let presets = options.dialect.isGiven ? [] : catalog.dialects
      return Derivation(
        direct.name(preset: preset), dialect: preset,
        try values.map { try direct.derived($0, beside: presets) })
    }
    let resolved = try options.resolved(kind, in: catalog)
    try resolved.operation.requireReference()
    let evaluator = ScalarEvaluator(resolved.operation)
    let cases: [DerivedCase]
    if kind == .cast {
      let presets = options.dialect.isGiven ? [] : catalog.dialects
      cases = try values.map { value in
        try DerivedCase([value], evaluator, word: random.value, beside: presets, in: catalog)
      }
    } else {
      guard values.count == kind.operandCount else {
        throw CommandFailure.usage(
          "\(kind.rawValue) takes \(kind.operandCount.counted("value")), "
            + "--values has \(values.count)",
          "give one value for each operand")
      }
      cases = [try DerivedCase(values, evaluator, word: random.value, beside: [], in: catalog)]
    }
    return Derivation(resolved.name, dialect: preset, cases)
  }
}
