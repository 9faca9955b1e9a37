import Descriptors
import ExactArithmetic
import Reference
import Results

/// How far two values of a format are apart: in values between them, and in units of the last place.
struct ValueSteps: Sendable {
  private let format: NumberFormat
  /// The places of values in their order, where no formula tells them.
  private let places: [Rational: Int64]

  init(_ format: NumberFormat) {
    self.format = format
    switch format.descriptor.encoding {
    case .float, .fixedPoint, .posit: places = [:]
    case .hiFloat8, .table:
      let values = Set((0...format.lastCode).compactMap { format.decode($0).number }).sorted()
      places = Dictionary(uniqueKeysWithValues: zip(values, 0...))
    }
  }

  /// How many steps lead from one value to the other; `nil` unless both are finite.
  func steps(_ a: UInt64, _ b: UInt64) -> UInt64? {
    guard let from = place(a), let to = place(b) else { return nil }
    // Two's complement: the distance of any two places fits 64 bits.
    return from < to ? UInt64(bitPattern: to &- from) : UInt64(bitPattern: from &- to)
  }

  /// The place of a finite value among those of the format, rising with it; both zeros share one.
  private func place(_ code: UInt64) -> Int64? {
    guard code <= format.lastCode, let value = format.decode(code).number else { return nil }
    switch format.descriptor.encoding {
    case .float(let layout):
      guard layout.signed else { return Int64(bitPattern: code) }
      let sign: UInt64 = 1 << UInt64(format.bits - 1)
      return code & sign == 0 ? Int64(code) : -Int64(code ^ sign)
    case .fixedPoint(let layout):
      guard layout.signed else { return Int64(bitPattern: code) }
      return Self.signed(code, bits: format.bits)
    case .posit: return Self.signed(code, bits: format.bits)
    case .hiFloat8, .table: return places[value]
    }
  }

  private static func signed(_ code: UInt64, bits: Int) -> Int64 {
    let unused = UInt64(64 - bits)
    return Int64(bitPattern: code << unused) >> Int64(unused)
  }

  /// The difference in units of the last place of the demanded value; `nil` where there are none.
  func ulp(_ got: UInt64, demanded: UInt64) -> Rational? {
    guard got <= format.lastCode, let x = format.decode(got).number,
      let y = format.decode(demanded).number
    else { return nil }
    switch format.descriptor.encoding {
    case .float(let layout):
      guard layout.trailingBits > 0 else { return nil }
      let smallest = layout.subnormals == .gradual ? 1 - layout.bias : -layout.bias
      let exponent = y.isZero ? smallest : max(smallest, y.floorLog2)
      return (x - y).magnitude.scaled(byPowerOfTwo: layout.trailingBits - exponent)
    case .fixedPoint(let layout):
      return (x - y).magnitude.scaled(byPowerOfTwo: layout.fractionBits)
    case .posit, .hiFloat8, .table: return nil
    }
  }
}

extension StepReport {
  /// Measures answers against the reference; `nil` where there are none.
  init?(_ answers: [AnsweredCase], _ evaluator: ScalarEvaluator) {
    guard !answers.isEmpty else { return nil }
    let measure = ValueSteps(evaluator.result)
    self.init(
      answers: UInt64(answers.count), differing: 0, nanDiffers: 0, infinityDiffers: 0, maxSteps: 0,
      meanSteps: "0", maxULP: nil, meanULP: nil, worst: nil)
    var (finite, steps, ulps, most) = (0, Rational.zero, Rational.zero, Rational.zero)
    var hasULP = true
    var worst: AnsweredCase?
    for answer in answers {
      let demanded = evaluator(answer.input)
      if answer.code != demanded { differing += 1 }
      guard let distance = measure.steps(answer.code, demanded) else {
        guard answer.code != demanded, answer.code <= evaluator.result.lastCode else { continue }
        let (x, y) = (evaluator.result.decode(answer.code), evaluator.result.decode(demanded))
        if x.isNaN != y.isNaN {
          nanDiffers += 1
        } else if !x.isNaN, x != y {
          infinityDiffers += 1
        }
        continue
      }
      finite += 1
      if distance > maxSteps { (maxSteps, worst) = (distance, answer) }
      guard distance > 0 else { continue }
      steps += Rational(unsigned: distance, exponent: 0)
      guard let ulp = measure.ulp(answer.code, demanded: demanded) else {
        hasULP = false
        continue
      }
      ulps += ulp
      most = max(most, ulp)
    }
    guard finite > 0 else { return }
    meanSteps = (steps / Rational(finite)).decimal(significantDigits: 4)
    if hasULP, measure.ulp(0, demanded: 0) != nil {
      maxULP = most.decimal(significantDigits: 4)
      meanULP = (ulps / Rational(finite)).decimal(significantDigits: 4)
    }
    let text = CaseText(Evaluator(evaluator))
    self.worst = worst.map { answer in
      let demanded = text.answer(Answer(results: [evaluator(answer.input)]))
      return "\(text.operands(answer.input)): got \(text.answer(answer.got)), demanded \(demanded)"
    }
  }
}
