import Descriptors
import ExactArithmetic
import Reference

/// The places of a format's codes in the order of their values: zero has place 0, and values beside
/// each other have places beside each other.
///
/// Wherever a format orders its codes the places are read off their bits; elsewhere its values are
/// sorted. Both zeros have one place, and an infinity has the one beyond the last number.
struct CodePlaces: Sendable {
  private let format: NumberFormat
  /// The places of formats that do not order their codes.
  private let listed: [Int?]

  init(_ format: NumberFormat) {
    self.format = format
    switch format.descriptor.encoding {
    case .float, .fixedPoint, .posit: listed = []
    case .hiFloat8, .table: listed = Self.sorted(format)
    }
  }

  private static func sorted(_ format: NumberFormat) -> [Int?] {
    let data = (0...format.lastCode).map { format.decode($0) }
    let values = Set(data.compactMap(\.number)).sorted()
    var places: [Rational: Int] = [:]
    let negatives = values.count { $0.signum < 0 }
    // A format without zero has no place 0.
    let skipped = values.contains(.zero) ? 0 : 1
    for (index, value) in values.enumerated() {
      let place = index - negatives
      places[value] = place >= 0 ? place + skipped : place
    }
    return data.map { datum in
      if let value = datum.number { return places[value] }
      if datum.isNaN { return nil }
      return datum.isNegative ? -negatives - 1 : values.count - negatives + skipped
    }
  }

  /// The place of a code; `nil` for NaNs.
  subscript(code: UInt64) -> Int? {
    if format.decode(code).isNaN { return nil }
    switch format.descriptor.encoding {
    case .float(let layout):
      let mask = layout.signed ? format.lastCode >> 1 : format.lastCode
      // Without zero the first magnitude is a value of its own on either side.
      let magnitude = Int(code & mask) + (layout.hasZero ? 0 : 1)
      return code > mask ? -magnitude : magnitude
    case .fixedPoint(let layout): return layout.signed ? signedInteger(code) : Int(code)
    case .posit: return signedInteger(code)
    case .hiFloat8, .table: return listed[Int(code)]
    }
  }

  private func signedInteger(_ code: UInt64) -> Int {
    let shift = UInt64(64 - format.bits)
    return Int(Int64(bitPattern: code << shift) >> Int64(shift))
  }
}
