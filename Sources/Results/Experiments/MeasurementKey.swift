/// What tells one measurement from all others of a file.
public struct MeasurementKey: Hashable, Sendable, Encodable {
  public var experiment: String
  public var series: [String: String]
  /// The abscissa; `nil` for a single figure.
  public var x: Double?
  public var quantity: String
  public var statistic: String

  /// `max relative error (accumulator: float32, format: float16) at 1024`.
  public var text: String {
    let names = series.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let place = x.map { " at \(PlainNumber.text($0))" } ?? ""
    return "\(statistic) of \(quantity)"
      + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))") + place
  }
}

extension Measurement {
  /// The measurement's key.
  public var key: MeasurementKey {
    MeasurementKey(
      experiment: experiment, series: series, x: x, quantity: quantity, statistic: statistic)
  }
}
