import Foundation

/// Numbers as people read them, in three digits.
public enum HumanUnits {
  /// A count: `999`, `65.5 k`, `4.29 G`.
  ///
  /// Units are decimal: k, M, G, T, P, E.
  public static func count(_ value: UInt64) -> String {
    value < 1_000 ? "\(value)" : scaled(Double(value))
  }

  /// A rate per second: `<0.01`, `12.3`, `4.29 G`; `-` when it is not a finite positive number.
  public static func rate(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "-" }
    return value < 0.01 ? "<0.01" : scaled(value)
  }

  /// A time: `12.3 us`, `1.60 s`, `4m 05s`, `2h 03m`, `3d 04h`; `0 s` for none.
  public static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0 else { return "0 s" }
    if seconds >= 59.95 {
      let whole = Int(min(seconds, 1e12).rounded())
      if whole < 3_600 { return "\(whole / 60)m \(two(whole % 60))s" }
      if whole < 86_400 { return "\(whole / 3_600)h \(two(whole / 60 % 60))m" }
      return "\(whole / 86_400)d \(two(whole / 3_600 % 24))h"
    }
    if seconds >= 0.9995 { return "\(digits(seconds)) s" }
    if seconds >= 0.000_999_5 { return "\(digits(seconds * 1e3)) ms" }
    return "\(digits(seconds * 1e6)) us"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func scaled(_ value: Double) -> String {
    var value = value
    var unit = 0
    let units = ["", " k", " M", " G", " T", " P", " E", " Z"]
    // What would round to four digits belongs to the next unit.
    while value >= 999.5, unit < units.count - 1 {
      value /= 1_000
      unit += 1
    }
    return digits(value) + units[unit]
  }

  /// A number below 1000 with three digits.
  private static func digits(_ value: Double) -> String {
    let places = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
    return String(format: "%.\(places)f", value)
  }
}
