import Descriptors
import Devices
import ExactArithmetic
import Reference

/// Asks a unit for sums of chosen terms, each made as a product of two codes.
final class ProbeBench {
  /// The format of the operands.
  let format: NumberFormat
  /// The format of the sums.
  let result: NumberFormat
  /// How many sums the unit was asked for.
  private(set) var asked = 0

  private let device: any Device
  /// Powers of two of the format with their codes, those nearest to 1 first.
  private let powers: [(value: Rational, code: UInt64)]
  private var made: [Rational: Factors?] = [:]
  private static let exact = Dialect(rounding: .toNearestOrEven, overflow: .satFinite)

  /// The codes of a product.
  struct Factors: Hashable {
    var x: UInt64
    var w: UInt64
  }

  /// A bench for a device, whatever it sums with.
  init(_ device: any Device, format: FormatDescriptor, result: FormatDescriptor) {
    self.device = device
    let own = NumberFormat(format)
    self.format = own
    self.result = NumberFormat(result)
    let reach = 1100
    powers = (-reach...reach).compactMap { exponent in
      let value = Rational.powerOfTwo(exponent)
      let code = own.encode(.finite(value), dialect: Self.exact)
      return own.decode(code) == .finite(value) ? (exponent, value, code) : nil
    }.sorted { (abs($0.0), $0.0) < (abs($1.0), $1.0) }.map { ($0.1, $0.2) }
  }

  /// The operation that the device is asked for; the accumulator in it says nothing.
  func operation(length: Int) -> Operation {
    Operation(
      .dot(
        Accumulator(name: "unknown", sum: .exact, result: result.descriptor), length: length),
      format: format.descriptor, result: result.descriptor)
  }

  /// The codes whose exact product is a number; `nil` where there are none.
  func factors(of value: Rational) -> Factors? {
    if let known = made[value] { return known }
    var found: Factors?
    for power in powers {
      let other = value / power.value
      let code = format.encode(.finite(other), dialect: Self.exact)
      if format.decode(code) == .finite(other) {
        found = Factors(x: code, w: power.code)
        break
      }
    }
    made[value] = .some(found)
    return found
  }

  /// The exponents of the powers of two that are products, in rising order.
  var exponents: [Int] {
    guard let low = powers.map(\.value).min(), let high = powers.map(\.value).max() else {
      return []
    }
    return (2 * low.floorLog2...2 * high.floorLog2).filter {
      factors(of: .powerOfTwo($0)) != nil
    }
  }

  /// The unit's sums of terms given by their places; other places hold zeros.
  ///
  /// - Precondition: every term is a product.
  func sums(length: Int, _ cases: [[Int: Rational]]) async throws -> [Datum] {
    try await codes(
      length: length,
      cases.map { terms in
        var codes = Array(repeating: UInt64(0), count: 2 * length)
        for (place, value) in terms {
          guard let own = factors(of: value) else { continue }
          (codes[place], codes[length + place]) = (own.x, own.w)
        }
        return codes
      }
    ).map { result.decode($0) }
  }

  /// The unit's sum of the given terms alone.
  func sum(length: Int, _ terms: [Int: Rational]) async throws -> Datum {
    try await sums(length: length, [terms])[0]
  }

  /// The codes of the unit's sums of operand codes.
  ///
  /// - Throws: `DeviceError` where it does not answer all of them.
  func codes(length: Int, _ cases: [[UInt64]]) async throws -> [UInt64] {
    let unit: any Unit = try device.prepare(operation(length: length))
    var answers: [UInt64] = []
    let most = max(1, (1 << 18) / max(1, length))
    for first in stride(from: 0, to: cases.count, by: most) {
      let part = cases[first..<min(first + most, cases.count)]
      var batch = Batch(operation(length: length), count: part.count)
      for (index, codes) in part.enumerated() { batch.set(index, codes: codes) }
      let answered = try await unit.run(&batch)
      guard answered == part.count else {
        throw DeviceError.failed("it answered \(answered) of \(part.count) sums")
      }
      answers += (0..<part.count).map { batch.results[$0] }
    }
    asked += cases.count
    return answers
  }
}
