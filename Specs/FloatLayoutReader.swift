internal import Descriptors

/// Reads the fields of the float family and refuses contradictions among them.
struct FloatLayoutReader {
  private let fields: SpecFields

  init(_ fields: SpecFields) {
    self.fields = fields
  }

  /// The layout.
  func layout() throws(SpecError) -> FloatLayout {
    let signed = try fields.boolean("signed") ?? true
    let exponent = try fields.requiredInteger("exponent", in: 1...16)
    let significand = try fields.requiredInteger("significand", in: 0...60)
    guard (signed ? 1 : 0) + exponent + significand <= 64 else {
      throw fields.error(
        "significand", "sign + exponent + significand is more than 64 bits", "narrow a field")
    }
    let bias = try fields.integer("bias", in: -100_000...100_000)
    let nans = try fields.choice("nan", of: FloatLayout.NaNs.self) ?? .ieee
    let infinities = try fields.choice("infinity", of: FloatLayout.Infinities.self) ?? .ieee
    let hasZero = try fields.boolean("zero") ?? true
    let layout = FloatLayout(
      signed: signed, exponentBits: exponent, trailingBits: significand,
      bias: bias ?? (1 << (exponent - 1)) - 1,
      subnormals: try fields.choice("subnormals") ?? .gradual, hasZero: hasZero,
      hasNegativeZero: try fields.boolean("negative-zero")
        ?? (signed && hasZero && nans != .negativeZero),
      infinities: infinities, nans: nans)
    try checkZeros(layout)
    try checkSpecials(layout)
    return layout
  }

  private func checkZeros(_ layout: FloatLayout) throws(SpecError) {
    if layout.hasNegativeZero, !layout.signed {
      throw fields.error(
        "negative-zero", "'negative-zero: true' without a sign", "write 'negative-zero: false'")
    }
    if layout.hasNegativeZero, layout.nans == .negativeZero {
      throw fields.error(
        "negative-zero", "the sign bit alone cannot be both -0 and NaN",
        "write 'negative-zero: false' or another 'nan'")
    }
    if layout.nans == .negativeZero, !layout.signed {
      throw fields.error(
        "nan", "'nan: negative-zero' without a sign", "use 'nan: all-ones' or 'signed: true'")
    }
    if !layout.hasZero, layout.subnormals == .gradual {
      throw fields.error(
        "zero", "'zero: false' with gradual subnormals, whose first value is 0",
        "write 'subnormals: none' or 'zero: true'")
    }
    if !layout.hasZero, layout.nans == .negativeZero {
      throw fields.error(
        "nan", "'nan: negative-zero' with 'zero: false', where that code is a value below 0",
        "write another 'nan' or 'zero: true'")
    }
    if !layout.hasZero, layout.hasNegativeZero {
      throw fields.error(
        "negative-zero", "'negative-zero: true' with 'zero: false'",
        "write 'negative-zero: false' or 'zero: true'")
    }
    if layout.signed, layout.hasZero, !layout.hasNegativeZero, layout.nans != .negativeZero {
      throw fields.error(
        "negative-zero", "the sign bit alone would denote nothing",
        "write 'negative-zero: true' or 'nan: negative-zero'")
    }
  }

  private func checkSpecials(_ layout: FloatLayout) throws(SpecError) {
    if layout.nans == .ieee, layout.trailingBits == 0 {
      throw fields.error(
        fields.has("nan") ? "nan" : "significand",
        "'nan: ieee' needs a significand of 1 bit or more",
        "use 'nan: all-ones', 'nan: negative-zero' or 'nan: none'")
    }
    if layout.infinities == .top, layout.nans == .ieee {
      throw fields.error(
        "infinity", "'infinity: top' with 'nan: ieee', whose NaNs fill the top",
        "use 'infinity: ieee' or another 'nan'")
    }
    if layout.infinities == .ieee, layout.nans != .ieee,
      layout.trailingBits > 0 || layout.nans == .allOnes
    {
      throw fields.error(
        fields.has("infinity") ? "infinity" : "nan",
        "'infinity: ieee' with 'nan: \(Spelled.kebab(layout.nans.rawValue))' puts finite values or "
          + "a NaN where the infinities are",
        "use 'infinity: top', 'infinity: none' or 'nan: ieee'")
    }
    // Only the narrowest layouts can run out of codes.
    let magnitudeBits = layout.exponentBits + layout.trailingBits
    guard magnitudeBits == 1 else { return }
    let taken = (layout.infinities == .none ? 0 : 1) + (layout.nans == .allOnes ? 1 : 0)
    guard taken < 2 else {
      throw fields.error(
        "exponent", "no code is left for a finite value", "widen a field or drop a special")
    }
  }
}
