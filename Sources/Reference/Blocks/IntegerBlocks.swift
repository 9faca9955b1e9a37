import Descriptors
import ExactArithmetic

// Unsigned integers with a zero point, and those of them that decode into an 8-bit float (W4A8).

/// The numbers of a dual scheme that depend on no operand.
struct DualRange {
  /// The protective range `R`.
  let protective: Rational
  let intermediate: NumberFormat

  init(_ dual: DualScale, largestCode: Rational) {
    let largest = Rational(dual.largest)
    protective = largest - largest / largestCode
    intermediate = NumberFormat(dual.intermediate)
  }

  /// A datum held within the protective range, and rounded to the intermediate format.
  func entered(_ datum: Datum) -> Datum {
    let held: Datum
    switch datum {
    case .nan: return .nan
    case .negativeZero: held = datum
    case .infinity(let negative): held = .finite(negative ? -protective : protective)
    case .finite(let value): held = .finite(min(max(value, -protective), protective))
    }
    return intermediate.decode(intermediate.encode(held))
  }
}

extension BlockCodec {
  func zeroPoint(_ data: [Datum]) -> BlockTrace.Block {
    integers(data, data.compactMap(\.number), matrix: .one, rule: "zero point") { code, z, scale in
      .product(.finite(code - z), scale)
    }
  }

  /// The scale of a matrix: a power of two that takes the largest value into the protective range.
  func matrixTrace(_ ranges: DualRange, _ amax: Rational) -> BlockTrace {
    let r = ranges.protective
    let exact = max(amax / r, .one / (Rational(512) * r))
    var trace = BlockTrace(
      steps: [
        BlockTrace.Step(label: "amax of the matrix", value: .finite(amax)),
        BlockTrace.Step(label: "R", value: .finite(r)),
        BlockTrace.Step(label: "max(amax / R, 1 / (512 R))", value: .finite(exact)),
      ], blocks: [])
    if let format = matrixScale, let exponents = matrixExponents {
      trace.matrixScale = clamped(.powerOfTwo(exact.ceilLog2), exponents, format)
    }
    return trace
  }

  func dual(
    _ data: [Datum], _ ranges: DualRange, _ matrix: BlockTrace
  ) -> BlockTrace.Block {
    let s8 = matrix.matrixScale?.value.number ?? .one
    let within = data.compactMap { $0.number.map { ranges.entered(.finite($0 / s8)).number } }
    return integers(data, within.compactMap(\.self), matrix: s8, rule: "dual") { code, z, scale in
      .product(ranges.entered(.product(.finite(code - z), scale)), .finite(s8))
    }
  }

  /// A block of integers.
  ///
  /// - Parameters:
  ///   - ranged: the numbers from which scale and zero point come.
  ///   - matrix: the scale of the matrix.
  ///   - decoded: the value of a code under a zero point and a scale.
  private func integers(
    _ data: [Datum], _ ranged: [Rational], matrix: Rational, rule: String,
    decoded: (Rational, Rational, Datum) -> Datum
  ) -> BlockTrace.Block {
    var low = min(.zero, ranged.min() ?? .zero)
    var high = max(.zero, ranged.max() ?? .zero)
    if low.isZero, high.isZero { (low, high) = (-1, 1) }
    let scale = self.scale(entering: .finite((high - low) / range.max))
    var zero = Rational.zero
    if let s = scale.value.number, !s.isZero {
      zero = min((-low / s).roundedToEven, range.max)
    }
    let elements = data.map { value -> BlockTrace.Element in
      guard let number = value.number else {
        var element = entering(value, of: value, decodedBy: scale.value)
        element.decoded = decoded(element.value.number ?? .zero, zero, scale.value)
        return element
      }
      var quotient = Datum.finite(.zero)
      var code = Rational.zero
      // A scale of zero or NaN leaves nothing to tell apart.
      if !scale.value.isZero, !scale.value.isNaN {
        quotient = .quotient(.finite(number), .product(scale.value, .finite(matrix)))
        code = min(max((quotient.number ?? .zero).roundedToEven + zero, .zero), range.max)
      }
      return BlockTrace.Element(
        operand: value, quotient: quotient, place: place(of: quotient),
        code: code.asUInt64 ?? 0, value: .finite(code), decoded: decoded(code, zero, scale.value))
    }
    return BlockTrace.Block(
      rows: 0..<0, columns: 0..<0, rule: rule, amax: largest(of: data),
      steps: [
        BlockTrace.Step(label: "lo", value: .finite(low)),
        BlockTrace.Step(label: "hi", value: .finite(high)),
      ], scale: scale, zeroPoint: zero.asUInt64 ?? 0, elements: elements)
  }

  /// The integers on both sides of a quotient.
  private func place(of quotient: Datum) -> Projection.Place? {
    guard let number = quotient.number, !number.isInteger else { return nil }
    let low = number.magnitude.floor
    let away = number.magnitude.roundedToEven != low
    return Projection.Place(
      negative: number.signum < 0, low: low, high: low + .one,
      tie: low + Rational(1, over: 2), lowIsEven: !low.isOddInteger, away: away)
  }
}
