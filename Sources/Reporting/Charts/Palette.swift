/// Colours, shapes and dashes that tell series apart for every eye, and without colour.
///
/// The colours keep apart under the common deficiencies of colour vision (after Okabe and Ito, the
/// light ones darkened), and each has a contrast of at least 3 to 1 against white. The shapes and
/// dashes say the same again for print.
enum Palette {
  static let colours = [
    "#0072B2", "#D55E00", "#007A5A", "#B0568C", "#1A1A1A", "#A67A00", "#3A8FBF", "#7A3E1D",
  ]
  static let shapes = [
    "circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right",
    "triangle-left",
  ]
  static let dashes: [[Int]] = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [10, 4]]

  /// The colour of the series with this number.
  static func colour(_ index: Int) -> String { colours[index % colours.count] }

  /// The shape of the series with this number.
  ///
  /// When colours come round again, shapes are shifted by one: 64 pairs are all different.
  static func shape(_ index: Int) -> String {
    shapes[(index + index / colours.count) % shapes.count]
  }

  /// The dash of the series with this number.
  static func dash(_ index: Int) -> [Int] { dashes[index % dashes.count] }
}
