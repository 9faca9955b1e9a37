import Foundation
public import Results

/// A figure with its measurements: what is drawn, what is left out, and the specification.
public struct FigureChart: Sendable {
  /// What is to be seen.
  public let figure: FigureDescription
  /// The measurements that are drawn, in the order of the results.
  public let drawn: [Results.Measurement]
  /// How many were left out since a logarithmic axis has no place for them.
  public let notPositive: Int
  /// How many were left out since they have no place along the horizontal axis.
  public let withoutPlace: Int

  /// The values of the series that colour, small multiples and the axis run over, in order of first
  /// appearance in the whole experiment: a series has one colour in all figures.
  let colours: [(name: String, index: Int)]
  let facets: [String]
  let categories: [String]

  /// Picks the measurements of a figure.
  public init(_ figure: FigureDescription, of results: ExperimentResults) {
    self.figure = figure
    let all = results.measurements(of: figure.quantity, figure.statistic)
    let placed = all.filter { measurement in
      guard let series = figure.horizontal.series else { return measurement.x != nil }
      return measurement.series[series] != nil
    }
    let drawn = placed.filter { measurement in
      let needsPositiveX = figure.horizontal.isLogarithmic && figure.horizontal.series == nil
      return !(needsPositiveX && (measurement.x ?? 0) <= 0)
        && !(figure.vertical.isLogarithmic && measurement.value <= 0)
    }
    self.drawn = drawn
    // Beside measurements with a place, those without one are a summary for a table.
    withoutPlace = placed.isEmpty ? all.count : 0
    notPositive = placed.count - drawn.count
    let present = { (series: String?) -> [(name: String, index: Int)] in
      guard let series else { return [] }
      let used = Set(drawn.compactMap { $0.series[series] })
      return results.values(of: series).enumerated().filter { used.contains($0.element) }
        .map { ($0.element, $0.offset) }
    }
    colours = present(figure.colour)
    facets = present(figure.facet).map(\.name)
    categories = Self.inOrder(present(figure.horizontal.series).map(\.name))
  }

  /// Numbers by their size, other names as they come.
  private static func inOrder(_ names: [String]) -> [String] {
    let numbers = names.compactMap { Double($0) }
    guard numbers.count == names.count else { return names }
    return zip(names, numbers).sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// What was left out, in a sentence; empty when nothing was.
  public var leftOut: String {
    var parts: [String] = []
    if notPositive > 0 {
      parts.append("\(notPositive) not above 0, which a logarithmic axis cannot show")
    }
    if withoutPlace > 0 { parts.append("\(withoutPlace) without a place on the horizontal axis") }
    guard !parts.isEmpty else { return "" }
    let all = drawn.count + notPositive + withoutPlace
    return "Left out of \(all): \(parts.joined(separator: "; "))."
  }

  /// Series that vary among the measurements, but that the figure does not tell apart.
  var untold: [String] {
    let told = Set([figure.colour, figure.facet, figure.horizontal.series].compactMap { $0 })
    var values: [String: Set<String?>] = [:]
    for name in Set(drawn.flatMap(\.series.keys)).subtracting(told) {
      values[name] = Set(drawn.map { $0.series[name] })
    }
    return values.filter { $0.value.count > 1 }.keys.sorted()
  }

  /// What the marks do not tell apart, in a sentence; empty when they tell everything.
  public var notTold: String {
    untold.isEmpty
      ? "" : "Marks do not tell apart: \(untold.joined(separator: ", ")); pointing at one does."
  }

  /// The lowest and the highest value with their places, in a sentence; empty without any.
  public var range: String {
    guard let low = drawn.min(by: { $0.value < $1.value }),
      let high = drawn.max(by: { $0.value < $1.value })
    else { return "" }
    if low.value == high.value {
      return "\(drawn.count) values, each \(PlainNumber.text(low.value))."
    }
    return "\(drawn.count) values: lowest \(PlainNumber.text(low.value))\(place(low)), "
      + "highest \(PlainNumber.text(high.value))\(place(high))."
  }

  private func place(_ measurement: Results.Measurement) -> String {
    let series = [figure.facet, figure.colour, figure.horizontal.series].compactMap { $0 }
    var seen: Set<String> = []
    var parts = series.filter { seen.insert($0).inserted }.compactMap { measurement.series[$0] }
    if figure.horizontal.series == nil, let x = measurement.x {
      parts.append("at \(PlainNumber.text(x))")
    }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  /// The specification as JSON with sorted keys, for a picture that has the width of the text or,
  /// with `isResponsive`, that of the element around it.
  ///
  /// - Throws: what the encoder throws for a number that JSON cannot hold.
  public func specification(isResponsive: Bool, isPretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    let chart = chart(width: isResponsive ? .container : .fixed(700))
    return String(decoding: try encoder.encode(chart), as: UTF8.self)
  }
}
