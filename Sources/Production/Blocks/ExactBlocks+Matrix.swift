import Descriptors

/// The scale of a matrix and what follows from it for its blocks.
struct MatrixScale: Sendable {
  /// Its code; nil where the scheme has none.
  var code: UInt64?
  /// Two levels: `E` and `t`.
  var encode: Float = 1
  var decode: Float = 1
  /// Dual: the power of two.
  var exponent = 0

  static let none = MatrixScale()
}

extension ExactBlocks {
  /// The scale of a matrix from its largest finite magnitude, nil for a matrix of zeros.
  func matrixScale(_ amax: Datum.Finite?) -> MatrixScale {
    switch format.scheme {
    case .scaled, .zeroPoint: return .none
    case .twoLevel(let two):
      let (encode, decode) = levels(two, amax)
      return MatrixScale(code: UInt64(decode.bitPattern), encode: encode, decode: decode)
    case .dual:
      guard let dual else { return .none }
      let exponent = dual.exponent(amax)
      return MatrixScale(code: dual.code(exponent), exponent: exponent)
    }
  }

  private func levels(_ two: TwoLevelScale, _ amax: Datum.Finite?) -> (Float, Float) {
    guard let amax else { return (1, 1) }
    let aim = [Datum.Finite(integer: two.blockMax), largest]
    let exact = ExactQuotient.value(aim, over: [amax], asRatio: false)
    let code = step.target.encode(exact, word: 0)
    var encode = min(Float(bitPattern: UInt32(truncatingIfNeeded: code)), Binary32Step.largest)
    guard two.arithmetic == .exact else {
      if encode == 0 { encode = 1 }
      return (encode, 1 / encode)
    }
    // 1 / min(M / amax, FLT_MAX) is the larger of amax / M and 1 / FLT_MAX.
    let inverse = ExactQuotient.value([amax], over: aim, asRatio: false)
    let own = Float(bitPattern: UInt32(truncatingIfNeeded: step.target.encode(inverse, word: 0)))
    // A matrix whose scale would be infinite has none.
    return (1, own.isInfinite ? 1 : max(own, 1 / Binary32Step.largest))
  }

  func twoLevel(
    _ data: [Datum], _ words: [UInt32], _ two: TwoLevelScale, _ matrix: MatrixScale
  ) -> Block {
    let amax = Self.amax(data)
    let t = step.datum(matrix.decode)
    let first = twoLevel(data, words, two, matrix, amax, halves: 2)
    guard two.fourOverSix, let value = t.finite else { return first }
    return better(first, twoLevel(data, words, two, matrix, amax, halves: 3), data, [value])
  }

  /// A block whose scale is `halves / 2` times what maps `amax` to the largest element.
  private func twoLevel(
    _ data: [Datum], _ words: [UInt32], _ two: TwoLevelScale, _ matrix: MatrixScale,
    _ amax: Datum.Finite?, halves: UInt64
  ) -> Block {
    let code: UInt64
    let t = step.datum(matrix.decode)
    if let amax {
      if two.arithmetic == .exact {
        guard let t = t.finite else {
          let zero = scale.zero(negative: false)
          return Block(
            elements: zip(data, words).map {
              element($0, over: scale.coding.decode(zero), word: $1)
            }, scale: zero)
        }
        code = quotient(half(amax, times: halves), [largest, t], into: scale)
      } else {
        let factor = half(Datum.Finite(integer: 1), times: halves)
        let ratio = matrix.encode * step.quotient(factor, largest)
        code = entered(step.product(.finite(amax), ratio), scale)
      }
    } else {
      code = emptyCode
    }
    let s = scale.coding.decode(code)
    if two.arithmetic == .exact {
      let others = t.finite.map { [$0] } ?? []
      return Block(
        elements: zip(data, words).map { value, word in
          if case .infinity = value { return special(value) }
          return element(value, over: s, others, word: word)
        }, scale: code)
    }
    let product = step.product(s, matrix.decode)
    let inverse = 1 / product
    let factor = inverse > Binary32Step.largest ? Binary32Step.largest : inverse
    return Block(
      elements: zip(data, words).map { value, word in
        guard value.isNumber else { return special(value) }
        let scaled =
          two.arithmetic == .reciprocal
          ? step.product(value, factor) : step.quotient(value, product)
        return entered(scaled, element, word: word)
      }, scale: code)
  }

  /// The code that a float32 becomes.
  private func entered(_ value: Float, _ target: Target, word: UInt32 = 0) -> UInt64 {
    switch step.datum(value) {
    case .nan: target.nan(negative: false, payload: 0)
    case .infinity(let negative): target.infinity(negative: negative)
    case .zero(let negative): target.zero(negative: negative)
    case .finite(let value): quotient(value, [], into: target, word: word)
    }
  }
}
