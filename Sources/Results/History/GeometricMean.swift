import Foundation

/// The mean of ratios.
package enum GeometricMean {
  /// The number whose logarithm is the mean of the logarithms; `nil` for none, or one not above 0.
  package static func of(_ ratios: [Double]) -> Double? {
    guard !ratios.isEmpty, ratios.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    return exp(ratios.reduce(0) { $0 + log($1) } / Double(ratios.count))
  }
}
