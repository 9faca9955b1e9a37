import Descriptors
import Drift
import ExactArithmetic
import Reference

/// The figures again, input by input with rationals: no cells, no sums of integers.
struct BruteForce {
  var count: UInt64 = 0, measured: UInt64 = 0, nonzero: UInt64 = 0, exact: UInt64 = 0
  var nanInputs: UInt64 = 0, infiniteInputs: UInt64 = 0, saturated: UInt64 = 0
  var toInfinity: UInt64 = 0, toNaN: UInt64 = 0, flushed: UInt64 = 0, subnormal: UInt64 = 0
  var codes: Set<UInt64> = []
  var errorSum = Rational.zero, signal = Rational.zero, noise = Rational.zero
  var ulpSum = Rational.zero, maxUlp = Rational.zero
  var relativeSum = Rational.zero, maxRelative = Rational.zero
  var stepSum: UInt64 = 0, maxSteps: UInt64 = 0

  init(_ inputs: [UInt64], _ cast: Operation) {
    let evaluator = ScalarEvaluator(cast)
    let source = evaluator.operands[0]
    let target = evaluator.result
    let values = Set((0...target.lastCode).compactMap { target.decode($0).number }).sorted()
    let nearest = Dialect(rounding: .toNearestOrEven, overflow: .satFinite)
    for code in inputs {
      count += 1
      let result = evaluator(code)
      codes.insert(result)
      let image = target.decode(result)
      let input = source.decode(code)
      if input.isNaN { nanInputs += 1 }
      if case .infinity = input { infiniteInputs += 1 }
      guard let x = input.number else { continue }
      guard let q = image.number else {
        if image.isNaN { toNaN += 1 } else { toInfinity += 1 }
        continue
      }
      measured += 1
      if x == q { exact += 1 }
      let isOutside = x > values[values.count - 1] || (x.signum < 0 && x < values[0])
      if isOutside { saturated += 1 }
      if !x.isZero, q.isZero, !isOutside { flushed += 1 }
      if Self.isSubnormal(q, cast.result) { subnormal += 1 }
      let error = q - x
      errorSum += error
      signal += x * x
      noise += error * error
      if let ulp = Self.ulp(of: x, cast.result, largest: values[values.count - 1]) {
        ulpSum += error.magnitude / ulp
        maxUlp = max(maxUlp, error.magnitude / ulp)
      }
      if !x.isZero {
        nonzero += 1
        relativeSum += error.magnitude / x.magnitude
        maxRelative = max(maxRelative, error.magnitude / x.magnitude)
      }
      let best = target.decode(target.encode(input, dialect: nearest))
      if let best = best.number, let at = values.firstIndex(of: q),
        let from = values.firstIndex(of: best)
      {
        stepSum += UInt64(abs(at - from))
        maxSteps = max(maxSteps, UInt64(abs(at - from)))
      }
    }
  }

  private static func isSubnormal(_ value: Rational, _ format: FormatDescriptor) -> Bool {
    guard case .float(let layout) = format.encoding, layout.subnormals == .gradual else {
      return false
    }
    return !value.isZero && value.magnitude < .powerOfTwo(1 - layout.bias)
  }

  /// Doubles a unit from the smallest one on while the value, or the largest one, has room.
  private static func ulp(
    of x: Rational, _ format: FormatDescriptor, largest: Rational
  ) -> Rational? {
    switch format.encoding {
    case .fixedPoint(let layout): return .powerOfTwo(-layout.fractionBits)
    case .float(let layout):
      let first = layout.subnormals == .gradual ? 1 - layout.bias : -layout.bias
      var ulp = Rational.powerOfTwo(first - layout.trailingBits)
      let precision = Rational.powerOfTwo(layout.trailingBits + 1)
      while ulp * precision <= min(x.magnitude, largest) { ulp += ulp }
      return ulp
    case .posit, .hiFloat8, .table: return nil
    }
  }

  /// What differs from surveyed figures, by name.
  func differences(from figures: ErrorFigures) -> [String] {
    var names: [String] = []
    func compare<Value: Equatable>(_ name: String, _ mine: Value, _ theirs: Value) {
      if mine != theirs { names.append("\(name): \(theirs), brute force \(mine)") }
    }
    compare("count", count, figures.count)
    compare("measured", measured, figures.measured)
    compare("nonzero", nonzero, figures.nonzero)
    compare("exact", exact, figures.exact)
    compare("nanInputs", nanInputs, figures.nanInputs)
    compare("infiniteInputs", infiniteInputs, figures.infiniteInputs)
    compare("saturated", saturated, figures.saturated)
    compare("toInfinity", toInfinity, figures.overflowedToInfinity)
    compare("toNaN", toNaN, figures.overflowedToNaN)
    compare("flushed", flushed, figures.flushed)
    compare("subnormal", subnormal, figures.subnormalResults)
    compare("codes", codes.count, figures.codesUsed)
    compare("errorSum", errorSum, figures.errorSum)
    compare("signal", signal, figures.signal)
    compare("noise", noise, figures.noise)
    compare("ulpSum", ulpSum, figures.ulpSum)
    compare("maxUlp", maxUlp, figures.maxUlp)
    compare("maxRelative", maxRelative, figures.maxRelative)
    compare("stepSum", stepSum, figures.stepSum)
    compare("maxSteps", maxSteps, figures.maxSteps)
    if !figures.relativeSum.contains(relativeSum) { names.append("relativeSum is not enclosed") }
    let limit = max(relativeSum, .one).scaled(byPowerOfTwo: -30)
    if figures.relativeSum.width > limit { names.append("relativeSum is enclosed too widely") }
    return names
  }
}
