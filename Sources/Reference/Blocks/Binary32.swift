import Descriptors
import ExactArithmetic

/// Operations of IEEE 754 binary32, each an exact value rounded once to nearest even.
struct Binary32: Sendable {
  static let layout = FloatLayout(
    signed: true, exponentBits: 8, trailingBits: 23, bias: 127, hasNegativeZero: true,
    infinities: .ieee, nans: .ieee)

  static let shared = Binary32()

  let format = NumberFormat(
    FormatDescriptor(name: "float32", bits: 32, encoding: .float(Self.layout)))

  /// The largest finite value, FLT_MAX.
  var largest: Datum { .finite(format.positive.largest) }

  /// `fl`: the nearest binary32 value.
  func rounded(_ datum: Datum) -> Datum { format.decode(format.encode(datum)) }

  func product(_ x: Datum, _ y: Datum) -> Datum { rounded(.product(x, y)) }

  func quotient(_ x: Datum, _ y: Datum) -> Datum { rounded(.quotient(x, y)) }

  /// `min(x, FLT_MAX)`; a NaN stays.
  func clamped(_ x: Datum) -> Datum {
    x == .infinity(negative: false) ? largest : x
  }
}

extension Datum {
  /// The exact product; NaN for a NaN and for infinity times zero.
  static func product(_ x: Datum, _ y: Datum) -> Datum { exact(.mul, x, y) }

  /// The exact quotient; NaN for a NaN, zero by zero and infinity by infinity.
  static func quotient(_ x: Datum, _ y: Datum) -> Datum { exact(.div, x, y) }

  private static func exact(_ kind: Operation.Kind, _ x: Datum, _ y: Datum) -> Datum {
    switch kind.exact([x, y]) {
    case .datum(let datum): datum
    case .root: .nan
    }
  }
}
