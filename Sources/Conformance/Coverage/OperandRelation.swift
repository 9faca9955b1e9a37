import Descriptors
import ExactArithmetic
import Reference

/// How the operands of one case lie to each other, in the way that matters for their operation.
///
/// | operation | classes |
/// |---|---|
/// | `add`, `sub` | difference of the exponents, 0 to P+3 and beyond; one bit cancelled, more, all |
/// | `mul` | bits of the exact product |
/// | `fma` | the product's exponent against the addend's; the tail of the product alone decides |
///
/// P is the precision of the result.
struct OperandRelation: Sendable {
  /// What is classified.
  let name: String
  /// The classes.
  let classes: [Class]

  /// How operands may lie to each other.
  enum Class: Hashable, Sendable {
    /// Of a sum: so many exponents between the operands, and more than are counted.
    case apart(Int), fartherApart
    case oneBitCancelled, severalBitsCancelled, allCancelled, notTwoNumbers
    /// Of a product: so many bits, from the first to the last one that is set.
    case bits(Int)
    case noProduct
    /// Of a multiply-add.
    case addendBelowLastPlace, addendBelowProduct, sameExponent, addendAboveProduct
    case productBelowLastPlace, tailDecides, noProductOrAddend

    /// The name in reports.
    var name: String {
      switch self {
      case .apart(let exponents): "\(exponents) apart"
      case .fartherApart: "farther apart"
      case .oneBitCancelled: "one bit cancelled"
      case .severalBitsCancelled: "several bits cancelled"
      case .allCancelled: "all cancelled"
      case .notTwoNumbers: "not two numbers"
      case .bits(let count): "\(count) bits"
      case .noProduct: "no product of numbers"
      case .addendBelowLastPlace: "addend below the last place"
      case .addendBelowProduct: "addend below the product"
      case .sameExponent: "same exponent"
      case .addendAboveProduct: "addend above the product"
      case .productBelowLastPlace: "product below the last place"
      case .tailDecides: "the product's tail decides"
      case .noProductOrAddend: "no product, or no addend"
      }
    }
  }

  private let kind: Operation.Kind
  private let precision: Int
  private let evaluator: ScalarEvaluator

  /// `nil` for operations without such classes.
  init?(_ evaluator: ScalarEvaluator) {
    self.evaluator = evaluator
    kind = evaluator.kind
    precision = evaluator.result.precision
    let widest = evaluator.operands.map(\.precision).max() ?? 1
    switch kind {
    case .add, .sub:
      name = "exponents"
      classes =
        (0...precision + 3).map { .apart($0) } + [
          .fartherApart, .oneBitCancelled, .severalBitsCancelled, .allCancelled, .notTwoNumbers,
        ]
    case .mul:
      name = "product"
      classes = [.noProduct] + (1...2 * widest).map { .bits($0) }
    case .fma:
      name = "alignment"
      classes = [
        .addendBelowLastPlace, .addendBelowProduct, .sameExponent, .addendAboveProduct,
        .productBelowLastPlace, .allCancelled, .tailDecides, .noProductOrAddend,
      ]
    default: return nil
    }
  }

  /// The index of a case's class in `classes`.
  func index(
    _ data: [Datum], _ exact: ExactResult, _ position: RoundingPosition, _ projection: Projection
  ) -> Int {
    let values = data.map { datum in datum.number.flatMap { $0.isZero ? nil : $0.magnitude } }
    guard case .datum(let datum) = exact, values.allSatisfy({ $0 != nil }) else {
      return kind == .mul ? 0 : classes.count - 1
    }
    let numbers = values.compactMap(\.self)
    switch kind {
    case .add, .sub: return sum(numbers[0], numbers[1], datum)
    case .mul:
      guard let product = datum.number, !product.isZero else { return 0 }
      return min(Self.width(product), classes.count - 1)
    case .fma: return fused(numbers[0] * numbers[1], data, datum, projection)
    default: return 0
    }
  }

  private func sum(_ x: Rational, _ y: Rational, _ sum: Datum) -> Int {
    let far = precision + 4
    guard let total = sum.number, !total.isZero else { return far + 3 }
    let (high, low) = (max(x.floorLog2, y.floorLog2), min(x.floorLog2, y.floorLog2))
    let lost = high - total.magnitude.floorLog2
    if lost == 1 { return far + 1 }
    if lost > 1 { return far + 2 }
    return min(high - low, far)
  }

  private func fused(
    _ product: Rational, _ data: [Datum], _ sum: Datum, _ projection: Projection
  ) -> Int {
    guard let total = sum.number, !total.isZero else { return 5 }
    let addend = (data[2].number ?? .zero).magnitude
    if isDecidedByTail(product, addend, total, projection) { return 6 }
    let apart = product.floorLog2 - addend.floorLog2
    if apart > precision { return 0 }
    if apart < -precision { return 4 }
    return apart > 0 ? 1 : apart == 0 ? 2 : 3
  }

  /// Whether a product cut off behind as many bits as the result has would round otherwise, or
  /// would seem exact.
  private func isDecidedByTail(
    _ product: Rational, _ addend: Rational, _ total: Rational, _ projection: Projection
  ) -> Bool {
    let cut = product.roundedDown(
      toMultipleOfPowerOfTwo: product.floorLog2 - precision + 1)
    let tail = product - cut
    guard !tail.isZero, let place = projection.place else { return false }
    // The tail moves the total away from zero where the total has the product's sign.
    let magnitude = total.magnitude
    let hasProductSign = magnitude == product + addend || magnitude + addend == product
    let other = hasProductSign ? magnitude - tail : magnitude + tail
    if other == place.low || other == place.high || other == place.tie { return true }
    return (other < place.tie) != (total.magnitude < place.tie)
  }

  /// The bits from the first to the last one that is set.
  private static func width(_ value: Rational) -> Int {
    guard value.isDyadic else { return .max }
    var top = value.magnitude
    top = top.scaled(byPowerOfTwo: -top.floorLog2)
    var bits = 1
    while !top.isInteger, bits < 256 {
      top = top.scaled(byPowerOfTwo: 1)
      bits += 1
    }
    return bits
  }
}
