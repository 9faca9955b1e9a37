import Foundation
import Testing

@testable import Reporting
@testable import Results

@Suite struct FigureChartTests {
  private let results = ExperimentResults.grouped(sampleRecords)[0]

  private func figure(
    _ mark: FigureDescription.Mark = .line, series: String? = nil, isLogarithmic: Bool = true,
    colour: String? = "accumulator", facet: String? = nil, quantity: String = "relative error",
    statistic: String = "rms"
  ) -> FigureDescription {
    FigureDescription(
      id: "error", title: "Error by length.", caption: "It grows.", quantity: quantity,
      statistic: statistic, mark: mark,
      horizontal: .init("products", series: series, isLogarithmic: isLogarithmic),
      vertical: .init("error", isLogarithmic: isLogarithmic), colour: colour, facet: facet)
  }

  private func parsed(_ chart: FigureChart, isResponsive: Bool = false) throws -> [String: Any] {
    let text = try chart.specification(isResponsive: isResponsive)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func aBarChartIsGolden() throws {
    let chart = FigureChart(
      figure(
        .bar, series: "accumulator", isLogarithmic: false, colour: nil, quantity: "products",
        statistic: "count"), of: results)
    #expect(
      try chart.specification(isResponsive: true) == #"""
        {"$schema":"https://vega.github.io/schema/vega-lite/v6.json","config":{"axis":{"labelColor":\#
        "#333","labelFontSize":12,"titleColor":"#111","titleFontSize":13},"background":"white",\#
        "font":"sans-serif","header":{"labelColor":"#111","labelFontSize":12,"titleColor":"#111",\#
        "titleFontSize":13},"legend":{"labelColor":"#111","labelFontSize":12,"titleColor":"#111",\#
        "titleFontSize":13},"view":{"stroke":"#bbb"}},"data":{"values":[{"accumulator":"float16",\#
        "shown":"1048576.0","value":1048576}]},"description":"Error by length. It grows.",\#
        "height":320,"layer":[{"encoding":{"tooltip":[{"field":"accumulator","title":\#
        "accumulator","type":"nominal"},{"field":"shown","title":"count of products","type":\#
        "nominal"}],"x":{"axis":{"labelAngle":0,"labelLimit":260},"field":"accumulator","sort":\#
        ["float16"],"title":"products","type":"nominal"},"y":{"axis":{"grid":true,"labelExpr":\#
        "format(datum.value, datum.value == 0 || abs(datum.value) >= 0.001 && abs(datum.value) < \#
        1000000 ? '~g' : '~e')","labelOverlap":"greedy"},"field":"value","scale":{"zero":true},\#
        "stack":false,"title":"error","type":"quantitative"}},"mark":{"color":"#0072B2","type":\#
        "bar"}}],"width":"container"}
        """#)
  }

  @Test("a logarithmic axis leaves out what is not above 0, and says how many")
  func leftOut() throws {
    let chart = FigureChart(figure(), of: results)
    #expect(chart.drawn.map(\.value) == [0.0009765625, 0.015625, 0.0078125])
    #expect(chart.leftOut == "Left out of 4: 1 not above 0, which a logarithmic axis cannot show.")
    #expect(
      chart.range
        == "3 values: lowest 9.766e-4 (float16, at 16), highest 0.01562 (float16, at 64).")
    let values = try #require(
      (try parsed(chart)["data"] as? [String: Any])?["values"] as? [[String: Any]])
    #expect(values.compactMap { $0["value"] as? Double } == chart.drawn.map(\.value))
    #expect(values.first?["shown"] as? String == "0.0009765625 = 1/1024")
    let linear = FigureChart(figure(isLogarithmic: false), of: results)
    #expect(linear.drawn.count == 4)
    #expect(linear.leftOut.isEmpty)
    let nowhere = FigureChart(figure(quantity: "products", statistic: "count"), of: results)
    #expect(nowhere.leftOut == "Left out of 1: 1 without a place on the horizontal axis.")
    #expect(nowhere.range.isEmpty)
  }

  @Test("colour, shape and dash name the same series, and one colour stays with one name")
  func series() throws {
    let layers = try #require(try parsed(FigureChart(figure(), of: results))["layer"] as? [Any])
    let encodings = layers.compactMap { ($0 as? [String: Any])?["encoding"] as? [String: Any] }
    let scale = { (encoding: [String: Any], channel: String) in
      (encoding[channel] as? [String: Any])?["scale"] as? [String: Any]
    }
    #expect(encodings.count == 2)
    #expect(scale(encodings[0], "color")?["domain"] as? [String] == ["float16", "bfloat16"])
    #expect(scale(encodings[1], "shape")?["range"] as? [String] == ["circle", "square"])
    #expect(scale(encodings[0], "strokeDash")?["range"] as? [[Int]] == [[1, 0], [6, 3], [1, 0]])
    #expect(scale(encodings[0], "x")?["base"] as? Int == 2)
    // Only bfloat16 is drawn here; it keeps the second colour.
    let only = ExperimentResults.grouped(
      sampleRecords.map { record in
        guard case .measurement(var measurement) = record,
          measurement.series["accumulator"] == "float16"
        else { return record }
        measurement.value = 0
        return .measurement(measurement)
      })[0]
    #expect(FigureChart(figure(), of: only).colours.map(\.index) == [1])
  }

  @Test("names that Vega would read as paths, or that rows have already, become other fields")
  func fieldNames() throws {
    let records: [ExperimentRecord] = ["value", "a.b[0]", "a_b[0]"].enumerated().map {
      .measurement(
        .init(
          experiment: "e", series: [$0.element: "1"], x: 1, quantity: "q", statistic: "s",
          value: Double($0.offset)))
    }
    let chart = FigureChart(
      figure(isLogarithmic: false, colour: nil, quantity: "q", statistic: "s"),
      of: ExperimentResults.grouped(records)[0])
    let values = try #require(
      (try parsed(chart)["data"] as? [String: Any])?["values"] as? [[String: Any]])
    #expect(
      values.map { $0.keys.sorted() } == [
        ["shown", "value", "value_", "x"], ["a_b_0_", "shown", "value", "x"],
        ["a_b_0__", "shown", "value", "x"],
      ])
    #expect(
      chart.notTold == "Marks do not tell apart: a.b[0], a_b[0], value; pointing at one does.")
  }

  @Test func smallMultiplesHaveAWidthOfTheirOwn() throws {
    let chart = FigureChart(figure(colour: nil, facet: "accumulator"), of: results)
    let whole = try parsed(chart, isResponsive: true)
    #expect(whole["width"] == nil)
    #expect(whole["columns"] as? Int == 2)
    #expect((whole["facet"] as? [String: Any])?["field"] as? String == "accumulator")
    #expect(((whole["spec"] as? [String: Any])?["width"] as? Int ?? 0) > 100)
    let one = try parsed(FigureChart(figure(colour: nil), of: results), isResponsive: true)
    #expect(one["width"] as? String == "container")
  }

  @Test("64 series differ in colour or shape, and every colour is seen on white")
  func palette() {
    let pairs = Set((0..<64).map { Palette.colour($0) + Palette.shape($0) })
    #expect(pairs.count == 64)
    for colour in Palette.colours {
      let channels = (0..<3).compactMap { index -> Double? in
        let start = colour.index(colour.startIndex, offsetBy: 1 + 2 * index)
        let value = Int(colour[start..<colour.index(start, offsetBy: 2)], radix: 16)
        return value.map { Double($0) / 255 }
      }.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
      #expect(channels.count == 3)
      let luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
      #expect(1.05 / (luminance + 0.05) >= 3, "\(colour)")
    }
  }
}
