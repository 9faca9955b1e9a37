import Descriptors
import ExactArithmetic
import Reference

/// A target format with every code decoded, and what the figures ask of it.
struct TargetFormat: Sendable {
  let format: NumberFormat
  let facts: FormatFacts
  /// What each code denotes.
  let data: [Datum]
  /// The number of the code's value among the finite values in rising order, both zeros being one
  /// value; `Int32.min` for infinities and NaNs.
  let ranks: [Int32]

  /// The rank of a code that is no number.
  static let unranked = Int32.min

  /// Decodes a format of at most 16 bits.
  init(_ descriptor: FormatDescriptor) {
    format = NumberFormat(descriptor)
    facts = FormatFacts(format)
    data = (0...format.lastCode).map(format.decode)
    let values = Set(data.compactMap(\.number)).sorted()
    let rank = Dictionary(uniqueKeysWithValues: zip(values, Int32(0)...))
    ranks = data.map { $0.number.flatMap { rank[$0] } ?? Self.unranked }
  }

  /// The exponent of one unit in the last place at a value of the given binade; `nil` for families
  /// whose spacing is not a function of the binade alone.
  ///
  /// Below the smallest normal value it is that of the subnormals, above the largest finite value
  /// that of the last binade.
  func unitInLastPlace(binade: Int) -> Int? {
    switch format.descriptor.encoding {
    case .fixedPoint(let layout): return -layout.fractionBits
    case .float(let layout):
      guard !facts.largest.isZero else { return nil }
      let binade = min(binade, facts.largest.floorLog2)
      return Quantum(layout).exponent(of: .powerOfTwo(binade))
    case .posit, .hiFloat8, .table: return nil
    }
  }

  /// Whether a value is a subnormal number of the format.
  func isSubnormal(_ value: Rational) -> Bool {
    guard let normal = facts.smallestNormal, !value.isZero else { return false }
    return value.magnitude < normal
  }
}
