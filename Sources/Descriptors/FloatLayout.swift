/// Sign, exponent field and trailing significand field, with every choice in which deployed
/// formats differ.
///
/// Without the exceptions listed in the properties, a code with fields `S`, `E`, `T` denotes
/// `(-1)^S * (1 + T/2^t) * 2^(E - bias)`, and for `E = 0` with gradual underflow
/// `(-1)^S * T * 2^(1 - bias - t)`.
public struct FloatLayout: Hashable, Sendable {
  /// Whether the top bit is a sign.
  public var signed: Bool
  /// The width `w` of the exponent field, at least 1.
  public var exponentBits: Int
  /// The width `t` of the trailing significand field; the precision is `t + 1`.
  public var trailingBits: Int
  /// The exponent bias.
  public var bias: Int
  /// What the codes with `E = 0` denote.
  public var subnormals: Subnormals
  /// Whether the all-zero magnitude denotes 0.
  ///
  /// Without zero it is an ordinary value (E8M0).
  public var hasZero: Bool
  /// Whether the sign bit alone denotes -0.
  public var hasNegativeZero: Bool
  /// Where infinities are.
  public var infinities: Infinities
  /// Where NaNs are.
  public var nans: NaNs

  /// What the codes with exponent field 0 denote.
  public enum Subnormals: String, Hashable, Sendable, CaseIterable {
    /// Gradual underflow: `T * 2^(1 - bias - t)`.
    case gradual
    /// `E = 0` is a binade like any other; only `E = T = 0` is set aside for zero, where the
    /// format has one (DLFloat16, the 12-bit accumulators of LBA, E8M0).
    case none
  }

  /// The codes of infinities.
  public enum Infinities: String, Hashable, Sendable, CaseIterable {
    /// The format has none.
    case none
    /// Exponent field all ones, trailing field 0 (IEEE 754).
    case ieee
    /// The largest magnitude code that is no NaN: one step under it lies the largest finite
    /// value (IEEE P3109, "extended").
    case top
  }

  /// The codes of NaNs.
  public enum NaNs: String, Hashable, Sendable, CaseIterable {
    /// The format has none.
    case none
    /// Exponent field all ones, trailing field not 0 (IEEE 754).
    case ieee
    /// All bits of the magnitude set, with either sign (OCP E4M3, E8M0, P3109 unsigned).
    case allOnes
    /// The sign bit alone (FNUZ, P3109 signed): the code that would otherwise be -0.
    case negativeZero
  }

  /// Creates a layout.
  public init(
    signed: Bool, exponentBits: Int, trailingBits: Int, bias: Int,
    subnormals: Subnormals = .gradual, hasZero: Bool = true, hasNegativeZero: Bool,
    infinities: Infinities, nans: NaNs
  ) {
    self.signed = signed
    self.exponentBits = exponentBits
    self.trailingBits = trailingBits
    self.bias = bias
    self.subnormals = subnormals
    self.hasZero = hasZero
    self.hasNegativeZero = hasNegativeZero
    self.infinities = infinities
    self.nans = nans
  }
}

/// An integer times a fixed power of two: the code `c`, read as plain binary or as two's
/// complement, denotes `c * 2^-fractionBits`.
public struct FixedPointLayout: Hashable, Sendable {
  /// Two's complement when true, plain binary otherwise.
  public var signed: Bool
  /// The number of bits behind the binary point (6 for S2F6 and the MXINT8 element).
  public var fractionBits: Int

  /// Creates a layout.
  public init(signed: Bool, fractionBits: Int = 0) {
    self.signed = signed
    self.fractionBits = fractionBits
  }
}
