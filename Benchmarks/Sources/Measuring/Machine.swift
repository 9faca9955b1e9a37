import Foundation

/// The machine, as far as a reader needs it to place the figures.
public struct Machine: Encodable, Sendable {
  /// What the processor calls itself.
  public let processor: String
  /// How many of its cores there are.
  public let cores: Int
  /// The average number of runnable processes over a minute, at the start and the end.
  public let load: [Double]

  /// This machine, under a load seen at the start.
  public static func current(loadAtStart: Double) -> Machine {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    return Machine(
      processor: name ?? "unknown processor", cores: ProcessInfo.processInfo.processorCount,
      load: [loadAtStart, averageLoad()])
  }

  /// The average number of runnable processes over the last minute; 0 where it is not known.
  public static func averageLoad() -> Double {
    var averages = [0.0]
    return getloadavg(&averages, 1) == 1 ? averages[0] : 0
  }
}

extension Double {
  /// Three significant digits, two of small numbers.
  public var figure: String {
    let size = abs(self)
    if size < 0.001, size > 0 { return String(format: "%.1e", self) }
    if size >= 100 { return String(format: "%.0f", self) }
    let digits = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
    return String(format: "%.\(digits)f", self)
  }
}
