import Descriptors
import ExactArithmetic
public import Reference

/// The kinds of codes that a check should have met, for counting coverage.
public enum DatumClass: String, Sendable, CaseIterable {
  case zero, subnormal, normal, largest, infinity, nan
}

extension NumberFormat {
  /// The kind of a code.
  public func classify(_ code: UInt64) -> DatumClass {
    let datum = decode(code)
    guard let value = datum.number else { return datum.isNaN ? .nan : .infinity }
    if value.isZero { return .zero }
    if value == positive.largest || negative.map({ -$0.largest == value }) ?? false {
      return .largest
    }
    guard case .float(let layout) = descriptor.encoding, layout.subnormals == .gradual,
      value.floorLog2 < 1 - layout.bias
    else { return .normal }
    return .subnormal
  }

  /// The kinds of codes that the format has.
  public var classes: [DatumClass] {
    var found: [DatumClass] = []
    if specials.zero != nil || specials.negativeZero != nil { found.append(.zero) }
    if case .float(let layout) = descriptor.encoding, layout.subnormals == .gradual,
      layout.trailingBits > 0
    {
      found.append(.subnormal)
    }
    found += [.normal, .largest]
    if specials.infinity != nil { found.append(.infinity) }
    if specials.nan != nil { found.append(.nan) }
    return found
  }
}
