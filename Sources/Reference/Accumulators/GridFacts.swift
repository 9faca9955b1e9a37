public import Descriptors
public import ExactArithmetic

/// What follows from the parameters of a grid.
public struct GridFacts: Sendable {
  /// The grid.
  public let grid: FloatGrid
  /// `R_OF`, the largest magnitude.
  public let largest: Rational
  /// `R_UF`, the smallest magnitude other than 0.
  public let smallest: Rational
  /// How many values there are, 0 included.
  public let count: Rational

  /// Derives the facts.
  public init(_ grid: FloatGrid) {
    self.grid = grid
    let significand = Rational(2) - Rational.one.scaled(byPowerOfTwo: -grid.significandBits)
    largest = significand.scaled(byPowerOfTwo: grid.highestExponent)
    smallest = Rational.one.scaled(byPowerOfTwo: grid.lowestExponent)
    count =
      Rational.one
      + Rational.one.scaled(
        byPowerOfTwo: 1 + grid.exponentBits + grid.significandBits)
  }

  /// The grid in a few words.
  public var name: String {
    "M\(grid.significandBits)E\(grid.exponentBits), bias \(grid.bias), \(grid.rounding.name)"
  }

  /// Its ends in words.
  public var text: String {
    "R_OF = \(Self.text(largest))"
      + (grid.saturates ? ", larger magnitudes become it" : ", larger magnitudes are kept")
      + "; R_UF = \(Self.text(smallest))"
      + (grid.flushes ? ", smaller magnitudes become 0" : ", smaller magnitudes are kept")
      + (grid.flushes && grid.saturates ? "; \(count) values" : "")
  }

  private static func text(_ value: Rational) -> String {
    let exact = ExactText.short(value)
    if value.isInteger || exact.hasPrefix("2^") { return exact }
    guard let decimal = value.decimalExact, decimal.count <= 14 else { return exact }
    return "\(exact) (\(decimal))"
  }
}
