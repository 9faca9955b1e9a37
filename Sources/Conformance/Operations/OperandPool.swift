import Descriptors
import Harness
import Reference

/// Where the codes of one operand of a sampled case come from.
struct OperandPool: Sendable {
  private let width: Int
  private let structured: [UInt64]
  private let ends: [UInt64]
  private let tiny: UInt64
  private let sign: UInt64

  private static let known = SharedValues<FormatDescriptor, OperandPool>(capacity: 64)

  /// The pool of a format, made once for all operations on it.
  static func of(_ format: NumberFormat) -> OperandPool {
    known(format.descriptor) { _ in OperandPool(format) }
  }

  init(_ format: NumberFormat) {
    width = format.bits
    structured = format.structuredCodes()
    ends = format.endCodes()
    var trailing = format.bits / 2
    var signed = true
    if case .float(let layout) = format.descriptor.encoding {
      trailing = layout.trailingBits
      signed = layout.signed
    }
    tiny = 4 << UInt64(trailing) - 1
    sign = signed ? 1 << UInt64(format.bits - 1) : 0
  }

  /// A code: any one, a structured one, one around the subnormals, an end of the range or a special
  /// value, or one that brings the operation close to a small or special result.
  ///
  /// - Parameters:
  ///   - draw: 64 random bits, the only source of chance.
  ///   - aim: finds the code for a wanted result, which it draws from the bits; `nil` where none can
  ///     be aimed at.
  func code(_ draw: UInt64, aim: ((UInt64) -> UInt64)?) -> UInt64 {
    // Three bits say which kind, the others choose.
    let choice = draw >> 3
    switch draw & 7 {
    case 0...2: return structured[Int(choice % UInt64(structured.count))]
    case 3: return choice & 1 == 0 ? end(choice >> 1) : small(choice >> 1)
    case 4, 5:
      guard let aim else { break }
      // A few codes to either side: results that are not quite the wanted one.
      let distance = (choice & 3) == 0 ? 0 : (choice >> 2) % 7 &- 3
      return (aim(choice >> 5) &+ distance) & last
    default: break
    }
    return (draw >> 3 | draw << 61) >> UInt64(64 - width)
  }

  /// A code worth aiming at.
  func wanted(_ choice: UInt64) -> UInt64 {
    choice & 3 == 0 ? end(choice >> 2) : small(choice >> 2)
  }

  private func end(_ choice: UInt64) -> UInt64 { ends[Int(choice % UInt64(ends.count))] }

  private func small(_ choice: UInt64) -> UInt64 {
    (choice >> 1 & tiny | (choice & 1 == 0 ? 0 : sign)) & last
  }

  private var last: UInt64 { ~0 >> UInt64(64 - width) }
}

extension NumberFormat {
  /// Zeros, the smallest and largest values of either sign, infinities, the first and last NaNs.
  func endCodes() -> [UInt64] {
    switch descriptor.encoding {
    case .float, .fixedPoint:
      Set(monotoneRuns.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
    case .posit, .hiFloat8, .table:
      Set([0, 1, lastCode / 2, lastCode / 2 + 1, lastCode]).sorted()
    }
  }
}
