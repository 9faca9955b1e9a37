import Descriptors
import Reference

/// How far a device's results may be from the defined ones, in value steps (IEEE P3109 v4.0 section
/// 4.4).
public enum Kappa: Hashable, Sendable, CustomStringConvertible {
  /// At most so many values of the result format from the defined one, where that is finite.
  case steps(UInt64)
  /// An infinity is given where none is defined, or the other way round, or of the other sign.
  case infinite
  /// A NaN is given where none is defined, or the other way round.
  case nan

  /// Every result is the defined one.
  public static let exact = Kappa.steps(0)

  /// The worse of two: NaN, then infinity, then the larger number.
  public func worse(_ other: Kappa) -> Kappa {
    switch (self, other) {
    case (.nan, _), (_, .nan): .nan
    case (.infinite, _), (_, .infinite): .infinite
    case (.steps(let a), .steps(let b)): .steps(max(a, b))
    }
  }

  /// As the files of P3109 write it: a number, `Inf` or `NaN`.
  public var description: String {
    switch self {
    case .steps(let count): "\(count)"
    case .infinite: "Inf"
    case .nan: "NaN"
    }
  }
}

/// Measures results of one format.
struct KappaRuler: Sendable {
  private let format: NumberFormat
  private let places: CodePlaces

  init(_ format: NumberFormat) {
    self.format = format
    places = CodePlaces(format)
  }

  /// How far a result is from the defined one.
  ///
  /// Zeros of either sign are one value. A code wider than the format is no value at all, which
  /// counts as a NaN.
  func callAsFunction(defined: UInt64, got: UInt64) -> Kappa {
    guard got <= format.lastCode else { return .nan }
    let (a, b) = (format.decode(defined), format.decode(got))
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? .exact : .nan }
    if a.number == nil || b.number == nil { return a == b ? .exact : .infinite }
    guard let p = places[defined], let q = places[got] else { return .nan }
    return .steps(UInt64(abs(p - q)))
  }
}
