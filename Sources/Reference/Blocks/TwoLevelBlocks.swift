import Descriptors
import ExactArithmetic

// NVFP4: the table of `TwoLevelScale`, line by line.

extension BlockCodec {
  /// The scale of the matrix.
  func matrixTrace(_ two: TwoLevelScale, _ amax: Rational) -> BlockTrace {
    let binary = Binary32.shared
    let target = Rational(two.blockMax) * range.max
    var trace = BlockTrace(
      steps: [BlockTrace.Step(label: "amax of the matrix", value: .finite(amax))], blocks: [])
    var encode = Datum.finite(.one)
    let decode: Datum
    switch two.arithmetic {
    case .reciprocal, .division:
      if !amax.isZero {
        encode = binary.clamped(binary.quotient(.finite(target), .finite(amax)))
        if encode.isZero { encode = .finite(.one) }
      }
      decode = binary.quotient(.finite(.one), encode)
      trace.steps.append(BlockTrace.Step(label: "E = min(fl(M / amax), FLT_MAX)", value: encode))
    case .exact:
      if !amax.isZero { encode = .finite(min(target / amax, binary.format.positive.largest)) }
      let rounded = binary.quotient(.finite(.one), encode)
      decode = rounded.number == nil ? .finite(.one) : rounded
      trace.steps.append(BlockTrace.Step(label: "M / amax", value: encode))
    }
    let code = binary.format.encode(decode)
    trace.matrixScale = BlockTrace.Scale(
      exact: .quotient(.finite(.one), encode), code: code, value: decode,
      overflowed: decode.number == nil)
    return trace
  }

  func twoLevel(
    _ data: [Datum], _ words: [UInt32], _ two: TwoLevelScale, _ matrix: BlockTrace
  ) -> BlockTrace.Block {
    let amax = largest(of: data)
    // The largest value goes to `max`, or to two thirds of it.
    let factors = two.fourOverSix && !amax.isZero ? [Rational.one, Rational(3, over: 2)] : [.one]
    return best(factors.map { block(data, words, amax, $0, two.arithmetic, matrix) })
  }

  private func block(
    _ data: [Datum], _ words: [UInt32], _ amax: Rational, _ factor: Rational,
    _ arithmetic: TwoLevelScale.Arithmetic, _ matrix: BlockTrace
  ) -> BlockTrace.Block {
    let binary = Binary32.shared
    let t = matrix.matrixScale?.value ?? .finite(.one)
    var steps: [BlockTrace.Step] = []
    func step(_ label: String, _ value: Datum) -> Datum {
      steps.append(BlockTrace.Step(label: label, value: value))
      return value
    }

    let scale: BlockTrace.Scale
    if amax.isZero {
      scale = emptyScale
    } else if arithmetic == .exact {
      scale = self.scale(
        entering: .quotient(.finite(factor * amax), .product(.finite(range.max), t)))
    } else {
      // `matrixTrace` puts E last.
      let e = matrix.steps.last?.value ?? .finite(.one)
      let c = step("c", binary.rounded(.finite(factor / range.max)))
      let ec = step("fl(E * c)", binary.product(e, c))
      scale = self.scale(entering: step("fl(amax * fl(E * c))", binary.product(.finite(amax), ec)))
    }

    let s = scale.value
    let whole = Datum.product(s, t)
    let elements: [BlockTrace.Element]
    switch arithmetic {
    case .exact:
      elements = zip(data, words).map { quotientElement($0, over: whole, word: $1) }
    case .reciprocal:
      let d = step("fl(s * t)", binary.product(s, t))
      let r = step(
        "r = min(fl(1 / fl(s * t)), FLT_MAX)",
        binary.clamped(binary.quotient(.finite(.one), d)))
      elements = zip(data, words).map { value, word in
        // What is not finite enters the element format as it is.
        let quotient = value.number == nil ? value : binary.product(value, r)
        return entering(quotient, of: value, decodedBy: whole, word: word)
      }
    case .division:
      let d = step("d = fl(s * t)", binary.product(s, t))
      elements = zip(data, words).map { value, word in
        let quotient = value.number == nil ? value : binary.quotient(value, d)
        return entering(quotient, of: value, decodedBy: whole, word: word)
      }
    }
    let target = factor == .one ? "amax to max" : "amax to 2/3 max"
    return BlockTrace.Block(
      rows: 0..<0, columns: 0..<0,
      rule: amax.isZero ? "empty block" : "\(arithmetic.rawValue), \(target)", amax: amax,
      steps: steps, scale: scale, elements: elements)
  }
}
