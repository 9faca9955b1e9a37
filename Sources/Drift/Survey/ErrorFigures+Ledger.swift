import ExactArithmetic
import Reference

extension ErrorFigures {
  /// The figures of everything that a ledger holds.
  init(_ ledger: Ledger) {
    let target = ledger.target
    self.init(
      bits: target.format.bits, hasUlp: target.unitInLastPlace(binade: 0) != nil)
    stepSum = ledger.steps
    maxSteps = ledger.mostSteps
    for (index, cell) in ledger.cells.enumerated() {
      let row = ledger.source.rows[Int(cell.key >> 16)]
      let code = Int(cell.key & 0xFFFF)
      let sides = [ledger.sides[2 * index], ledger.sides[2 * index + 1]]
      let inputs = cell.equal + sides[0].count + sides[1].count
      guard inputs > 0 else { continue }
      count += inputs
      codes[code / 64] |= 1 << UInt64(code % 64)
      switch row.kind {
      case .nan: nanInputs += inputs
      case .infinity: infiniteInputs += inputs
      case .zero, .number:
        guard let image = target.data[code].number else {
          if target.data[code].isNaN {
            overflowedToNaN += inputs
          } else {
            overflowedToInfinity += inputs
          }
          continue
        }
        measured += inputs
        if target.isSubnormal(image) { subnormalResults += inputs }
        if row.kind == .zero {
          addZeros(inputs, image: image, target)
          continue
        }
        nonzero += inputs
        saturated += cell.outOfRange
        if image.isZero { flushed += inputs - cell.outOfRange }
        addEqual(cell.equal, image)
        for side in [0, 1] where sides[side].count > 0 {
          add(
            sides[side], row, image: image, isOutside: side == 1,
            ulp: target.unitInLastPlace(binade: row.binade))
        }
      }
    }
  }

  /// Zeros, which only a format without zero gives an error.
  private mutating func addZeros(_ inputs: UInt64, image: Rational, _ target: TargetFormat) {
    guard !image.isZero else {
      exact += inputs
      return
    }
    let inputs = Rational(unsigned: inputs, exponent: 0)
    errorSum += inputs * image
    noise += inputs * image * image
    // Zero has no binade; what lies below every binade has the smallest unit there is.
    let ulp = target.unitInLastPlace(binade: -(1 << 20))
    note(image.magnitude, times: inputs, input: .zero, image: image, ulp: ulp)
  }

  private mutating func addEqual(_ inputs: UInt64, _ image: Rational) {
    guard inputs > 0 else { return }
    exact += inputs
    signal += Rational(unsigned: inputs, exponent: 0) * image * image
  }

  /// The inputs of one side of a cell.
  private mutating func add(
    _ side: CellSide, _ row: SourceFormat.Row, image: Rational, isOutside: Bool, ulp: Int?
  ) {
    let inputs = Rational(unsigned: side.count, exponent: 0)
    // Seen from the input's side of zero; magnitudes of inputs are `x`, the image is `q`.
    let q = row.negative ? -image : image
    let sumX = Rational(side.sum, exponent: row.unit)
    let sumSquares = side.sumOfSquares.scaled(byPowerOfTwo: 2 * row.unit)
    // The sum of |x - q|: no input of the side lies on the other side of the image.
    let size = isOutside ? sumX - inputs * q : inputs * q - sumX
    let isPositive = isOutside == row.negative
    errorSum += isPositive ? size : -size
    signal += sumSquares
    noise += sumSquares - (q * sumX).scaled(byPowerOfTwo: 1) + inputs * q * q

    for significand in Set([side.least, side.greatest]) {
      let x = Rational(unsigned: significand, exponent: row.unit)
      let error = (x - q).magnitude
      maxRelative = max(maxRelative, error / x)
      let input = row.negative ? -x : x
      note(error, times: .zero, input: input, image: image, ulp: ulp)
    }
    if let ulp { ulpSum += size.scaled(byPowerOfTwo: -ulp) }

    // |x - q| / x is 1 - q/x outside, q/x - 1 inside; the sum of 1/x is known to `count` units.
    let unit = -(62 + row.length) - row.unit
    let least = Rational(side.reciprocals, exponent: unit)
    let reciprocals = Enclosure(lo: least, hi: least + inputs.scaled(byPowerOfTwo: unit))
    let quotients = Enclosure(q) * reciprocals
    let relative =
      isOutside ? Enclosure(inputs) - quotients : quotients - Enclosure(inputs)
    relativeSum = relativeSum + relative
  }

  /// One error of a size that may be the largest; `times` of them enter the sum.
  private mutating func note(
    _ error: Rational, times: Rational, input: Rational, image: Rational, ulp: Int?
  ) {
    let scaled = ulp.map { error.scaled(byPowerOfTwo: -$0) }
    if let scaled {
      maxUlp = max(maxUlp, scaled)
      ulpSum += scaled * times
    }
    consider(Worst(input: input, image: image, size: scaled ?? error))
  }
}
