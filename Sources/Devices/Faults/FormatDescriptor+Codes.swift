import Descriptors

/// The kinds of codes that a mistake may depend on.
enum CodeKind {
  case zero, subnormal, normal, infinity, nan
}

/// What a planted fault needs to know of a format, read off its layout.
extension FormatDescriptor {
  /// The layout of a float; `nil` for the other families.
  var layout: FloatLayout? {
    if case .float(let layout) = encoding { layout } else { nil }
  }

  /// Whether codes are integers in two's complement.
  var isSignedFixedPoint: Bool {
    if case .fixedPoint(let layout) = encoding { layout.signed } else { false }
  }

  /// The top bit.
  var topBit: UInt64 { 1 << UInt64(bits - 1) }

  /// The kind of a float's code.
  func kind(of code: UInt64, _ layout: FloatLayout) -> CodeKind {
    let width = layout.exponentBits + layout.trailingBits
    let mask = ~0 >> UInt64(64 - width) as UInt64
    let magnitude = code & mask
    let field = mask & ~0 << UInt64(layout.trailingBits)
    switch layout.nans {
    case .none: break
    case .ieee: if magnitude > field { return .nan }
    case .allOnes: if magnitude == mask { return .nan }
    case .negativeZero: if layout.signed, magnitude == 0, code & topBit != 0 { return .nan }
    }
    switch layout.infinities {
    case .none: break
    case .ieee: if magnitude == field { return .infinity }
    case .top: if magnitude == mask - (layout.nans == .allOnes ? 1 : 0) { return .infinity }
    }
    if magnitude == 0, layout.hasZero { return .zero }
    return magnitude & field == 0 && layout.subnormals == .gradual ? .subnormal : .normal
  }

  /// The format with a changed layout; `nil` where it is no float.
  func changing(_ change: (inout FloatLayout) -> Void) -> FormatDescriptor? {
    guard var layout else { return nil }
    change(&layout)
    var changed = self
    changed.encoding = .float(layout)
    return changed
  }

  /// A signed float of IEEE style, for results on the way.
  static func middle(
    _ name: String, exponentBits: Int, trailingBits: Int, bias: Int? = nil
  ) -> FormatDescriptor {
    FormatDescriptor(
      name: name, bits: 1 + exponentBits + trailingBits,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: exponentBits, trailingBits: trailingBits,
          bias: bias ?? 1 << (exponentBits - 1) - 1, hasNegativeZero: true, infinities: .ieee,
          nans: .ieee)))
  }

  static let binary64 = middle("float64", exponentBits: 11, trailingBits: 52)
  static let binary32 = middle("float32", exponentBits: 8, trailingBits: 23)
  static let binary16 = middle("float16", exponentBits: 5, trailingBits: 10)
  static let bfloat16 = middle("bfloat16", exponentBits: 8, trailingBits: 7)
}

extension Operation {
  /// The layout of the result.
  var layout: FloatLayout? { result.layout }

  /// Whether the operation is a conversion.
  var isCast: Bool { kind == .cast }

  /// The step that gives what a binary32 code becomes in the result format: 7FC00000 for its NaN,
  /// 0 for its zero.
  func constant(_ code: UInt64) -> Misoperation.Step {
    Misoperation.Step(
      .cast(from: .binary32, to: result, dialect: Dialect(withoutNaN: dialect.withoutNaN)),
      [.constant(code)])
  }

  /// The step that computes the operation itself.
  var itself: Misoperation.Step {
    Misoperation.Step(self, operands.indices.map { .operand($0) })
  }
}
