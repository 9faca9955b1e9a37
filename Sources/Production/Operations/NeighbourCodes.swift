import Descriptors

/// The codes beside a code in the order of values.
struct NeighbourCodes: Sendable {
  private let coding: NumberCoding
  /// The codes of all numbers and infinities by their values, for formats that do not order them.
  private let sorted: [UInt64]

  /// Sorts the codes where that is what it takes.
  init(_ coding: NumberCoding, isNeeded: Bool) {
    self.coding = coding
    switch coding.kind {
    case .float, .fixedPoint, .posit: sorted = []
    case .hiFloat8, .table: sorted = isNeeded ? Self.sorted(coding) : []
    }
  }

  private static func sorted(_ coding: NumberCoding) -> [UInt64] {
    let codes = (0...coding.codeMask).filter { !coding.decode($0).isNaN }.sorted { a, b in
      let order = Datum.compare(coding.decode(a), coding.decode(b))
      return order < 0 || order == 0 && a < b
    }
    var kept: [UInt64] = []
    for code in codes {
      if let last = kept.last, Datum.compare(coding.decode(last), coding.decode(code)) == 0 {
        continue
      }
      kept.append(code)
    }
    return kept
  }

  /// The code of the least datum above a code's, or of the greatest below it; `nil` where there
  /// is none, and for a NaN.
  func code(_ code: UInt64, up: Bool) -> UInt64? {
    let code = code & coding.codeMask
    let datum = coding.decode(code)
    if datum.isNaN { return nil }
    switch coding.kind {
    case .float(let format): return step(code, up: up, format)
    case .fixedPoint:
      if code == coding.boundCode(negative: !up) { return nil }
      return (up ? code &+ 1 : code &- 1) & coding.codeMask
    case .posit:
      let next = (up ? code &+ 1 : code &- 1) & coding.codeMask
      return coding.decode(next).isNaN ? nil : next
    case .hiFloat8, .table:
      // The first place whose datum is not below this one.
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if Datum.compare(coding.decode(sorted[middle]), datum) < 0 {
          low = middle + 1
        } else {
          high = middle
        }
      }
      let place = up ? low + 1 : low - 1
      return sorted.indices.contains(place) ? sorted[place] : nil
    }
  }

  /// Magnitudes in order below and above zero, mirrored.
  private func step(_ code: UInt64, up: Bool, _ format: FloatFormat) -> UInt64? {
    let magnitude = code & format.magnitudeMask
    let isZero = magnitude == 0 && format.hasZero
    let isNegative = code & format.signBit != 0 && !isZero
    let last = format.infinity ?? format.largest
    if isZero {
      if up { return 1 }
      return format.signed ? format.signBit | 1 : nil
    }
    if isNegative != up {
      // Away from zero.
      return magnitude == last ? nil : code + 1
    }
    let first: UInt64 = format.hasZero ? 1 : 0
    if magnitude > first { return code - 1 }
    // Past the first value of a side: zero, or the other side's first.
    if format.hasZero { return 0 }
    return isNegative ? 0 : format.signed ? format.signBit : nil
  }
}
