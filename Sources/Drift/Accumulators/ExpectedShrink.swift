/// Figures of truncating accumulators (LBA: Blumenfeld, Hubara, Soudry, ICLR 2024).
///
/// They come from an independent simulation: 4000 sums each of rectified normal inputs with weights
/// after He. The paper prints none.
struct ExpectedShrink: Sendable {
  /// The accumulator's name; chunks of 16 go without saying.
  var accumulator: String
  /// The products per chunk; `nil` for one running sum.
  var chunk: Int?
  var length: Int
  /// The error's root mean square over that of the exact sums.
  var error: Double
  /// `E[q y] / E[y^2]`.
  var shrink: Double

  /// How far a figure may be off, relative to it.
  static let tolerance = 0.03

  static let all: [ExpectedShrink] = [
    .init(accumulator: m7, chunk: 16, length: 144, error: 0.0255, shrink: 0.976),
    .init(accumulator: m7, chunk: 16, length: 2304, error: 0.200, shrink: 0.821),
    .init(accumulator: m7, chunk: 16, length: 4608, error: 0.338, shrink: 0.697),
    .init(accumulator: m7, chunk: 64, length: 144, error: 0.050, shrink: 0.957),
    .init(accumulator: m7, chunk: 64, length: 2304, error: 0.091, shrink: 0.916),
    .init(accumulator: m7, chunk: 64, length: 4608, error: 0.133, shrink: 0.877),
    .init(accumulator: m7, chunk: nil, length: 144, error: 0.105, shrink: 0.909),
    .init(accumulator: m7, chunk: nil, length: 2304, error: 0.736, shrink: 0.308),
    .init(accumulator: m7, chunk: nil, length: 4608, error: 0.860, shrink: 0.173),
    .init(accumulator: m10, chunk: 16, length: 144, error: 0.0032, shrink: 0.997),
    .init(accumulator: m10, chunk: 16, length: 2304, error: 0.029, shrink: 0.975),
    .init(accumulator: m10, chunk: 16, length: 4608, error: 0.055, shrink: 0.952),
  ]

  private static let m7 = "fmaq-m7e4-12-10"
  private static let m10 = "fmaq-m10e5-16-16"
}
