/// The part of Vega-Lite 6 that the charts use, as values that encode themselves.
///
/// Names and meanings are those of the Vega-Lite documentation; absent properties are left out.
enum VegaLite {
  /// A whole specification.
  struct Chart: Encodable {
    var schema = "https://vega.github.io/schema/vega-lite/v6.json"
    var description: String
    var width: Width?
    var height: Int?
    /// How many small multiples stand beside each other.
    var columns: Int?
    var data: Data
    var facet: Channel?
    /// The small multiple.
    var spec: View?
    var layer: [Layer]?
    var config: Config

    private enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case description, width, height, columns, data, facet, spec, layer, config
    }
  }

  /// The view of a small multiple.
  struct View: Encodable {
    var width: Width
    var height: Int
    var layer: [Layer]
  }

  struct Layer: Encodable {
    var mark: Mark
    var encoding: Encoding
  }

  /// A width in pixels, or that of the element around the chart.
  enum Width: Encodable, Hashable {
    case container
    case fixed(Int)

    func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .container: try value.encode("container")
      case .fixed(let pixels): try value.encode(pixels)
      }
    }
  }

  struct Data: Encodable {
    var values: [[String: Value]]
  }

  /// One field of a row.
  enum Value: Encodable, Hashable {
    case text(String)
    case number(Double)

    func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .text(let text): try value.encode(text)
      case .number(let number): try value.encode(number)
      }
    }
  }

  struct Mark: Encodable {
    var type: String
    var color: String?
    var filled: Bool?
    var opacity: Double?
    var size: Int?
    var strokeWidth: Double?
    var tooltip: Bool?
  }

  struct Encoding: Encodable {
    var x: Channel
    var y: Channel
    var xOffset: Channel?
    var color: Channel?
    var shape: Channel?
    var strokeDash: Channel?
    /// Fields that keep lines apart without a scale of their own.
    var detail: [Channel]?
    var tooltip: [Channel]?
  }

  struct Channel: Encodable {
    var field: String
    var type: String
    var title: String?
    var sort: [String]?
    var scale: Scale?
    var axis: Axis?
    var legend: Legend?
    /// How values of one place are put together.
    var stack: Bool?
    /// The head of a small multiple.
    var header: Header?
  }

  struct Scale: Encodable {
    var type: String?
    var base: Int?
    var zero: Bool?
    var domain: [String]?
    var range: [Range]?
  }

  /// One value of a scale's range.
  enum Range: Encodable {
    case name(String)
    case dash([Int])

    func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .name(let name): try value.encode(name)
      case .dash(let dash): try value.encode(dash)
      }
    }
  }

  struct Axis: Encodable {
    var values: [Double]?
    var format: String?
    /// The label of a tick as an expression.
    var labelExpr: String?
    var labelAngle: Int?
    var labelFlush: Bool?
    var labelSeparation: Int?
    var labelOverlap: String?
    var labelLimit: Int?
    var grid: Bool?
  }

  struct Legend: Encodable {
    /// How many entries stand beside each other; `nil` for no legend at all.
    var columns: Int?

    private enum CodingKeys: String, CodingKey {
      case orient, columns, columnPadding, labelLimit, symbolLimit
    }

    func encode(to encoder: any Encoder) throws {
      guard let columns else {
        var value = encoder.singleValueContainer()
        return try value.encodeNil()
      }
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode("bottom", forKey: .orient)
      try fields.encode(columns, forKey: .columns)
      // Browsers have wider letters than the renderer measures.
      try fields.encode(28, forKey: .columnPadding)
      try fields.encode(300, forKey: .labelLimit)
      try fields.encode(0, forKey: .symbolLimit)
    }
  }

  struct Header: Encodable {
    var labelFontWeight = "bold"
    var labelLimit = 300
  }

  /// Fonts and inks that are readable on paper too.
  struct Config: Encodable {
    var background = "white"
    var font = "sans-serif"
    var axis = Inks(labelFontSize: 12, titleFontSize: 13, labelColor: "#333", titleColor: "#111")
    var legend = Inks(labelFontSize: 12, titleFontSize: 13, labelColor: "#111", titleColor: "#111")
    var header = Inks(labelFontSize: 12, titleFontSize: 13, labelColor: "#111", titleColor: "#111")
    var view = Frame()

    struct Inks: Encodable {
      var labelFontSize: Int
      var titleFontSize: Int
      var labelColor: String
      var titleColor: String
    }

    struct Frame: Encodable {
      var stroke = "#bbb"
    }
  }
}
