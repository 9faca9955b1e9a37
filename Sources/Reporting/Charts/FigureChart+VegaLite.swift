import Foundation
import Results

extension FigureChart {
  /// The fields of a row that are no series.
  private enum Field {
    static let x = "x"
    static let value = "value"
    /// The value in full, as text, for tooltips.
    static let shown = "shown"
    static let reserved: Set<String> = [x, value, shown]
  }

  /// The whole specification.
  ///
  /// Small multiples cannot take their width from the element around them; they have a fixed one,
  /// which the page's script changes.
  func chart(width: VegaLite.Width) -> VegaLite.Chart {
    let isFacetted = figure.facet != nil && facets.count > 1
    var chart = VegaLite.Chart(
      description: [figure.title, figure.caption].filter { !$0.isEmpty }.joined(separator: " "),
      data: .init(values: drawn.map { row($0) }), config: .init())
    if isFacetted, let facet = figure.facet {
      let columns = facets.count.isMultiple(of: 3) ? 3 : 2
      chart.columns = columns
      chart.facet = VegaLite.Channel(
        field: fields[facet] ?? facet, type: "nominal", title: facet, sort: facets,
        header: .init())
      chart.spec = VegaLite.View(width: .fixed(700 / columns - 20), height: 220, layer: layers)
    } else {
      chart.width = width
      chart.height = 320
      chart.layer = layers
    }
    return chart
  }

  /// Names of fields by series: letters, digits and lines, since Vega reads dots and brackets as
  /// paths, and different from each other and from the fields that every row has.
  private var fields: [String: String] {
    var names: [String: String] = [:]
    var taken = Field.reserved
    for series in Set(drawn.flatMap(\.series.keys)).sorted() {
      var name = String(series.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
      while !taken.insert(name).inserted { name += "_" }
      names[series] = name
    }
    return names
  }

  private func row(_ measurement: Results.Measurement) -> [String: VegaLite.Value] {
    var row: [String: VegaLite.Value] = [
      Field.value: .number(measurement.value),
      Field.shown: .text(
        measurement.exact.map { "\(measurement.value) = \($0)" } ?? "\(measurement.value)"),
    ]
    if let x = measurement.x { row[Field.x] = .number(x) }
    let fields = fields
    for (series, value) in measurement.series {
      if let field = fields[series] { row[field] = .text(value) }
    }
    return row
  }

  // MARK: - Marks

  private var layers: [VegaLite.Layer] {
    let plain = VegaLite.Encoding(x: horizontal, y: vertical, xOffset: offset, color: colour)
    switch figure.mark {
    case .bar:
      var bars = plain
      bars.tooltip = tooltip
      // Values of one place are not to be added up.
      bars.y.stack = false
      return [.init(mark: .init(type: "bar", color: Palette.colour(0)), encoding: bars)]
    case .point: return [points(plain)]
    case .line:
      var lines = plain
      lines.strokeDash = dash
      lines.detail = untold.map { .init(field: fields[$0] ?? $0, type: "nominal") }
      return [
        .init(
          mark: .init(type: "line", color: Palette.colour(0), strokeWidth: 1.75), encoding: lines),
        points(plain),
      ]
    }
  }

  private func points(_ encoding: VegaLite.Encoding) -> VegaLite.Layer {
    var points = encoding
    points.shape = series(
      range: colours.map { .name(Palette.shape($0.index)) }, columns: columns)
    points.tooltip = tooltip
    return .init(
      mark: .init(
        type: "point", color: Palette.colour(0), filled: true, opacity: 1, size: isDense ? 20 : 70),
      encoding: points)
  }

  /// Whether points would touch each other along the axis.
  private var isDense: Bool {
    figure.horizontal.series == nil && Set(drawn.map(\.x)).count > 32
  }

  // MARK: - Channels

  private var horizontal: VegaLite.Channel {
    let axis = figure.horizontal
    if let series = axis.series {
      let isLong = categories.reduce(0) { $0 + $1.count + 2 } > 80
      return .init(
        field: fields[series] ?? series, type: "nominal", title: axis.title, sort: categories,
        axis: .init(labelAngle: isLong ? -35 : 0, labelLimit: 260))
    }
    let places = Set(drawn.compactMap(\.x)).sorted()
    let areWhole = places.allSatisfy { $0 == $0.rounded() && abs($0) < 1e9 }
    return .init(
      field: Field.x, type: "quantitative", title: axis.title,
      scale: scale(axis, values: places, zero: false),
      axis: .init(
        values: places.count <= 16 ? places : nil, format: areWhole ? "d" : "~g",
        labelFlush: false, labelSeparation: 6, labelOverlap: "greedy", grid: false))
  }

  private var vertical: VegaLite.Channel {
    .init(
      field: Field.value, type: "quantitative", title: figure.vertical.title,
      scale: scale(figure.vertical, values: [], zero: figure.mark == .bar),
      axis: .init(
        values: ticks, labelExpr: Self.label, labelOverlap: "greedy", grid: true))
  }

  /// A tick's label without long rows of zeros.
  private static let label =
    "format(datum.value, datum.value == 0 || abs(datum.value) >= 0.001 "
    + "&& abs(datum.value) < 1000000 ? '~g' : '~e')"

  /// The ticks of a logarithmic axis: powers of ten, at most twelve, or 1, 2 and 5 in each decade;
  /// `nil` where the default is good.
  private var ticks: [Double]? {
    guard figure.vertical.isLogarithmic, let low = drawn.map(\.value).min(),
      let high = drawn.map(\.value).max(), high / low > 10
    else { return nil }
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    let step = (last - first) / 12 + 1
    let decades = stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
    return high / low > 1000 ? decades : decades.flatMap { [$0, 2 * $0, 5 * $0] }
  }

  private func scale(
    _ axis: FigureDescription.Axis, values: [Double], zero: Bool
  ) -> VegaLite.Scale {
    guard axis.isLogarithmic else { return .init(zero: zero) }
    let arePowersOf2 =
      values.count > 1 && values.allSatisfy { $0.significand == 1 }
    return .init(type: "log", base: arePowersOf2 ? 2 : 10)
  }

  /// Points and bars of one category stand beside each other.
  private var offset: VegaLite.Channel? {
    guard let axis = figure.horizontal.series, let colour = figure.colour, colour != axis,
      figure.mark != .line, colours.count > 1
    else { return nil }
    return .init(
      field: fields[colour] ?? colour, type: "nominal", scale: .init(domain: colours.map(\.name)))
  }

  private var colour: VegaLite.Channel? {
    series(range: colours.map { .name(Palette.colour($0.index)) }, columns: columns)
  }

  /// A channel that tells the series apart, with the one legend that all such channels share.
  private func series(range: [VegaLite.Range], columns: Int?) -> VegaLite.Channel? {
    guard let series = figure.colour, colours.count > 1 else { return nil }
    return .init(
      field: fields[series] ?? series, type: "nominal", title: series,
      scale: .init(domain: colours.map(\.name), range: range), legend: .init(columns: columns))
  }

  /// Lines have dashes too, without a place in the legend, where they would only blur the shapes.
  private var dash: VegaLite.Channel? {
    guard
      var channel = series(
        range: colours.map { .dash(Palette.dash($0.index)) } + [.dash(Palette.dash(0))],
        columns: nil)
    else { return nil }
    // Scales of equal domains share one legend; one more name keeps this one apart.
    channel.scale?.domain?.append("")
    return channel
  }

  /// How many entries of the legend stand beside each other in a still picture.
  private var columns: Int? {
    // Names along the axis need no legend.
    if figure.colour == figure.horizontal.series { return nil }
    return max(1, 90 / ((colours.map(\.name.count).max() ?? 0) + 6))
  }

  private var tooltip: [VegaLite.Channel] {
    let fields = fields
    let varied = fields.keys.sorted().map {
      VegaLite.Channel(field: fields[$0] ?? $0, type: "nominal", title: $0)
    }
    let place: [VegaLite.Channel] =
      figure.horizontal.series == nil
      ? [.init(field: Field.x, type: "quantitative", title: figure.horizontal.title)] : []
    let value = VegaLite.Channel(
      field: Field.shown, type: "nominal", title: "\(figure.statistic) of \(figure.quantity)")
    return varied + place + [value]
  }
}
