import Descriptors

/// Operands of sums that reach what random codes seldom do.
enum SumSamples: CaseIterable {
  /// Any codes, NaNs and infinities among them.
  case any
  /// Values near 1 of both signs, so that sums cancel and tie.
  case near
  /// Values near the smallest, many of them subnormal.
  case small
  /// Values near 1 and near the smallest in turn.
  case mixed
  /// Values near the largest, so that sums overflow.
  case large
  /// Every product, then each of them with the other sign.
  case mirrored
  /// Small products, and large ones with one bit more than the factors, so that sums are ties but for
  /// what is far below.
  case ties
  /// Zeros of both signs, and seldom something else.
  case zeros

  /// Codes of x and w for some sums, in stream bytes.
  func codes(_ format: FormatDescriptor, length: Int, cases: Int) -> [UInt8] {
    var state: UInt64 = 11
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let bits = UInt64(format.bits)
    let sign = UInt64(1) << (bits - 1)
    let trailing: UInt64 =
      if case .float(let layout) = format.encoding {
        UInt64(layout.trailingBits)
      } else {
        bits / 2
      }
    // The code of 1 in formats like IEEE 754's, and a window of four binades around it.
    let unit =
      if case .float(let layout) = format.encoding {
        UInt64(max(layout.bias, 2)) << trailing
      } else {
        UInt64(4)
      }
    let raised = ((unit >> trailing) / 2) << trailing
    let window = UInt64(4) << trailing
    let negative = { (next() & 1) * sign }
    func code(_ k: Int) -> UInt64 {
      switch self {
      case .ties: unit
      case .zeros: (next() % 16 == 0 ? unit : 0) | negative()
      case .any: next() & (sign * 2 - 1)
      case .near, .mirrored: (unit + next() % window &- window / 2) % sign | negative()
      case .small: next() % window % sign | negative()
      case .mixed:
        (k % 3 == 0 ? next() % window : unit + next() % window &- window / 2) % sign | negative()
      case .large:
        // Three binades below the codes of infinities or the top.
        (sign &- 1 &- window / 4 &- next() % window) % sign | negative()
      }
    }
    var codes: [UInt8] = []
    for _ in 0..<cases {
      var item = (0..<2 * length).map(code)
      if self == .mirrored, length > 1 {
        for k in length / 2..<length / 2 * 2 {
          item[k] = item[k - length / 2] ^ sign
          item[length + k] = item[length + k - length / 2]
        }
      }
      if self == .ties {
        for k in 0..<length where k % 2 == 0 { item[k] = next() % window % sign | negative() }
        for k in 0..<length where k % 2 == 1 {
          item[k] = (unit + raised + next() % (window / 4)) % sign | negative()
          item[length + k] = (unit + raised + (1 << trailing) / 2) % sign
        }
      }
      for code in item {
        codes.append(UInt8(code & 255))
        if format.streamBytes > 1 { codes.append(UInt8(code >> 8)) }
      }
    }
    return codes
  }
}
