import Descriptors
import ExactArithmetic

// What all schemes share: the largest magnitude, entering a format, elements under a scale.

/// A datum in a format.
struct Entered {
  var code: UInt64
  var value: Datum
  var place: Projection.Place?
  var overflowed: Bool
}

extension BlockCodec {
  /// How a matrix of data, row by row, is encoded.
  ///
  /// - Parameter words: a random word for each element that is rounded stochastically; none are zeros.
  /// - Precondition: there are `rows * columns` data, and as many words or none.
  public func trace(_ data: [Datum], words: [UInt32] = []) -> BlockTrace {
    precondition(data.count == rows * columns, "a matrix has rows * columns elements")
    precondition(words.isEmpty || words.count == data.count, "an element has one word")
    let words = words.isEmpty ? Array(repeating: 0, count: data.count) : words
    var trace = BlockTrace(steps: [], blocks: [])
    switch format.scheme {
    case .scaled, .zeroPoint: break
    case .twoLevel(let two): trace = matrixTrace(two, largest(of: data))
    case .dual:
      if let dualRange { trace = matrixTrace(dualRange, largest(of: data)) }
    }
    for (rows, columns) in parts {
      let places = rows.flatMap { row in columns.map { row * self.columns + $0 } }
      var encoded = self.encoded(places.map { data[$0] }, places.map { words[$0] }, trace)
      (encoded.rows, encoded.columns) = (rows, columns)
      trace.blocks.append(encoded)
    }
    return trace
  }

  /// One block under the scale of the matrix in the trace so far; its place is not yet known.
  private func encoded(
    _ data: [Datum], _ words: [UInt32], _ matrix: BlockTrace
  ) -> BlockTrace.Block {
    if format.nonFinite == .block, data.contains(where: { $0.number == nil }) {
      return spoilt(data)
    }
    switch format.scheme {
    case .scaled(let rule): return scaled(data, words, rule)
    case .twoLevel(let two): return twoLevel(data, words, two, matrix)
    case .zeroPoint: return zeroPoint(data)
    case .dual: return dualRange.map { dual(data, $0, matrix) } ?? zeroPoint(data)
    }
  }

  /// A block that a NaN or an infinity spoils: the scale is NaN and everything else code 0.
  private func spoilt(_ data: [Datum]) -> BlockTrace.Block {
    let code = scale.specials.nan ?? 0
    let zero = element.decode(0)
    return BlockTrace.Block(
      rows: 0..<0, columns: 0..<0, rule: "a value is NaN or infinite", amax: largest(of: data),
      scale: BlockTrace.Scale(exact: nil, code: code, value: scale.decode(code)),
      zeroPoint: format.hasZeroPoints ? 0 : nil,
      elements: data.map {
        BlockTrace.Element(operand: $0, quotient: .nan, code: 0, value: zero, decoded: .nan)
      })
  }

  /// The largest finite magnitude, 0 where there is none.
  func largest(of data: [Datum]) -> Rational {
    data.compactMap { $0.number?.magnitude }.max() ?? .zero
  }

  /// A datum that enters a format; an infinity that finite operands led to counts as an overflow.
  func enter(
    _ datum: Datum, _ format: NumberFormat, _ dialect: Dialect, fromFinite: Bool = true,
    word: UInt32 = 0
  ) -> Entered {
    let projection = format.project(datum, dialect: dialect, word: word)
    let overflowed: Bool
    switch datum {
    case .finite(let value): overflowed = format.isBeyond(value, projection, dialect, word)
    case .infinity: overflowed = fromFinite
    case .negativeZero, .nan: overflowed = false
    }
    return Entered(
      code: projection.code, value: format.decode(projection.code), place: projection.place,
      overflowed: overflowed)
  }

  func scale(entering exact: Datum) -> BlockTrace.Scale {
    let entered = enter(exact, scale, format.scaleDialect)
    return BlockTrace.Scale(
      exact: exact, code: entered.code, value: entered.value, overflowed: entered.overflowed)
  }

  /// The scale of a block whose `amax` is 0.
  var emptyScale: BlockTrace.Scale {
    BlockTrace.Scale(exact: nil, code: emptyCode, value: scale.decode(emptyCode))
  }

  /// The element of a value under a scale, the quotient exact.
  ///
  /// In this order: a NaN of either gives a NaN, a zero scale 0, an infinite one the sign of the value
  /// (IEEE P3109 v4.0, section 5).
  func quotientElement(
    _ operand: Datum, over scale: Datum, word: UInt32
  ) -> BlockTrace.Element {
    if scale.isNaN {
      let code = element.specials.nan ?? 0
      return BlockTrace.Element(
        operand: operand, quotient: .nan, code: code, value: element.decode(code), decoded: .nan)
    }
    let quotient: Datum
    if operand.isNaN {
      quotient = operand
    } else if scale.isZero {
      quotient = .finite(.zero)
    } else if scale.number == nil {
      quotient = operand.isZero ? .finite(.zero) : .finite(operand.isNegative ? -1 : 1)
    } else {
      quotient = .quotient(operand, scale)
    }
    return entering(quotient, of: operand, decodedBy: scale, word: word)
  }

  /// The element that a quotient becomes by the element dialect.
  func entering(
    _ quotient: Datum, of operand: Datum, decodedBy scale: Datum, word: UInt32 = 0
  ) -> BlockTrace.Element {
    let entered = enter(
      quotient, element, format.elementDialect, fromFinite: operand.number != nil, word: word)
    return BlockTrace.Element(
      operand: operand, quotient: quotient, place: entered.place, code: entered.code,
      value: entered.value, decoded: .product(entered.value, scale),
      overflowed: entered.overflowed)
  }

  /// The exact sum of squared errors over the finite operands; `nil` where a decoded value is no
  /// number.
  func squaredError(_ elements: [BlockTrace.Element]) -> Rational? {
    var sum = Rational.zero
    for element in elements {
      guard let value = element.operand.number else { continue }
      guard let decoded = element.decoded.number else { return nil }
      sum += (decoded - value) * (decoded - value)
    }
    return sum
  }

  /// The attempt of least error with its elements, of equals the first; one without a number loses
  /// against all others.
  func best(_ tries: [BlockTrace.Block]) -> BlockTrace.Block {
    guard tries.count > 1 else { return tries[0] }
    let errors = tries.map { squaredError($0.elements) }
    var chosen = 0
    for index in errors.indices.dropFirst() {
      guard let error = errors[index] else { continue }
      if let least = errors[chosen], least <= error { continue }
      chosen = index
    }
    var block = tries[chosen]
    block.attempts = zip(tries, errors).map { BlockTrace.Attempt(scale: $0.scale, error: $1) }
    return block
  }
}
