public import Descriptors
import ExactArithmetic
import Harness
public import Reference

/// What sums products: an accumulator, the operands' format, codes of `x` and as many of `w`; what is
/// left before the result format.
public typealias DotFunction = @Sendable (Accumulator, FormatDescriptor, [UInt64]) throws -> Datum

/// An accumulator about which laws are made, and the function that claims to follow it.
struct AccumulatorSubject: Sendable {
  let accumulator: Accumulator
  let dot: DotFunction

  /// The reference.
  static let reference: DotFunction = { accumulator, format, codes in
    try evaluator(accumulator, format, codes.count / 2).value(codes)
  }

  static func evaluator(
    _ accumulator: Accumulator, _ format: FormatDescriptor, _ length: Int
  ) throws -> DotEvaluator {
    let key = Sum(accumulator: accumulator, format: format, length: length)
    return try evaluators(key) { key in
      try DotEvaluator(Operation(.dot(key.accumulator, length: key.length), format: key.format))
    }
  }

  private struct Sum: Hashable {
    var accumulator: Accumulator
    var format: FormatDescriptor
    var length: Int
  }

  /// A law asks for the same few again and again.
  private static let evaluators = SharedValues<Sum, DotEvaluator>(capacity: 64)

  /// A law about sums of up to two products of 4-bit numbers, all of them, and about longer ones of
  /// 8-bit numbers under `<name>-sampled`.
  ///
  /// - Parameter sampled: whether there is the second; not for a law that hardly any long sum is about.
  func laws(
    _ name: String, sampled: Bool = true, check: @escaping @Sendable (DotCase) throws -> CaseOutcome
  ) -> [Property] {
    let long = property("\(name)-sampled", .stated("sums of 3 to 12 products of 8-bit numbers")) {
      choices in
      DotCase(format: DotCase.wide, codes: DotCase.draw(&choices, products: 3...12, bits: 8))
    } check: {
      try check($0)
    }
    let short = property(name, .stated("all sums of 0 to 2 products of 4-bit numbers")) { choices in
      DotCase(format: DotCase.narrow, codes: DotCase.draw(&choices, products: 0...2, bits: 4))
    } check: {
      try check($0)
    }
    return sampled ? [short, long] : [short]
  }

  private func property(
    _ name: String, _ domain: Property.Domain,
    draw: @escaping @Sendable (inout Choices) -> DotCase,
    check: @escaping @Sendable (DotCase) throws -> CaseOutcome
  ) -> Property {
    Property(
      id: "accumulator/\(accumulator.name)/\(name)", subject: accumulator.name, domain: domain
    ) { choices in
      let sample = draw(&choices)
      choices.describe(sample.text)
      return try check(sample)
    }
  }

  /// What is judged, on a case.
  func value(_ sample: DotCase) throws -> Datum {
    try dot(accumulator, sample.format, sample.codes)
  }

  /// What the reference says happened.
  func trace(_ sample: DotCase) throws -> DotTrace {
    try Self.evaluator(accumulator, sample.format, sample.length).trace(sample.codes)
  }

  /// Whether one running sum takes the products by rising index, each rounded on its own.
  var isChain: Bool { accumulator.adder == .serial && accumulator.order == .sequential }

  /// The stages.
  var stages: [AccumulatorStage] {
    [accumulator.product, accumulator.sum] + (accumulator.chunk.map { [$0.outer] } ?? [])
  }

  /// Whether nothing depends on the sign of values.
  var isSymmetric: Bool {
    let roundings =
      stages.compactMap(\.rounding)
      + { if case .aligned(let adder) = accumulator.adder { [adder.rounding] } else { [] } }()
    return !roundings.contains(.up) && !roundings.contains(.down) && !hasIntegers
  }

  /// Whether a stage is fixed point, whose range is not symmetric and may wrap.
  var hasIntegers: Bool {
    stages.contains { stage in
      guard case .format(let format, _) = stage else { return false }
      if case .fixedPoint = format.encoding { return true }
      return false
    }
  }
}

/// Operands of a sum.
struct DotCase: Sendable {
  var format: FormatDescriptor
  /// The codes of `x`, then those of `w`.
  var codes: [UInt64]

  /// 16 codes: 0, 1/2, 1, ..., 6 and their negatives.
  static let narrow = float(bits: 4, exponentBits: 2, bias: 1)
  /// 8 bits, magnitudes up to 31/8, most of whose products the larger grids hold.
  static let wide = float(bits: 8, exponentBits: 3, bias: 6)

  /// A float without infinities and NaNs.
  static func float(bits: Int, exponentBits: Int, bias: Int) -> FormatDescriptor {
    let layout = FloatLayout(
      signed: true, exponentBits: exponentBits, trailingBits: bits - exponentBits - 1, bias: bias,
      hasNegativeZero: true, infinities: .none, nans: .none)
    return FormatDescriptor(
      name: "float\(bits)_e\(exponentBits)_\(bias)", bits: bits, encoding: .float(layout))
  }

  static func draw(
    _ choices: inout Choices, products: ClosedRange<Int>, bits: Int
  ) -> [UInt64] {
    let count = choices.draw(in: products)
    return (0..<2 * count).map { _ in choices.draw(bits: bits) }
  }

  var length: Int { codes.count / 2 }
  var x: [UInt64] { Array(codes[..<length]) }
  var w: [UInt64] { Array(codes[length...]) }

  /// The same with other operands.
  func with(x: [UInt64], w: [UInt64]) -> DotCase { DotCase(format: format, codes: x + w) }

  /// The exact products.
  var products: [Rational] {
    let format = NumberFormat(format)
    let values = codes.map { format.decode($0).number ?? .zero }
    return (0..<length).map { values[$0] * values[length + $0] }
  }

  var text: String {
    let format = NumberFormat(format)
    let values = codes.map { "\(format.decode($0))" }
    return "x " + values[..<length].joined(separator: " ") + ", w "
      + values[length...].joined(separator: " ")
  }
}
