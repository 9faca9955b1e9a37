/// A scale of the whole matrix above the block scales (NVFP4).
///
/// All steps but the last are float32 operations, each rounded to nearest even; `fl` marks a rounding.
/// `M` is `blockMax * max`, `amax_t` the largest finite magnitude of the matrix, `c = fl(1 / max)`.
///
/// | step | `reciprocal` (Transformer Engine) | `division` |
/// |---|---|---|
/// | `E` | `min(fl(M / amax_t), FLT_MAX)`, 1 where `amax_t` or that is 0 | the same |
/// | block scale `s` | `amax * fl(E * c)` rounded to float32, then by `scaleDialect` | the same |
/// | matrix scale `t` | `fl(1 / E)` | the same |
/// | factor | `r = min(fl(1 / fl(s * t)), FLT_MAX)` | `d = fl(s * t)` |
/// | element | `fl(v * r)` by `elementDialect` | `fl(v / d)` by `elementDialect` |
///
/// `exact` does the same without any float32 rounding except that of `t` (which is `1 / min(M / amax_t,
/// FLT_MAX)` rounded once, 1 where `amax_t` is 0 or that is infinite): `s` is `amax / (max * t)` by `scaleDialect`, an element is
/// `v / (s * t)` by `elementDialect`; a zero `s` gives elements 0 without sign.
///
/// In the float32 columns IEEE 754 holds: `1 / 0` is an infinity, which `min` takes down to FLT_MAX; in
/// `division` a zero divided by zero is a NaN, which enters the element format by `elementDialect`.
/// A value is decoded as `element * s * t`, exactly. Under `fourOverSix` each block is encoded with
/// `c` as above and with `fl(1.5 / max)` in its place (`exact`: `1.5 * amax / (max * t)`), and the
/// one with the smaller exact sum of squared errors over its finite values is taken, the first on a tie.
/// A value that is not finite, where it does not spoil its block, enters the element format as it is.
public struct TwoLevelScale: Hashable, Sendable {
  /// The format of the scale of the matrix.
  public var format: FormatDescriptor
  /// In which order float32 roundings happen.
  public var arithmetic: Arithmetic
  /// The largest block scale that the scale of the matrix aims at: 448, or 256 for four-over-six.
  public var blockMax: Int
  /// Whether each block tries both scales.
  public var fourOverSix: Bool

  /// In which order float32 roundings happen.
  public enum Arithmetic: String, Hashable, Sendable, CaseIterable {
    case reciprocal, division, exact
  }

  /// Creates a rule.
  public init(
    format: FormatDescriptor, arithmetic: Arithmetic = .reciprocal, blockMax: Int = 448,
    fourOverSix: Bool = false
  ) {
    self.format = format
    self.arithmetic = arithmetic
    self.blockMax = blockMax
    self.fourOverSix = fourOverSix
  }
}

/// Integers that decode into an 8-bit float under the scale of their group, and from there to
/// values under one scale of the matrix (DPQ: Gafni, Karnieli, Hanani, CVPR Workshops 2025).
///
/// `F` is the largest finite value that the intermediate format is trusted with, `q` the largest element
/// code, `R = F - F / q` the protective range: 224 for 240 and 15.
///
/// Decoding: `intermediate(clamp((c - z) * S, -R, R)) * s8`, the first factor rounded to nearest even,
/// the product exact.
/// Encoding, to the nearest code: `s8` is `max(amax_t / R, 1 / (512 R))` raised to a power of two;
/// `W` is `v / s8`, clamped to `±R` and rounded to the intermediate format; over each group of `W` the
/// zero point scheme gives `lo`, `hi`, the scale `S` entered into the scale format, and `z`; an element is
/// `clamp(nearest-even(v / (s8 * S)) + z, 0, q)`, all elements 0 where `S` is 0.
public struct DualScale: Hashable, Sendable {
  /// The 8-bit float that elements decode into.
  public var intermediate: FormatDescriptor
  /// The largest finite value that the intermediate format is trusted with.
  public var largest: Int
  /// The format of the scale of the matrix.
  public var matrixScale: FormatDescriptor

  /// Creates a rule.
  public init(intermediate: FormatDescriptor, largest: Int, matrixScale: FormatDescriptor) {
    self.intermediate = intermediate
    self.largest = largest
    self.matrixScale = matrixScale
  }
}
